import Glibc
internal import Raster
internal import RasterKernels

/// Something that may be a lesion, with what speaks for and against it.
package struct LesionCandidate: Sendable, Equatable {
  /// Its pixels.
  package let placed: PlacedMask
  /// What was measured on it.
  package let evidence: CandidateEvidence
}

/// What speaks for and against a candidate.
package struct CandidateEvidence: Sendable, Equatable {
  /// The mean of the network's probabilities inside.
  package let meanProbability: Double
  /// The highest of them.
  package let peakProbability: Double
  /// The area in mm².
  package let area: Double
  /// The contrast over the local noise.
  package let contrastToNoise: Double
  /// The share of the surrounding ring that lies under half of the contrast.
  package let ringBelowHalf: Double
  /// The share of the pixels just outside that the network takes for bone.
  package let boneContact: Double

  /// The evidence for `part`, a mask at the working scale, that covers `area` mm².
  init(_ part: Mask, mineral: Plane<Float>, bone: Mask, area: Double, measured: ContrastMeasurement) {
    var sum = 0.0
    var count = 0
    var peak = 0.0
    for (value, byte) in zip(mineral.samples, part.plane.samples) where byte != 0 {
      sum += Double(value)
      count += 1
      peak = max(peak, Double(value))
    }
    let edge = dilated(part, radius: 1.01).subtracting(part)
    meanProbability = sum / Double(max(count, 1))
    peakProbability = peak
    self.area = area
    contrastToNoise = measured.contrastToNoise
    ringBelowHalf = measured.ringBelowHalf
    boneContact = Double(edge.intersection(bone).count) / Double(max(edge.count, 1))
  }

  /// The probability that this is mineralisation outside native bone.
  ///
  /// Logistic in the log odds of the network's mean and peak, the logarithms of area and contrast to noise, the ring and
  /// the contact with bone; fitted on simulated films of other skeletons and on ordinary films, with and without
  /// lesions drawn in, that the network was not trained on.
  package var confidence: Double {
    let score =
      1.129 * logOdds(meanProbability) + 0.48 * logOdds(peakProbability) - 0.116 * log(area)
      + 0.903 * log(min(max(contrastToNoise, 0.5), 40)) - 0.51 * ringBelowHalf - 1.463 * boneContact - 3.049
    return 1 / (1 + exp(-score))
  }
}

private func logOdds(_ probability: Double) -> Double {
  let p = min(max(probability, 0.001), 0.999)
  return log(p / (1 - p))
}

/// The limits that a candidate has to pass.
package struct CandidateLimits: Sendable, Equatable {
  /// The probability that a candidate must reach somewhere.
  static let upper: Float = 0.55
  /// The probability that it must have throughout.
  static let lower: Float = 0.3
  /// The probability on its outline.
  static let outline: Float = 0.5
  /// The least share of the surrounding ring under half of the contrast.
  static let ringBelowHalf = 0.55
  /// How near a weaker candidate must lie to one that passed to pass with it: the reach of a cluster, in mm.
  static let company = 6.0

  /// The least confidence.
  let confidence: Double
  /// The least confidence in the company of a candidate that passed.
  let confidenceInCompany: Double

  /// The limits of `sensitivity`.
  package init(_ sensitivity: AnalysisSettings.Sensitivity) {
    switch sensitivity {
    case .low: confidence = 0.75
    case .normal: confidence = 0.5
    case .high: confidence = 0.3
    }
    confidenceInCompany = confidence / 2
  }

  /// The candidates that pass, alone or in company.
  func passed(_ candidates: [LesionCandidate], scale: WorkingScale) -> [LesionCandidate] {
    let isolated = candidates.filter { $0.evidence.ringBelowHalf >= Self.ringBelowHalf }
    var passed = isolated.filter { $0.evidence.confidence >= confidence }
    var waiting = isolated.filter { $0.evidence.confidence < confidence }
    waiting.removeAll { $0.evidence.confidence < confidenceInCompany }
    var grew = true
    while grew {
      grew = false
      for (index, candidate) in waiting.enumerated().reversed()
      where passed.contains(where: { $0.placed.box.isWithin(Self.company, of: candidate.placed.box, scale) }) {
        passed.append(candidate)
        waiting.remove(at: index)
        grew = true
      }
    }
    return passed
  }
}

extension PixelBox {
  /// Whether the two boxes are at most `reach` mm apart.
  fileprivate func isWithin(_ reach: Double, of other: PixelBox, _ scale: WorkingScale) -> Bool {
    let dx = Double(max(0, max(x - other.endX, other.x - endX))) * scale.x
    let dy = Double(max(0, max(y - other.endY, other.y - endY))) * scale.y
    return dx * dx + dy * dy <= reach * reach
  }
}
