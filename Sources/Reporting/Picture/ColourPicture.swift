public import Raster
import RasterCodecs
import RasterKernels

/// A picture in eight-bit red, green and blue, for people to look at.
public struct ColourPicture: Sendable, Equatable {
  /// The three channels, of one size.
  public var red: Plane<UInt8>
  /// Green.
  public var green: Plane<UInt8>
  /// Blue.
  public var blue: Plane<UInt8>

  /// A picture that shows grey values.
  public init(grey: Plane<UInt8>) {
    red = grey
    green = grey
    blue = grey
  }

  private init(_ channels: [Plane<UInt8>]) {
    red = channels[0]
    green = channels[1]
    blue = channels[2]
  }

  /// The number of columns.
  public var width: Int { red.width }
  /// The number of rows.
  public var height: Int { red.height }

  /// The picture as a PNG.
  public var png: [UInt8] { encodePNGRGB(width: width, height: height, bytes: interleaved) }

  /// The picture as a JPEG of `quality` 1 to 100.
  public func jpeg(quality: Int) -> [UInt8] {
    encodeJPEGRGB(width: width, height: height, bytes: interleaved, quality: quality)
  }

  /// The picture with its longer side brought down to `side` by area means; a smaller one stays as it is.
  public func reduced(toLongerSide side: Int) -> ColourPicture {
    let longer = max(width, height)
    guard longer > side else { return self }
    let newWidth = max(1, (width * side + longer / 2) / longer)
    let newHeight = max(1, (height * side + longer / 2) / longer)
    return ColourPicture(
      [red, green, blue].map { channel in
        let wide = Plane(
          width: width, height: height, samples: channel.samples.map { UInt16($0) })
        let small = areaReduced(wide, toWidth: newWidth, height: newHeight)
        return Plane(width: newWidth, height: newHeight, samples: small.samples.map { UInt8(min(255, $0.rounded())) })
      })
  }

  private var interleaved: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: width * height * 3)
    let channels = [red, green, blue]
    for (c, channel) in channels.enumerated() {
      let samples = channel.samples.span
      for i in samples.indices { bytes[3 * i + c] = samples[i] }
    }
    return bytes
  }
}
