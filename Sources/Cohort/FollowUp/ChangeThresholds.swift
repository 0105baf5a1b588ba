import Reporting

/// How much a value must differ before a change is stated.
///
/// A change is stated beyond the greatest of 25 %, the value's repeatability coefficient, and 1.96 standard
/// uncertainties of the difference, where the record states uncertainties. Densities have a coefficient of 50 % unless
/// they are given one by name: exposure and processing alone move them by a third.
public struct ChangeThresholds: Sendable, Equatable {
  /// No change below this is stated, in per cent.
  public static let floorPercent = 25.0
  /// The coefficient of densities that are given none by name, in per cent.
  public static let densityPercent = 50.0
  /// The name of the gap among the values.
  static let gap = "gap_mm"
  /// The repeatability coefficient of every value that has none of its own, in per cent.
  public var common: Double?
  /// Those of single values, in per cent.
  public var own: [String: Double] = [:]

  /// No coefficient: the floor and the stated uncertainties count.
  public init() {}

  /// Reads `12.5` (for every value) or `area_mm2=12.5,feret_max_mm=6`, in per cent.
  public init(stated text: String) throws(FieldError) {
    let example = "12.5, or area_mm2=12.5,feret_max_mm=6"
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map { trimmingSpaces(String($0)) }
      guard let last = sides.last, sides.count <= 2 else {
        throw FieldError("the repeatability coefficient is '\(text)': write it as \(example)")
      }
      let value = try parseNumber(last, of: "the repeatability coefficient", example: example)
      guard value >= 0 else {
        throw FieldError("the repeatability coefficient is '\(last)', expected 0 or more: write it as \(example)")
      }
      guard sides.count == 2 else {
        common = value
        continue
      }
      let known = FollowUpValue.allCases.map(\.rawValue) + [Self.gap]
      guard known.contains(sides[0]) else {
        throw FieldError(
          "the repeatability coefficient names '\(sides[0])', expected one of \(known.joined(separator: ", ")): correct it"
        )
      }
      own[sides[0]] = value
    }
  }

  /// Takes the coefficients from what `measure --perturb` wrote to perturbation.csv: 2.77 times the root mean square of a
  /// value's coefficients of variation, over lesions that were measured at least twice.
  public init(perturbation bytes: [UInt8]) throws(FieldError) {
    let table: CSVTable
    do { table = try CSVTable(parsing: bytes) } catch { throw FieldError("it is no CSV table (\(error))") }
    let header = table.rows.first?.fields ?? []
    guard let name = header.firstIndex(of: "value"), let cv = header.firstIndex(of: "cv_percent") else {
      throw FieldError(
        "it has no columns 'value' and 'cv_percent': give the perturbation.csv that measure --perturb wrote")
    }
    var squares: [String: (sum: Double, count: Double)] = [:]
    for row in table.rows.dropFirst() where row.fields.count > max(name, cv) {
      guard let percent = Double(row.fields[cv]) else { continue }
      let known = squares[row.fields[name]] ?? (0, 0)
      squares[row.fields[name]] = (known.sum + percent * percent, known.count + 1)
    }
    for name in FollowUpValue.allCases.map(\.rawValue) + [Self.gap] {
      if let known = squares[name] { own[name] = 2.77 * (known.sum / known.count).squareRoot() }
    }
    // One film under small changes does not show what another exposure does to its density.
    for value in FollowUpValue.allCases where value.isDensity {
      if let known = own[value.rawValue] { own[value.rawValue] = max(Self.densityPercent, known) }
    }
    guard !own.isEmpty else {
      throw FieldError("it holds none of the values that are compared: measure with --perturb again")
    }
  }

  /// The least change of `value` that is stated, in per cent of its baseline.
  ///
  /// - Parameter uncertainty: the standard uncertainty of the difference, in per cent of the baseline.
  func percent(for value: FollowUpValue, uncertainty: Double?) -> Double {
    let usual = value.isDensity ? max(Self.densityPercent, common ?? 0) : common ?? 0
    return max(Self.floorPercent, own[value.rawValue] ?? usual, 1.96 * (uncertainty ?? 0))
  }
}

/// What is compared of a lesion, by the names of its columns.
enum FollowUpValue: String, Sendable, CaseIterable {
  case area = "area_mm2"
  case feret = "feret_max_mm"
  case density = "relative_density"
  case densityPerDepth = "density_per_depth"
  case rim = "rim_thickness_mm"
  case cleft = "cleft_width_mm"

  /// The decimals in tables.
  var places: Int { isDensity ? 4 : 3 }

  /// Whether it is a density, which depends on exposure and processing.
  var isDensity: Bool { self == .density || self == .densityPerDepth }

  /// The member of a record that states its standard uncertainty.
  var uncertaintyName: String? {
    switch self {
    case .feret: "feret_max_uncertainty_mm"
    case .rim: "rim_thickness_uncertainty_mm"
    case .cleft: "cleft_width_uncertainty_mm"
    case .area, .density, .densityPerDepth: nil
    }
  }
}
