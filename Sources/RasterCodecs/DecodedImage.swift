public import Raster

/// What a PNG or JPEG holds, as one grey plane at the depth that it was stored with.
///
/// Colour becomes grey by one rule. Where red, green and blue are equal, that value; where they differ, Rec. 601 luma in
/// integers, `(19595 R + 38470 G + 7471 B + 32768) >> 16`, which ``colour`` reports. Four inks become
/// red = white − cyan · white (white = 1 − black) and so on, then luma. Alpha is ignored where every pixel is opaque, else
/// the image is laid on black, which ``notes`` reports. Gamma and colour profiles are not applied: values stay as stored.
public struct DecodedImage: Sendable, Equatable {
  /// The samples, turned upright by ``orientation``.
  ///
  /// Grey of 1, 2 and 4 bits is stretched to 0...255; 16-bit samples
  /// stand as stored.
  public let samples: Plane<UInt16>
  /// The bits that a sample uses: every sample lies below 2 to this power.
  ///
  /// 8 for files of up to 8 bits. For 16-bit files what sBIT says where all samples keep to it, else 10 or 12 where all
  /// samples are below 1024 or 4096, else 16.
  public let bitDepth: Int
  /// The kind of file, by its first bytes.
  public let format: ImageFormat
  /// How the file stores colour.
  public let colour: ImageColour
  /// Whether the file has transparency, used or not.
  public let hasAlpha: Bool
  /// The density that the file states, for the axes of ``samples``; `nil` where it states none.
  public let density: StoredDensity?
  /// The EXIF orientation of the stored rows, 1 to 8; it has been applied to ``samples``.
  public let orientation: Int
  /// Whether the file ended early; the rows below are then black or grey.
  public let truncated: Bool
  /// What a reader of the results should know about the file, a sentence each.
  public let notes: [String]
}

/// A kind of image file.
public enum ImageFormat: String, Sendable, Equatable {
  /// Portable Network Graphics.
  case png
  /// JPEG, baseline, progressive or arithmetic.
  case jpeg
}

/// How a file stores colour.
public enum ImageColour: String, Sendable, Equatable {
  /// One grey channel.
  case grey
  /// Several channels that are equal in every pixel: a grey picture stored in colour.
  case equalChannels
  /// Channels that differ somewhere: a colour picture, or a radiograph with coloured annotations.
  case unequalChannels
}
