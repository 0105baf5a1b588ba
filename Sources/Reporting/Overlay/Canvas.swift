import Raster

/// A picture in colour that drawings are laid over.
struct Canvas {
  private(set) var picture: ColourPicture

  /// A canvas that shows `grey` at its top and black in the `below` rows under it.
  init(_ grey: Plane<UInt8>, below: Int) {
    let black = [UInt8](repeating: 0, count: grey.width * below)
    picture = ColourPicture(
      grey: Plane(width: grey.width, height: grey.height + below, samples: grey.samples + black))
  }

  var width: Int { picture.width }
  var height: Int { picture.height }

  /// Lays a drawing over the canvas in `colour`; `strength` 1 hides what is under it.
  mutating func lay(_ drawing: Coverage, _ colour: OverlayColour, strength: Double = 1) {
    let weight = Int(strength * 256)
    let target = [Int(colour.red), Int(colour.green), Int(colour.blue)]
    let width = width
    picture.channels.withMutableSamples { samples in
      for stretch in drawing.stretches {
        for x in stretch.columns {
          let share = Int(drawing[x, stretch.row]) * weight
          let place = 3 * (stretch.row * width + x)
          for (channel, target) in target.enumerated() {
            let own = Int(samples[place + channel])
            let mixed = (own * (255 * 256 - share) + target * share + 255 * 128) / (255 * 256)
            samples[place + channel] = UInt8(truncatingIfNeeded: mixed)
          }
        }
      }
    }
  }
}
