import Reporting
import Statistics

extension Agreement {
  /// agreement.csv: a row per number.
  public var table: String {
    csvLine(AgreementRow.header) + items.flatMap(\.rows).map { csvLine($0.cells) }.joined()
  }

  /// confusion.csv: a row per pair of readers and of grades, also for pairs of grades that nobody gave.
  public var confusionTable: String {
    var text = csvLine(["item", "reader_a", "reader_b", "category_a", "category_b", "cases"])
    for item in items {
      guard case .grades(let agreement) = item.result else { continue }
      let grades = agreement.scale.grades
      for pair in agreement.pairs {
        for a in grades.indices {
          for b in grades.indices {
            let names = [item.name, pair.first, pair.second, grades[a], grades[b]].map(withoutFormula)
            text += csvLine(names + [String(pair.matrix[a, b])])
          }
        }
      }
    }
    return text
  }

  /// missing.csv: a row per reading that is not there, with the reason.
  public var missingTable: String {
    var text = csvLine(["item", "reader", "id", "reason"])
    for item in items {
      for missing in item.missing {
        text += csvLine([item.name, missing.reader, missing.id, missing.words].map(withoutFormula))
      }
    }
    return text
  }
}
