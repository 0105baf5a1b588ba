import FoundationEssentials

/// What `make_reference.py` wrote.
enum ReferenceValues {
  /// The reference values by name.
  static let values: [String: Double] = {
    var values: [String: Double] = [:]
    for fields in rows("reference.tsv") where fields.count == 2 { values[fields[0]] = Double(fields[1]) }
    return values
  }()

  /// Sets of grades: the readings of each reader, and how many grades there are.
  static let grades: [String: (size: Int, readings: [[Int]])] = {
    var sets: [String: (size: Int, readings: [[Int]])] = [:]
    for fields in rows("grades.tsv") where fields.count == 3 {
      sets[fields[0], default: (Int(fields[1]) ?? 0, [])].readings.append(numbers(fields[2]))
    }
    return sets
  }()

  /// Sets of measurements: those of each reader.
  static let measurements: [String: [[Double]]] = {
    var sets: [String: [[Double]]] = [:]
    for fields in rows("measurements.tsv") where fields.count == 2 {
      sets[fields[0], default: []].append(numbers(fields[1]))
    }
    return sets
  }()

  private static func rows(_ name: String) -> [[String]] {
    let folder = #filePath[..<(#filePath.lastIndex(of: "/") ?? #filePath.endIndex)]
    let bytes = FileManager.default.contents(atPath: folder + "/" + name) ?? Data()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: "\t").map(String.init)
    }
  }

  private static func numbers<Number: LosslessStringConvertible>(_ text: String) -> [Number] {
    text.split(separator: " ").compactMap { Number(String($0)) }
  }
}

/// Whether `value` is the reference value called `name` to within 1e-9, of its own size where that is above 1.
func isReference(_ value: Double?, _ name: String, within tolerance: Double = 1e-9) -> Bool {
  guard let value, let reference = ReferenceValues.values[name] else { return false }
  return abs(value - reference) <= tolerance * max(1, abs(reference))
}
