import Raster

/// Why a radiograph cannot be measured with what was given.
public enum AnalysisError: Error, Sendable, Equatable {
  /// A mask is not of the radiograph's size.
  case maskOfAnotherSize(mask: String, width: Int, height: Int, expectedWidth: Int, expectedHeight: Int)
  /// A mask holds no label.
  case maskWithoutLabel(mask: String)
}

extension AnalysisError: CustomStringConvertible {
  /// What was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .maskOfAnotherSize(let mask, let width, let height, let expectedWidth, let expectedHeight):
      "the \(mask) is \(width) x \(height) pixels, the radiograph \(expectedWidth) x \(expectedHeight): "
        + "draw the mask on the exported image without resizing it"
    case .maskWithoutLabel(let mask):
      "the \(mask) holds no pixel above 0: mark at least one pixel, or leave the mask out"
    }
  }
}

extension AnalysisInput {
  func validate() throws(AnalysisError) {
    try check(givenBones?.foreground, "bone mask")
    try check(givenLesions?.foreground, "lesion mask")
    try check(regionOfInterest, "region of interest")
  }

  private func check(_ mask: Mask?, _ name: String) throws(AnalysisError) {
    guard let mask else { return }
    guard mask.width == radiograph.width, mask.height == radiograph.height else {
      throw .maskOfAnotherSize(
        mask: name, width: mask.width, height: mask.height, expectedWidth: radiograph.width,
        expectedHeight: radiograph.height)
    }
    guard !mask.isEmpty else { throw .maskWithoutLabel(mask: name) }
  }
}
