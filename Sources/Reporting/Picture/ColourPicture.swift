public import Raster
import RasterCodecs
import RasterKernels

/// A picture in eight-bit red, green and blue, for people to look at.
public struct ColourPicture: Sendable, Equatable {
  /// Rows of red, green and blue of each pixel.
  var channels: Plane<UInt8>

  /// A picture that shows grey values.
  public init(grey: Plane<UInt8>) {
    var samples = [UInt8](repeating: 0, count: grey.samples.count * 3)
    let greys = grey.samples.span
    var span = samples.mutableSpan
    for i in greys.indices {
      let value = unsafe greys[unchecked: i]
      for channel in 0..<3 { unsafe span[unchecked: 3 &* i &+ channel] = value }
    }
    self.init(Plane(width: grey.width * 3, height: grey.height, samples: samples))
  }

  init(_ channels: Plane<UInt8>) {
    precondition(channels.width % 3 == 0, "Rows of \(channels.width) values in colour")
    self.channels = channels
  }

  /// The number of columns.
  public var width: Int { channels.width / 3 }
  /// The number of rows.
  public var height: Int { channels.height }

  /// Red, green and blue of the pixel in column `x` of row `y`.
  public subscript(x: Int, y: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
    (channels[3 * x, y], channels[3 * x + 1, y], channels[3 * x + 2, y])
  }

  /// The picture as a PNG.
  public var png: [UInt8] { encodePNGRGB(width: width, height: height, bytes: channels.samples) }

  /// The picture as a JPEG of `quality` 1 to 100.
  public func jpeg(quality: Int) -> [UInt8] {
    encodeJPEGRGB(width: width, height: height, bytes: channels.samples, quality: quality)
  }

  /// The picture with its longer side brought down to `side` by area means; a smaller one stays as it is.
  public func reduced(toLongerSide side: Int) -> ColourPicture {
    let longer = max(width, height)
    guard longer > side else { return self }
    let newWidth = max(1, (width * side + longer / 2) / longer)
    let newHeight = max(1, (height * side + longer / 2) / longer)
    return ColourPicture(areaReduced(colour: channels, toWidth: newWidth, height: newHeight))
  }
}
