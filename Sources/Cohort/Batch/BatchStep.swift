import Reporting

/// The work on one image of a batch.
struct BatchStep: Sendable {
  let task: ImageTask
  /// The row of the whole list, 1 onwards.
  let row: Int
  let echo: SettingsEcho
  let output: OutputLayout?
  let options: Batch.Options

  func run(index: Int) throws(OutputError) -> BatchEvent.Finish {
    let measurement = ImageMeasurement(
      task: task, echo: echo,
      wantsPictures: output == nil ? .none : options.overlays ? .masksAndOverlay : .masks)
    let journal = output.map(Journal.init)
    if let problem = task.problem {
      let record = measurement.failure(problem).record
      try journal?.write(problem: record, row: row)
      return .init(index: index, record: record, reused: false)
    }
    let image: MeasuredImage
    do {
      let inputs = try LoadedInputs(task, echo)
      if options.resumes,
        let record = journal?.finished(
          task, inputDigest: inputs.provenance.inputDigest, overlays: options.overlays)
      {
        return .init(index: index, record: record, reused: true)
      }
      image = measurement.measured(consume inputs)
    } catch {
      image = measurement.failure(error.description)
    }
    try journal?.write(image)
    return .init(index: index, record: image.record, reused: false)
  }
}
