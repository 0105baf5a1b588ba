import Phantom
public import Raster
import RasterCodecs

/// The film that everything is measured on: 2500 x 3000 pixels of 16 bits, the same on every machine.
///
/// Two hips above, a thigh and a knee below, of the program's own phantoms, edges mirrored outward.
public enum FilmOfPhantoms {
  /// The number of columns.
  public static let width = 2500
  /// The number of rows.
  public static let height = 3000
  /// Millimetres per pixel, as the film is measured.
  public static let spacing = 0.143

  /// The film's samples.
  public static func samples() throws -> Plane<UInt16> {
    var film = Plane<UInt16>(width: width, height: height, repeating: 0)
    let options = PhantomOptions(seed: 5, count: 6, format: .png16, spacing: 0.15)
    let upper = 1250
    let places = [
      (number: 1, box: PixelBox(x: 0, y: 0, width: 1250, height: upper), isMirrored: false),
      (number: 0, box: PixelBox(x: 1250, y: 0, width: 1250, height: upper), isMirrored: true),
      (number: 3, box: PixelBox(x: 0, y: upper, width: 1250, height: height - upper), isMirrored: false),
      (number: 4, box: PixelBox(x: 1250, y: upper, width: 1250, height: height - upper), isMirrored: true),
    ]
    for place in places {
      let phantom = try decodeImage(makePhantom(place.number, options: options).image).samples
      film.lay(phantom, in: place.box, isMirrored: place.isMirrored)
    }
    return film
  }
}

extension Plane<UInt16> {
  /// Lays the middle of `other` in `box`, or all of it with its edges mirrored outward where it is smaller.
  fileprivate mutating func lay(_ other: Plane<UInt16>, in box: PixelBox, isMirrored: Bool) {
    let columns = Self.sources(box.width, other.width)
    let rows = Self.sources(box.height, other.height)
    let width = width
    let source = other.samples.span
    withMutableSamples { samples in
      for y in 0..<box.height {
        for x in 0..<box.width {
          let column = columns[isMirrored ? box.width - 1 - x : x]
          samples[(box.y + y) * width + box.x + x] = source[rows[y] * other.width + column]
        }
      }
    }
  }

  /// For each of `count` places the one of `available` that it shows.
  private static func sources(_ count: Int, _ available: Int) -> [Int] {
    let before = max(0, (count - available) / 2)
    return (0..<count).map { place in
      var source = place - before
      while source < 0 || source >= available { source = source < 0 ? -1 - source : 2 * available - 1 - source }
      return source
    }
  }
}
