public import Raster
import Reporting

/// Pixel spacing as a user states it: one number, or columns,rows.
public struct StatedSpacing: Sendable, Equatable {
  /// The spacing, with source `user`.
  public let spacing: PixelSpacing

  /// Reads `0.143` or `0.143,0.150`.
  ///
  /// Both numbers of a pair need a decimal point, so that `0,143` is recognised as a decimal comma and refused.
  public init(_ text: String) throws(FieldError) {
    let name = "the pixel spacing"
    let example = "0.143 (millimetres per pixel), or 0.143,0.150 for columns,rows"
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { trimmingSpaces(String($0)) }
    let isPair = parts.count == 2 && parts.allSatisfy { $0.contains(".") }
    let numbers: [Double]
    if isPair {
      let x = try parseNumber(parts[0], of: name, example: example)
      numbers = [x, try parseNumber(parts[1], of: name, example: example)]
    } else {
      let both = try parseNumber(text, of: name, example: example)
      numbers = [both, both]
    }
    guard let spacing = PixelSpacing(x: numbers[0], y: numbers[1], source: .user) else {
      throw FieldError("\(name) is '\(text)', expected a number above 0: write it as \(example)")
    }
    guard max(numbers[0], numbers[1]) <= 10, min(numbers[0], numbers[1]) >= 0.001 else {
      throw FieldError(
        "\(name) is '\(text)', expected between 0.001 and 10 millimetres per pixel: write it as \(example)")
    }
    self.spacing = spacing
  }
}

extension Magnification {
  /// Reads `1.20`, `1.20±0.03` or `1.20+-0.03`.
  public init(stated text: String) throws(FieldError) {
    let name = "the magnification"
    let example = "1.20 or 1.20±0.03"
    let parts = Self.sides(of: text)
    let factor = try parseNumber(parts.factor, of: name, example: example)
    var uncertainty = 0.0
    if let stated = parts.uncertainty {
      uncertainty = try parseNumber(stated, of: "the magnification's uncertainty", example: example)
    }
    guard let value = Magnification(factor: factor, uncertainty: uncertainty), factor <= 10 else {
      throw FieldError(
        "\(name) is '\(text)', expected a factor from 1 to 10 with an uncertainty below it: write it as \(example)")
    }
    self = value
  }

  private static func sides(of text: String) -> (factor: String, uncertainty: String?) {
    let characters = Array(text)
    for i in characters.indices {
      let isSign = characters[i] == "±"
      let isSpelled = characters[i] == "+" && i + 1 < characters.count && characters[i + 1] == "-"
      guard isSign || isSpelled else { continue }
      return (String(characters[..<i]), String(characters[(i + (isSign ? 1 : 2))...]))
    }
    return (text, nil)
  }
}

/// Reads `bone-bright`, `bone-dark` or `auto`, which is `nil`.
public func parsePolarity(_ text: String) throws(FieldError) -> Polarity? {
  let trimmed = trimmingSpaces(text)
  if trimmed == "auto" { return nil }
  guard let polarity = Polarity(rawValue: trimmed) else {
    throw FieldError("the polarity is '\(trimmed)', expected auto, bone-bright or bone-dark: write one of these")
  }
  return polarity
}
