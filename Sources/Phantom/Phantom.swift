public import Raster

/// A simulated radiograph with everything that is known of it.
public struct Phantom: Sendable, Equatable {
  /// The name of its files, without an extension.
  public let name: String
  /// The bytes of the radiograph, a PNG or JPEG.
  public let image: [UInt8]
  /// What is known of it.
  public let truth: PhantomTruth
  /// The lesions' labels, 0 where there is none.
  public let lesions: Plane<UInt8>
  /// The bones' labels, 0 where there is none.
  public let bones: Plane<UInt8>
}

/// What a phantom's radiograph is stored as.
public enum PhantomFormat: String, Sendable, Equatable, CaseIterable {
  /// 8-bit PNG.
  case png8
  /// PNG of 16-bit samples that hold 12 bits, as sBIT says.
  case png12
  /// 16-bit PNG.
  case png16
  /// 8-bit JPEG of quality 92.
  case jpeg

  /// The ending of the file's name.
  public var fileExtension: String { self == .jpeg ? "jpg" : "png" }
}
