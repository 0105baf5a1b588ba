import ArgumentParser
import Cohort
import Reporting

/// What the arguments of `compare` lead to: films that are measured already, or images that still have to be.
struct CompareInputs {
  private let source: Source
  private let command: CompareCommand

  private enum Source {
    case results([[MeasuredFilm]])
    case images([ImageTask], passThrough: [String], isManifest: Bool)
  }

  init(_ command: CompareCommand) throws {
    self.command = command
    let folders = command.paths.filter { FileFacts(at: $0)?.kind == .folder }
    if folders.count == command.paths.count {
      source = .results(try folders.map { try Self.films(in: $0, command) })
    } else if !folders.isEmpty {
      throw failure("\(folders[0]): a results folder beside an image: give two of a kind", .usage)
    } else if command.paths.count == 1 {
      guard command.paths[0].lowercased().hasSuffix(".csv") else {
        throw failure("\(command.paths[0]): one image alone: give its follow-up too, or a manifest of several", .usage)
      }
      let (tasks, passThrough) = try MeasureInputs.read(command.paths[0], allowsOutside: command.running.allowOutside)
      source = .images(tasks, passThrough: passThrough, isManifest: true)
    } else {
      source = .images(try Self.twoImages(command), passThrough: [], isManifest: false)
    }
    if case .images(_, _, false) = source { return }
    guard command.baselineBoneMask == nil, command.baselineLesionMask == nil, command.followUpBoneMask == nil,
      command.followUpLesionMask == nil
    else {
      throw failure("masks go with two images: name them in a manifest's columns bone_mask and lesion_mask", .usage)
    }
  }

  private static func films(in folder: String, _ command: CompareCommand) throws -> [MeasuredFilm] {
    do { return try measuredFilms(inResults: folder, images: command.images.map { [$0] } ?? []) } catch {
      throw failure(error.description, .noInput)
    }
  }

  private static func twoImages(_ command: CompareCommand) throws -> [ImageTask] {
    let found: FoundImages
    do { found = try FoundImages(command.paths) } catch { throw failure(error.description, .noInput) }
    var tasks = found.tasks
    guard tasks.count == 2 else {
      throw failure("\(tasks.count) images: give two, or a manifest of several", .usage)
    }
    // Two films of one name, in a folder for each date, are told apart by their place.
    if tasks.contains(where: { $0.problem != nil }) {
      for (i, name) in ["baseline", "follow-up"].enumerated() {
        tasks[i].id = name
        tasks[i].problem = nil
      }
    }
    tasks[0].boneMask = command.baselineBoneMask
    tasks[0].lesionMask = command.baselineLesionMask
    tasks[1].boneMask = command.followUpBoneMask
    tasks[1].lesionMask = command.followUpLesionMask
    return tasks
  }

  /// Measures what is not measured yet, and pairs the films.
  func plan(_ settings: MeasureSettings, jobs: Int) async throws -> FollowUpPlan {
    do {
      switch source {
      case .results(let folders): return try FollowUpPlan(results: folders)
      case .images(let tasks, let passThrough, let isManifest):
        let films = try await measured(tasks, passThrough, settings, jobs: jobs)
        return isManifest ? try FollowUpPlan(films) : FollowUpPlan(baseline: films[0], followUp: films[1])
      }
    } catch let error as FieldError {
      throw failure("\(command.paths[0]): \(error)", .badData)
    }
  }

  private func measured(
    _ tasks: [ImageTask], _ passThrough: [String], _ settings: MeasureSettings, jobs: Int
  ) async throws -> [MeasuredFilm] {
    guard let out = command.running.out else { return await measuredFilms(tasks, settings: settings, jobs: jobs) }
    let layout = OutputLayout(folder: out + "/measurements")
    if let input = layout.wouldReplace(tasks.lazy.flatMap(\.inputs)) {
      throw failure("\(input): an input lies where results are written: give another folder with --out", .cannotCreate)
    }
    var options = Batch.Options(jobs: jobs)
    options.resumes = command.running.resume
    let batch = Batch(tasks: tasks, passThrough: passThrough, settings: settings, output: layout, options: options)
    let runFile = RunFile(arguments: CommandLine.arguments)
    do {
      Interruption.watch()
      let summary = try await batch.run(shouldStop: { Interruption.signal != nil }) { _ in }
      try runFile.write(summary, of: batch, to: layout)
      if let signal = Interruption.signal, summary.stopped {
        Console.note("stopped: continue with the same command and --resume")
        throw ExitCode(128 + signal)
      }
    } catch let error as OutputError {
      throw failure(error)
    }
    let paths = Dictionary(tasks.map { ($0.id, $0.path) }, uniquingKeysWith: { first, _ in first })
    // Results are sorted by id; where no date is stated, the order of the list counts.
    let films = try measuredFilms(inResults: layout.folder, paths: paths)
    let byID = Dictionary(films.map { ($0.record.id, $0) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<String> = []
    return tasks.compactMap { seen.insert($0.id).inserted ? byID[$0.id] : nil }
  }
}
