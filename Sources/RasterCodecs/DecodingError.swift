/// Why bytes gave no image, with what was found and what to do.
public enum DecodingError: Error, Sendable, Equatable {
  /// There are no bytes.
  case empty
  /// The first bytes are not those of a PNG or JPEG; `found` names what they look like.
  case notAnImage(found: String)
  /// The file ends before its image does.
  case truncated(ImageFormat)
  /// The file breaks its format's rules; `reason` is the decoder's word.
  case corrupt(ImageFormat, reason: String)
  /// The file keeps to its format but uses a part of it that is not read here.
  case unsupported(ImageFormat, what: String)
  /// The image has more pixels than allowed.
  case tooLarge(width: Int, height: Int, limit: Int)
  /// The progressive JPEG has more scans than are worth their time.
  case tooManyScans(limit: Int)
  /// Memory does not suffice.
  case outOfMemory
  /// The image is no label map; `found` says why.
  case notAMask(found: String)
}

extension DecodingError: CustomStringConvertible {
  /// What was found, what was expected and what to do, in one line.
  public var description: String {
    switch self {
    case .empty:
      "the file is empty; expected a PNG or JPEG: export it again"
    case .notAnImage(let found):
      "found \(found), expected a PNG or JPEG: export the radiograph as 16-bit PNG, or as JPEG"
    case .truncated(let format):
      "the \(format.name) ends early: copy or export it again, or allow truncated files to use the rows that are there"
    case .corrupt(let format, let reason):
      "the \(format.name) is damaged (\(reason)): copy or export it again"
    case .unsupported(let format, let what):
      "the \(format.name) uses \(what), which is not supported: export it as 16-bit PNG"
    case .tooLarge(let width, let height, let limit):
      "the image is \(width) x \(height) pixels, more than the \(limit) that are allowed:"
        + " raise the limit if the file is what you expect"
    case .tooManyScans(let limit):
      "the progressive JPEG has more scans than the \(limit) that are allowed: save it as an ordinary JPEG or as PNG"
    case .outOfMemory:
      "memory does not suffice for the image: close other programs or use a smaller image"
    case .notAMask(let found):
      "found \(found), expected a PNG label map (grey or palette, 0 is background): save the mask as grey PNG"
    }
  }
}

extension ImageFormat {
  /// The name for messages.
  var name: String { rawValue.uppercased() }
}
