import Glibc

/// `lesion 3`, `lesions 1, 2 and 5`.
func lesions(_ ids: [Int]) -> String {
  let sorted = ids.sorted().map(String.init)
  guard let last = sorted.last, sorted.count > 1 else { return "lesion \(sorted.first ?? "")" }
  return "lesions \(sorted.dropLast().joined(separator: ", ")) and \(last)"
}

/// `6.1 ± 0.2 mm`.
func words(_ mm: Double, _ uncertaintyMM: Double) -> String {
  "\(decimal(mm, places: 2)) ± \(decimal(uncertaintyMM, places: 2)) mm"
}

/// Where each spur grows, bone by bone: `spur of the femur (lesion 1)`.
func spurWords(_ facts: GradeFacts) -> String {
  var bones: [String] = []
  for spur in facts.spurs where !bones.contains(spur.bone) { bones.append(spur.bone) }
  return bones.map { bone in
    let ids = facts.spurs.filter { $0.bone == bone }.map(\.id)
    return "\(ids.count > 1 ? "spurs" : "spur") of the \(bone) (\(lesions(ids)))"
  }.joined(separator: ", ")
}

/// What to say of islands between the bones; they change no class.
func narrowing(_ facts: GradeFacts) -> String {
  let ids = facts.islands.filter(\.narrowsGap).map(\.id)
  guard !ids.isEmpty else { return "" }
  return
    "; \(lesions(ids)) \(ids.count > 1 ? "narrow" : "narrows") the gap as \(ids.count > 1 ? "islands" : "an island"),"
    + " which changes no class"
}

/// `value` with `places` decimals, halves away from zero.
package func decimal(_ value: Double, places: Int) -> String {
  guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
  let scale = pow(10, Double(places))
  let scaled = Int64((abs(value) * scale).rounded())
  let sign = value < 0 && scaled > 0 ? "-" : ""
  guard places > 0 else { return "\(sign)\(scaled)" }
  let unit = Int64(scale)
  let fraction = String(scaled % unit)
  return "\(sign)\(scaled / unit)." + String(repeating: "0", count: places - fraction.count) + fraction
}
