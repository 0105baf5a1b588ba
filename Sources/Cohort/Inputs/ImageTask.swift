public import Raster
public import Reporting

/// One image to measure, with what was stated for it.
public struct ImageTask: Sendable, Equatable {
  /// The name under which everything of this image is filed.
  public var id: String
  /// The path as the user wrote it.
  public var image: String
  /// The path to read from.
  public var path: String
  /// The stated spacing.
  public var spacing: PixelSpacing?
  /// The stated magnification.
  public var magnification: Magnification?
  /// The stated polarity.
  public var polarity: Polarity?
  /// The stated body region.
  public var region: String?
  /// The bones' mask to read.
  public var boneMask: String?
  /// The lesions' mask to read.
  public var lesionMask: String?
  /// The region of interest to read.
  public var regionOfInterest: String?
  /// What the manifest says besides.
  public var passThrough: [JSONValue.Member] = []
  /// Why the image cannot be measured, known before anything is read.
  public var problem: String?

  /// The image at `path`.
  public init(id: String, image: String, path: String) {
    self.id = id
    self.image = image
    self.path = path
  }

  /// The files that are read.
  public var inputs: [String] { [path] + [boneMask, lesionMask, regionOfInterest].compactMap(\.self) }

  /// All that the list of images tells of this one, for the digest of the whole list.
  var listed: JSONValue {
    let texts = [boneMask, lesionMask, regionOfInterest, problem].map { JSONValue.optional($0) }
    return .list([stated] + texts)
  }

  /// What was stated for this image, for the digest of everything that its record depends on.
  var stated: JSONValue {
    .object([
      .init("id", .text(id)), .init("image", .text(image)),
      .init("spacing", spacing.map { .list([.text("\($0.x)"), .text("\($0.y)")]) } ?? .null),
      .init(
        "magnification", magnification.map { .list([.text("\($0.factor)"), .text("\($0.uncertainty)")]) } ?? .null),
      .init("polarity", .optional(polarity?.rawValue)), .init("region", .optional(region)),
      .init("pass_through", .object(passThrough)),
    ])
  }
}

/// Why `id` cannot name a file; `nil` where it can.
func faultOfID(_ id: String) -> String? {
  let plain = id.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "/" }
  guard !id.isEmpty, plain, !isHidden(id), id.utf8.count <= 200 else {
    let shown = id.utf8.count <= 200 ? id : "\(id.unicodeScalars.prefix(60))…"
    return "the id '\(shown)' cannot name a file: use up to 200 bytes without '/', control characters or a dot in front"
  }
  return nil
}

/// `name` without its extension; a dot in front is none.
func withoutExtension(_ name: String) -> String {
  let bytes = name.utf8
  let slash = UInt8(ascii: "/")
  guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot != bytes.startIndex,
    !bytes[dot...].contains(slash), bytes[bytes.index(before: dot)] != slash
  else { return name }
  return String(decoding: bytes[..<dot], as: UTF8.self)
}
