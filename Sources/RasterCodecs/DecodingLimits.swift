/// What a file may cost before it is refused, and whether one that ends early is taken.
public struct DecodingLimits: Sendable, Equatable {
  /// The most pixels, 512 binary megapixels by default; checked before memory is taken for them.
  public var maximumPixels: Int
  /// The most scans of a progressive JPEG; files in use have about ten.
  public var maximumScans: Int
  /// Whether a file that ends early gives the rows that it has, marked as truncated, rather than an error.
  public var allowTruncated: Bool
  /// Whether plain grey PNG is read by libpng, too, the judge of the fast path; for tests.
  package var onlyLibpng = false

  /// Limits as stated.
  ///
  /// - Precondition: both numbers are at least 1.
  public init(maximumPixels: Int = 512 << 20, maximumScans: Int = 500, allowTruncated: Bool = false) {
    precondition(maximumPixels >= 1 && maximumScans >= 1, "Limits below 1")
    self.maximumPixels = maximumPixels
    self.maximumScans = maximumScans
    self.allowTruncated = allowTruncated
  }

  /// The most scans times pixels beyond the first twenty scans: each may cost a pass over all pixels, about a second's work.
  var maximumScanPixels: UInt64 { 1 << 30 }

  /// The most bytes of a file: eight for each pixel, as PNG at its widest stores them, and 64 MiB for the rest.
  public var maximumFileBytes: Int {
    let (pixels, overflows) = maximumPixels.multipliedReportingOverflow(by: 8)
    return overflows ? .max : pixels > .max - (64 << 20) ? .max : pixels + (64 << 20)
  }
}
