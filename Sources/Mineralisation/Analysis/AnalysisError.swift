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
    if let bones = givenBones { try check(bones.width, bones.height, bones.runs.isEmpty, "bone mask") }
    if let lesions = givenLesions { try check(lesions.width, lesions.height, lesions.runs.isEmpty, "lesion mask") }
    if let region = regionOfInterest { try check(region.width, region.height, region.isEmpty, "region of interest") }
  }

  private func check(_ width: Int, _ height: Int, _ isEmpty: Bool, _ name: String) throws(AnalysisError) {
    guard width == radiograph.width, height == radiograph.height else {
      throw .maskOfAnotherSize(
        mask: name, width: width, height: height, expectedWidth: radiograph.width, expectedHeight: radiograph.height)
    }
    guard !isEmpty else { throw .maskWithoutLabel(mask: name) }
  }
}
