import Cohort
import Phantom
import Raster
import RasterCodecs
import Reporting

/// Simulated films with known truth, measured from their bytes to their record.
struct SelfTest {
  /// One thing that was compared.
  struct Check {
    var name: String
    var passed: Bool
    /// What was found and what was expected.
    var detail: String
  }

  /// What was compared.
  private(set) var checks: [Check] = []
  /// The SHA-256 of all records, which depends on nothing but the version.
  private(set) var digest = ""

  /// Measures three films: a spur with given masks, a solid lesion and a clean knee without.
  init() {
    var lines: [String] = []
    for (kind, givesMasks) in [("hip-spur", true), ("thigh-solid", false), ("knee-clean", false)] {
      guard let index = PhantomOptions.kinds.firstIndex(of: kind) else {
        checks.append(Check(name: kind, passed: false, detail: "no such kind of phantom"))
        continue
      }
      let phantom = makePhantom(index, options: PhantomOptions(seed: 7, gap: 6, spacing: 0.5))
      let record = measured(phantom, givesMasks: givesMasks)
      lines.append(record.json.line)
      compare(record, phantom.truth, kind + (givesMasks ? ", masks given" : ""), area: givesMasks ? 0.005 : 0.1)
    }
    digest = sha256(lines.joined(separator: "\n"))
  }

  private func measured(_ phantom: Phantom, givesMasks: Bool) -> Record {
    var request: [JSONValue.Member] = [
      .init("id", .text(phantom.name)), .init("image_base64", .text(base64(phantom.image))),
      .init("spacing_mm", .number("\(phantom.truth.spacing)")), .init("region", .text(phantom.truth.region)),
    ]
    if givesMasks {
      request.append(.init("bone_mask_base64", .text(base64(encodePNG8(phantom.bones)))))
      request.append(.init("lesion_mask_base64", .text(base64(encodePNG8(phantom.lesions)))))
    }
    return Worker(settings: MeasureSettings()).answer(.request(Array(JSONValue.object(request).line.utf8)), number: 1)
  }

  private mutating func compare(_ record: Record, _ truth: PhantomTruth, _ name: String, area tolerance: Double) {
    guard record.succeeded else {
      checks.append(Check(name: name, passed: false, detail: record.error ?? "no record"))
      return
    }
    let json = record.json
    let found = json["lesions"]?.elements ?? []
    let area = found.compactMap { $0["area_mm2"]?.double }.reduce(0, +)
    let known = truth.lesions.map(\.area).reduce(0, +)
    checks.append(
      Check(
        name: name, passed: (found.isEmpty == truth.lesions.isEmpty) && abs(area - known) <= tolerance * known,
        detail: "lesions of \(area) mm² together, expected \(known)"))
    guard let gap = truth.gap, let brooker = truth.brooker else { return }
    let measured = json["gap_mm"]?.double
    let isNear = measured.map { abs($0 - gap) <= truth.spacing } ?? false
    checks.append(
      Check(
        name: name, passed: isNear && json["brooker"]?.string == brooker,
        detail: "gap \(measured.map { "\($0)" } ?? "none") mm, Brooker \(json["brooker"]?.string ?? "none"), expected"
          + " \(gap) mm, \(brooker)"))
  }
}
