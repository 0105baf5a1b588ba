/// The part of the film that is exposed to pixels.
package struct Frame: Equatable {
  let width: Int
  let height: Int
  /// Millimetres per pixel, both ways.
  let spacing: Double
  /// Where the first pixel's centre lies, in mm.
  let left: Double
  let top: Double

  /// The frame that covers `bounds`.
  package init(covering bounds: FilmBounds, spacing: Double) {
    width = Int(((bounds.right - bounds.left) / spacing).rounded())
    height = Int(((bounds.bottom - bounds.top) / spacing).rounded())
    self.spacing = spacing
    left = bounds.left + spacing / 2
    top = bounds.top + spacing / 2
  }

  func x(_ column: Int) -> Double { left + Double(column) * spacing }
  func y(_ row: Int) -> Double { top + Double(row) * spacing }

  /// The columns whose centres may lie between `from` and `to` mm.
  func columns(_ from: Double, _ to: Double) -> Range<Int> {
    Frame.range((from - left) / spacing, (to - left) / spacing, width)
  }
  /// The rows whose centres may lie between `from` and `to` mm.
  func rows(_ from: Double, _ to: Double) -> Range<Int> {
    Frame.range((from - top) / spacing, (to - top) / spacing, height)
  }

  private static func range(_ from: Double, _ to: Double, _ count: Int) -> Range<Int> {
    let first = min(max(0, Int(from.rounded(.down))), count)
    let last = min(max(first, Int(to.rounded(.up)) + 1), count)
    return first..<last
  }
}
