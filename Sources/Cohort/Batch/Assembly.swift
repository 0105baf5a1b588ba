import Mineralisation
import Reporting

/// Joins the journal's entries into the tables, in the order of the batch, one record in memory at a time.
struct Assembly {
  let batch: Batch
  let output: OutputLayout
  let settings: SettingsEcho
  /// Which images of the batch are finished; the others are left out.
  let finished: [Bool]

  func write() throws(OutputError) {
    var images = try AtomicFile(output.images)
    var joints = try AtomicFile(output.joints)
    var lesions = try AtomicFile(output.lesions)
    var records = try AtomicFile(output.records)
    try images.append(csvLine(Record.imageHeader(passThrough: batch.passThrough)))
    try joints.append(csvLine(Record.jointHeader))
    try lesions.append(csvLine(Record.lesionHeader))
    for (task, isFinished) in zip(batch.tasks, finished) where isFinished {
      let record = try record(of: task)
      try images.append(csvLine(record.imageRow(passThrough: batch.passThrough)))
      for row in record.jointRows { try joints.append(csvLine(row)) }
      for row in record.lesionRows { try lesions.append(csvLine(row)) }
      try records.append(record.json.line + "\n")
    }
    try images.commit()
    try joints.commit()
    try lesions.commit()
    try records.commit()
    try writeRadiomics()
    try writePage()
  }

  /// Writes radiomics.csv; where no features are asked for, one of an earlier run would belong to other results.
  private func writeRadiomics() throws(OutputError) {
    let header = csvLine(Record.radiomicsHeader)
    guard settings.settings.analysis.radiomics != nil else {
      // Somebody's own file of this name stays: only this program writes this header.
      if let earlier = try? readFile(output.radiomics), earlier.starts(with: header.utf8) {
        removeFile(output.radiomics)
      }
      return
    }
    var features = try AtomicFile(output.radiomics)
    try features.append(header)
    for (task, isFinished) in zip(batch.tasks, finished) where isFinished {
      for row in try record(of: task).radiomicsRows { try features.append(csvLine(row)) }
    }
    try features.commit()
  }

  /// Writes report.html; it goes through the journal once more, for the page's pictures follow its records.
  private func writePage() throws(OutputError) {
    var page = try ReportPage(output.report, linksOverlays: batch.options.overlays)
    let shown = zip(batch.tasks, finished).filter(\.1).map(\.0)
    for task in shown { try page.add(try record(of: task)) }
    try page.endRecords()
    if batch.options.overlays, shown.count <= ReportPage.maximumPictures {
      for (i, task) in shown.enumerated() where task.problem == nil {
        if let picture = try? readFile(output.thumbnail(task.id)) { try page.add(picture: picture, at: i) }
      }
    }
    try page.finish(settings: settings.json, settingsDigest: settings.digest)
  }

  private func record(of task: ImageTask) throws(OutputError) -> Record {
    if let problem = task.problem {
      return ImageMeasurement(task: task, echo: settings, wantsPictures: .none).failure(problem).record
    }
    if let record = Journal(layout: output).record(of: task.id) { return record }
    throw OutputError(path: output.entry(task.id), step: .write, reason: "an entry of the journal is gone or damaged")
  }
}
