/// A value of a truth file; members keep their order.
indirect enum JSONValue {
  case null
  case string(String)
  case integer(Int)
  case number(Double)
  case array([JSONValue])
  case object([(String, JSONValue)])

  /// A length or ratio, to the second decimal or as many as stated.
  static func rounded(_ value: Double?, digits: Int = 2) -> JSONValue {
    guard let value else { return .null }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    return .number((value * scale).rounded() / scale)
  }

  /// The text, indented by one space a level.
  func text(indent: String = "") -> String {
    let inner = indent + " "
    switch self {
    case .null: return "null"
    case .string(let value): return "\"\(value)\""
    case .integer(let value): return "\(value)"
    case .number(let value): return "\(value)"
    case .array(let values):
      guard !values.isEmpty else { return "[]" }
      let lines = values.map { inner + $0.text(indent: inner) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let members):
      guard !members.isEmpty else { return "{}" }
      let lines = members.map { "\(inner)\"\($0.0)\": \($0.1.text(indent: inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }
}

extension PhantomTruth {
  /// The text of the truth file.
  package var jsonText: String { json.text() + "\n" }

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("image", .string(image)), ("spacing_mm", .number(spacing)), ("width", .integer(width)),
      ("height", .integer(height)),
      ("bone_labels", .object(bones.enumerated().map { ("\($0 + 1)", .string($1)) })),
      ("lesions", .array(lesions.map(\.json))), ("brooker", brooker.map { .string($0) } ?? .null),
      ("della_valle", dellaValle.map { .string($0) } ?? .null), ("gap_mm", .rounded(gap)),
      ("polarity", .string(polarity)), ("view", .string("ap")), ("region", .string(region)),
    ]
    if let ballDiameter { members.append(("marker_diameter_mm", .number(ballDiameter))) }
    return .object(members)
  }
}

extension LesionTruth {
  fileprivate var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("id", .integer(id)), ("kind", .string(kind)), ("area_mm2", .rounded(area)), ("feret_max_mm", .rounded(feret)),
      ("centroid_px", .array([.rounded(centroidX, digits: 1), .rounded(centroidY, digits: 1)])),
      ("max_depth_mm", .rounded(maximumDepth)),
    ]
    if let coreOverPeak { members.append(("core_over_peak", .rounded(coreOverPeak, digits: 3))) }
    if let rimThickness { members.append(("rim_thickness_mm", .rounded(rimThickness))) }
    members.append(("distance_to_bone_mm", .rounded(distanceToBone)))
    if let cleft { members.append(("cleft_mm", .rounded(cleft))) }
    if let origin { members.append(("origin", .string(origin))) }
    return .object(members)
  }
}
