import Mineralisation
import Raster
import RasterCodecs
import Reporting

/// A key of a settings file: how it is read from and written into the settings.
struct SettingKey: Sendable {
  let name: String
  /// What the file may say, for messages.
  let expected: String
  let read: @Sendable (MeasureSettings) -> JSONValue
  /// Takes a value that is not `null`; false where it is none of what is expected.
  let write: @Sendable (inout MeasureSettings, JSONValue) throws(FieldError) -> Bool

  /// Every key, in the order in which settings are echoed.
  static let all: [SettingKey] = [
    SettingKey(
      name: "sensitivity", expected: "\"low\", \"normal\" or \"high\"",
      read: { .text($0.analysis.sensitivity.rawValue) },
      write: { (settings, value) throws(FieldError) in
        guard let known = value.string.flatMap(AnalysisSettings.Sensitivity.init(rawValue:)) else { return false }
        settings.analysis.sensitivity = known
        return true
      }),
    SettingKey(
      name: "radiomics", expected: "{}, {\"bin_width\": 25} (0.1 or more) or {\"bin_count\": 64} (65536 or fewer)",
      read: { settings in
        switch settings.analysis.radiomics?.discretisation {
        case nil: .null
        case .binWidth(let width): .object([.init("bin_width", .number("\(width)"))])
        case .binCount(let count): .object([.init("bin_count", .integer(count))])
        }
      },
      write: { (settings, value) throws(FieldError) in
        guard let members = value.members, members.count <= 1 else { return false }
        switch members.first?.name {
        case nil: settings.analysis.radiomics = .standard
        case "bin_width":
          settings.analysis.radiomics = value["bin_width"]?.double.flatMap { .init(discretisation: .binWidth($0)) }
        case "bin_count":
          guard case .number(let digits) = value["bin_count"], let count = Int(digits) else { return false }
          settings.analysis.radiomics = .init(discretisation: .binCount(count))
        default: return false
        }
        return settings.analysis.radiomics != nil
      }),
    SettingKey(
      name: "spacing_mm", expected: "millimetres per pixel such as 0.143, or \"0.143,0.150\" for columns,rows",
      read: { settings in
        settings.spacing.map { .list([.decimal($0.x, places: 6), .decimal($0.y, places: 6)]) } ?? .null
      },
      write: { (settings, value) throws(FieldError) in
        let pair = value.elements.map { $0.map { scalarText($0) ?? "" }.joined(separator: ",") }
        guard let text = pair ?? scalarText(value) else { return false }
        settings.spacing = try StatedSpacing(text).spacing
        return true
      }),
    SettingKey(
      name: "magnification", expected: "a factor such as 1.20, or \"1.20±0.03\"",
      read: { settings in
        settings.magnification.map { .list([.decimal($0.factor, places: 6), .decimal($0.uncertainty, places: 6)]) }
          ?? .null
      },
      write: { (settings, value) throws(FieldError) in
        let pair = value.elements.map { $0.map { scalarText($0) ?? "" }.joined(separator: "±") }
        guard let text = pair ?? scalarText(value) else { return false }
        settings.magnification = try Magnification(stated: text)
        return true
      }),
    SettingKey(
      name: "marker_diameter_mm", expected: "millimetres from 0.1 to 1000",
      read: { .decimal($0.markerDiameterMM, places: 4) },
      write: { (settings, value) throws(FieldError) in
        guard let diameter = value.double, MeasureSettings.markerDiametersMM.contains(diameter) else { return false }
        settings.markerDiameterMM = diameter
        return true
      }),
    SettingKey(
      name: "trust_file_density", expected: "true or false", read: { .flag($0.trustsFileDensity) },
      write: { (settings, value) throws(FieldError) in
        guard case .flag(let flag) = value else { return false }
        settings.trustsFileDensity = flag
        return true
      }),
    SettingKey(
      name: "polarity", expected: "\"auto\", \"bone-bright\" or \"bone-dark\"",
      read: { .text($0.polarity?.rawValue ?? "auto") },
      write: { (settings, value) throws(FieldError) in
        guard let text = value.string else { return false }
        settings.polarity = try parsePolarity(text)
        return true
      }),
    SettingKey(
      name: "region", expected: "a body region such as \"hip\"", read: { .optional($0.region) },
      write: { (settings, value) throws(FieldError) in
        guard let text = value.string, !text.isEmpty else { return false }
        settings.region = text
        return true
      }),
    SettingKey(
      name: "scheme", expected: "\"brooker\", \"della-valle\" or \"both\"", read: { .text($0.scheme.rawValue) },
      write: { (settings, value) throws(FieldError) in
        guard let known = value.string.flatMap(GradingScheme.init(rawValue:)) else { return false }
        settings.scheme = known
        return true
      }),
    SettingKey(
      name: "max_pixels", expected: "a whole number above 0", read: { .integer($0.limits.maximumPixels) },
      write: { (settings, value) throws(FieldError) in
        guard case .number(let digits) = value, let count = Int(digits), count > 0 else { return false }
        settings.limits.maximumPixels = count
        return true
      }),
    SettingKey(
      name: "allow_truncated", expected: "true or false", read: { .flag($0.limits.allowTruncated) },
      write: { (settings, value) throws(FieldError) in
        guard case .flag(let flag) = value else { return false }
        settings.limits.allowTruncated = flag
        return true
      }),
    SettingKey(
      name: "redact_text", expected: "true or false", read: { .flag($0.redactsText) },
      write: { (settings, value) throws(FieldError) in
        guard case .flag(let flag) = value else { return false }
        settings.redactsText = flag
        return true
      }),
  ]
}

/// A text, or a number's digits.
private func scalarText(_ value: JSONValue) -> String? {
  if case .number(let digits) = value { return digits }
  return value.string
}

extension MeasureSettings {
  /// Takes over what a settings file states; `null` leaves a default as it is.
  ///
  /// - Throws: ``FieldError`` for anything but an object of known keys with values of their kind.
  public mutating func apply(_ bytes: [UInt8]) throws(FieldError) {
    let json: JSONValue
    do { json = try JSONValue(parsing: bytes) } catch {
      throw FieldError("\(error): write one JSON object of settings")
    }
    guard let members = json.members else {
      throw FieldError("found no JSON object, expected one such as {\"sensitivity\": \"high\"}")
    }
    for member in members {
      guard let key = SettingKey.all.first(where: { $0.name == member.name }) else {
        let known = SettingKey.all.map(\.name).joined(separator: ", ")
        throw FieldError("the setting '\(member.name)' is unknown, expected one of \(known): correct or remove it")
      }
      if member.value == .null { continue }
      guard try key.write(&self, member.value) else {
        throw FieldError("the setting '\(key.name)' is \(member.value.line), expected \(key.expected): correct it")
      }
    }
  }
}
