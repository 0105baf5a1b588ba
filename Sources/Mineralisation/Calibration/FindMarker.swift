import Glibc
public import Raster

/// Looks for a calibration ball or disc anywhere in `radiograph`.
///
/// A candidate must be brighter than what surrounds it by a quarter of the image's range, even inside, bounded by a steep
/// and round rim on at least 60 % of its circumference, and stand alone: an implant's head hangs on its stem, a letter O
/// is hollow, a screw's head sits on its screw or plate. Several that pass must be of one size (within 2 %).
///
/// - Parameters:
///   - radiograph: the image; where its polarity is not stated, both are tried.
///   - diameterMM: the marker's diameter, which also tells which sizes in pixels are possible.
public func findMarker(in radiograph: Radiograph, diameterMM: Double) -> MarkerSearch {
  guard diameterMM.isFinite, diameterMM > 0 else { return .refused(reason: "a marker of \(diameterMM) mm cannot be") }
  let polarities = radiograph.statedPolarity.map { [$0] } ?? [.boneBright, .boneDark]
  var passed: [Marker] = []
  var failures: [MarkerFailure] = []
  for polarity in polarities {
    let source = GreySource(samples: radiograph.samples, isInverted: polarity == .boneDark)
    let range = sourceRange(radiograph.samples)
    for candidate in markerCandidates(source) {
      switch judge(candidate, source, range: range) {
      case .success(let marker):
        if let reason = implausible(marker, diameterMM, radiograph) {
          failures.append(MarkerFailure(reason: reason, closeness: 5))
        } else if !passed.contains(where: { isOne($0, marker) }) {
          passed.append(marker)
        }
      case .failure(let failure): failures.append(failure)
      }
    }
  }
  return choice(passed, failures)
}

private func choice(_ passed: [Marker], _ failures: [MarkerFailure]) -> MarkerSearch {
  guard let best = passed.max(by: { quality($0) < quality($1) }) else {
    let closest = failures.max { $0.closeness < $1.closeness }
    return .refused(reason: "no marker found" + (closest.map { ": the roundest bright object \($0.reason)" } ?? ""))
  }
  let others = passed.filter { abs($0.diameterPx / best.diameterPx - 1) > 0.02 }
  guard others.isEmpty else {
    let sizes = ([best] + others).map { decimal($0.diameterPx, places: 1) }.joined(separator: ", ")
    return .refused(reason: "round objects of several sizes (\(sizes) pixels): state the spacing instead")
  }
  return .found(best)
}

private func quality(_ marker: Marker) -> Double {
  marker.arcFraction - marker.residualPx / marker.diameterPx * 20 - marker.ellipticity * 4
}

private func isOne(_ a: Marker, _ b: Marker) -> Bool {
  let dx = a.centre.x - b.centre.x
  let dy = a.centre.y - b.centre.y
  return (dx * dx + dy * dy).squareRoot() < 0.25 * min(a.diameterPx, b.diameterPx)
}

/// Why a marker of this size cannot be the one that was stated.
private func implausible(_ marker: Marker, _ diameterMM: Double, _ radiograph: Radiograph) -> String? {
  let mm = diameterMM / marker.diameterPx
  let field = mm * Double(max(radiograph.width, radiograph.height))
  guard mm < 0.02 || mm > 1 || field < smallestFieldMM || field > largestFieldMM else { return nil }
  return "would make the image \(decimal(field, places: 0)) mm long, which no radiograph is"
}

/// The lowest and the highest sample.
private func sourceRange(_ plane: Plane<UInt16>) -> Double {
  var low = UInt16.max
  var high = UInt16.min
  for value in plane.samples {
    low = min(low, value)
    high = max(high, value)
  }
  return Double(high) - Double(low)
}
