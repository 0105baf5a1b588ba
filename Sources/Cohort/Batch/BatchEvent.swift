public import Reporting

/// What happens to one image of a batch.
public enum BatchEvent: Sendable {
  /// What became of an image.
  public struct Finish: Sendable {
    /// Its place in the batch.
    public let index: Int
    /// Its record.
    public let record: Record
    /// Whether an earlier run measured it.
    public let reused: Bool
  }

  /// Work on the image at this place began.
  case started(index: Int)
  /// An image is finished, measured or failed.
  case finished(Finish)

  /// The record of a finished image.
  public var record: Record? {
    if case .finished(let image) = self { return image.record }
    return nil
  }
}
