public import Reporting

/// Answers requests with records, one line each; what cannot be measured is answered with an error record.
public struct Worker: Sendable {
  private let echo: SettingsEcho

  /// A worker that measures with `settings`.
  public init(settings: MeasureSettings) { echo = SettingsEcho(settings) }

  /// The JSON Schema of a request.
  public static var requestSchema: JSONValue { WorkerRequest.jsonSchema }

  /// The record for line `number`, 1 onwards.
  public func answer(_ line: [UInt8], number: Int) -> Record {
    let request: WorkerRequest
    do {
      request = try WorkerRequest(line: line, number: number)
    } catch {
      let nameless = ImageTask(id: Self.id(of: line) ?? "line_\(number)", image: "", path: "")
      return ImageMeasurement(task: nameless, echo: echo, wantsPictures: .none).failure(error.description).record
    }
    let measurement = ImageMeasurement(task: request.task, echo: echo, wantsPictures: .none)
    do {
      return measurement.measured(try LoadedInputs(request.task, echo, embedded: request.embedded)).record
    } catch {
      return measurement.failure(error.description).record
    }
  }

  /// The id of a request that is wrong elsewhere, so that its answer can be told apart.
  private static func id(of line: [UInt8]) -> String? {
    guard let id = (try? JSONValue(parsing: line))?["id"]?.string, faultOfID(id) == nil else { return nil }
    return id
  }
}
