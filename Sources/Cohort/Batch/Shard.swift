import Reporting

/// One of several equal parts of a batch, each measured by a run of its own.
///
/// Shard I of N takes the rows I, I + N, I + 2N, … of the list of images (a manifest's rows, or a folder's images sorted
/// by path), counted from 1: the parts differ by one image at most, and rows added at the end move none of those before.
public struct Shard: Sendable, Equatable, CustomStringConvertible {
  /// Which part, 1 onwards.
  public let index: Int
  /// How many parts there are.
  public let count: Int

  /// Part `index` of `count`; `nil` where there is no such part.
  public init?(index: Int, count: Int) {
    guard count >= 1, (1...count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  /// Reads `2/8`; `nil` where `text` is no such part.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
    self.init(index: index, count: count)
  }

  /// `2/8`.
  public var description: String { "\(index)/\(count)" }

  /// How many rows this part has out of `total`.
  func size(of total: Int) -> Int { total < index ? 0 : (total - index) / count + 1 }

  /// The rows of this part out of `total`, 1 onwards.
  func rows(of total: Int) -> [Int] { total < index ? [] : Array(stride(from: index, through: total, by: count)) }
}
