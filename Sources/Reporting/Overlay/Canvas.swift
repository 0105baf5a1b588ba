import Raster

/// A picture in colour that drawings are laid over.
struct Canvas {
  let width: Int
  let height: Int
  private var red: [UInt8]
  private var green: [UInt8]
  private var blue: [UInt8]

  /// A canvas that shows `grey` at its top and black in the `below` rows under it.
  init(_ grey: Plane<UInt8>, below: Int) {
    width = grey.width
    height = grey.height + below
    red = grey.samples + [UInt8](repeating: 0, count: width * below)
    green = red
    blue = red
  }

  /// Lays a drawing over the canvas in `colour`; `strength` 1 hides what is under it.
  mutating func lay(_ drawing: Coverage, _ colour: OverlayColour, strength: Double = 1) {
    let weight = Int(strength * 256)
    Self.mix(&red, drawing, colour.red, weight)
    Self.mix(&green, drawing, colour.green, weight)
    Self.mix(&blue, drawing, colour.blue, weight)
  }

  private static func mix(_ channel: inout [UInt8], _ drawing: Coverage, _ value: UInt8, _ weight: Int) {
    let covered = drawing.values.span
    let target = Int(value)
    var samples = channel.mutableSpan
    for i in samples.indices where covered[i] != 0 {
      let share = Int(covered[i]) * weight
      let own = Int(samples[i])
      samples[i] = UInt8(truncatingIfNeeded: (own * (255 * 256 - share) + target * share + 255 * 128) / (255 * 256))
    }
  }

  /// The finished picture.
  var picture: ColourPicture {
    var picture = ColourPicture(grey: Plane(width: width, height: height, samples: red))
    picture.green = Plane(width: width, height: height, samples: green)
    picture.blue = Plane(width: width, height: height, samples: blue)
    return picture
  }
}
