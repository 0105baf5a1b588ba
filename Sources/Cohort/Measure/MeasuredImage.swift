import Reporting

/// What one image gave: its record and its pictures, ready to be written.
struct MeasuredImage: Sendable {
  /// The encoded pictures of a measured image.
  struct Files: Sendable {
    var lesionMask: [UInt8]
    var boneMask: [UInt8]
    var overlay: [UInt8]?
    var thumbnail: [UInt8]?
  }

  var record: Record
  /// `nil` where nothing was measured.
  var files: Files?
}
