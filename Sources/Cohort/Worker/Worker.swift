public import Reporting

/// A line that a worker is given.
public enum WorkerLine: Sendable, Equatable {
  /// The most bytes that a line may have; an image of more is named by its path.
  public static let longest = 256 << 20

  /// A line without its newline.
  case request([UInt8])
  /// A line of more than ``longest`` bytes, which were not kept.
  case tooLong
}

/// Answers requests with records, one line each; what cannot be measured is answered with an error record.
public struct Worker: Sendable {
  private let echo: SettingsEcho

  /// A worker that measures with `settings`.
  public init(settings: MeasureSettings) { echo = SettingsEcho(settings) }

  /// The JSON Schema of a request.
  public static var requestSchema: JSONValue { WorkerRequest.jsonSchema }

  /// The record for line `number`, 1 onwards.
  public func answer(_ line: WorkerLine, number: Int) -> Record {
    guard case .request(let bytes) = line else {
      return failure(
        "the request is longer than \(WorkerLine.longest >> 20) MiB: name the image by its path in 'image'", id: nil,
        number)
    }
    let request: WorkerRequest
    do {
      request = try WorkerRequest(line: bytes, number: number)
    } catch {
      return failure(error.description, id: Self.id(of: bytes), number)
    }
    if let problem = request.task.problem {
      return ImageMeasurement(task: request.task, echo: echo, wantsPictures: .none).failure(problem).record
    }
    let measurement = ImageMeasurement(task: request.task, echo: echo, wantsPictures: .none)
    do {
      return measurement.measured(try LoadedInputs(request.task, echo, embedded: request.embedded)).record
    } catch {
      return measurement.failure(error.description).record
    }
  }

  private func failure(_ reason: String, id: String?, _ number: Int) -> Record {
    let nameless = ImageTask(id: id ?? "line_\(number)", image: "", path: "")
    return ImageMeasurement(task: nameless, echo: echo, wantsPictures: .none).failure(reason).record
  }

  /// The id of a request that is wrong elsewhere, so that its answer can be told apart.
  private static func id(of line: [UInt8]) -> String? {
    guard let id = (try? JSONValue(parsing: line))?["id"]?.string, faultOfID(id) == nil else { return nil }
    return id
  }
}
