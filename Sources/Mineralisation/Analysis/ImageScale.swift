import Raster

/// Millimetres per pixel in both directions, as the places of a lesion's surroundings are found with.
///
/// Where the radiograph has no spacing this is the working scale: it decides where soft tissue and bone are looked for, and
/// no length that is reported comes from it.
struct ImageScale: Equatable {
  /// Millimetres from one column to the next.
  let x: Double
  /// Millimetres from one row to the next.
  let y: Double

  init(spacing: PixelSpacing?, workingScale: Double) {
    x = spacing?.x ?? workingScale
    y = spacing?.y ?? workingScale
  }

  /// The side of a square pixel of the same area.
  var mean: Double { (x * y).squareRoot() }

  /// The number of columns that `millimetres` span, rounded up.
  func columns(_ millimetres: Double) -> Int { Int((millimetres / x).rounded(.up)) }

  /// The number of rows that `millimetres` span, rounded up.
  func rows(_ millimetres: Double) -> Int { Int((millimetres / y).rounded(.up)) }
}
