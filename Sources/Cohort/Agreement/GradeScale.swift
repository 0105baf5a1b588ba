/// The grades that readings may have, in an order if they have one.
public struct GradeScale: Sendable, Equatable {
  /// The grades.
  public let grades: [String]
  /// Whether a later grade is a higher one, so that weighted kappas mean something.
  public let isOrdered: Bool
  /// Where the order comes from, in words.
  public let source: String
  /// Texts that are no grade, though readers write them.
  let missing: Set<String>

  init(_ grades: [String], isOrdered: Bool, source: String, missing: Set<String> = []) {
    self.grades = grades
    self.isOrdered = isOrdered
    self.source = source
    self.missing = missing
  }

  /// Brooker's classes; `I+`, "at least I", leaves the class open and counts as missing.
  static let brooker = GradeScale(
    ["0", "I", "II", "III", "IV"], isOrdered: true, source: "Brooker's classes", missing: ["I+"])
  /// Della Valle's grades.
  static let dellaValle = GradeScale(["A", "B", "C"], isOrdered: true, source: "the grades A, B, C")

  /// The scale of `texts`, the different readings of the item called `name`.
  ///
  /// Brooker's classes, the letters A to C and whole numbers have an order; other texts have none. Of whole numbers the
  /// scale holds all from the lowest to the highest, read or not, so that weights count steps and not what was used.
  init(detecting texts: [String], name: String) {
    let readings = Set(texts)
    let brooker = readings.subtracting(Self.brooker.missing)
    let isRoman = !brooker.isDisjoint(with: ["I", "II", "III", "IV"]) || name.lowercased().contains("brooker")
    if isRoman, brooker.isSubset(of: Self.brooker.grades) {
      self = .brooker
    } else if readings.isSubset(of: Self.dellaValle.grades) {
      self = .dellaValle
    } else if let numbers = Self.wholeNumbers(texts), let low = numbers.min(), let high = numbers.max(), high - low < 50
    {
      self.init((low...high).map(String.init), isOrdered: true, source: "whole numbers in their order")
    } else {
      let sorted = readings.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      self.init(sorted, isOrdered: false, source: "no order known: state one with --categories for weighted kappas")
    }
  }

  /// The whole numbers that `texts` write plainly; `nil` where one is anything else.
  static func wholeNumbers(_ texts: [String]) -> [Int]? {
    let numbers = texts.compactMap { text in Int(text).flatMap { String($0) == text ? $0 : nil } }
    return numbers.count == texts.count ? numbers : nil
  }

  /// Where `text` stands among the grades; `nil` where it is none.
  func place(of text: String) -> Int? { grades.firstIndex(of: text) }
}
