import Glibc

/// Something that may be a lesion, with what speaks for and against it.
package struct LesionCandidate: Sendable, Equatable {
  /// Its pixels.
  package let placed: PlacedMask
  /// What was measured on it.
  package let evidence: CandidateEvidence
}

/// What the network says of a candidate, and its size.
package struct ProposedEvidence: Sendable, Equatable {
  /// The mean of the network's probabilities inside.
  let meanProbability: Double
  /// The highest of them.
  let peakProbability: Double
  /// The area in mm².
  let area: Double

  /// The evidence for what covers `area` mm² and has these probabilities.
  init(_ probabilities: [Float], area: Double) {
    var inside = ProbabilitySum()
    for value in probabilities { inside.add(value) }
    meanProbability = inside.mean
    peakProbability = inside.highest
    self.area = area
  }

  /// The log odds that this is mineralisation outside native bone, if it stands out by `contrastToNoise`, more than 0.
  ///
  /// Linear in the log odds of the network's mean and peak and the logarithms of the area and of the contrast in units
  /// of the noise. Fitted by `Training/confidence.py`.
  fileprivate func logOdds(contrastToNoise: Double) -> Double {
    0.287 * Mineralisation.logOdds(meanProbability) + 0.709 * Mineralisation.logOdds(peakProbability)
      + 0.6 * log(min(contrastToNoise, 40)) + 0.215 * log(area) - 3.988
  }

  /// The highest confidence that any contrast would give.
  var highestConfidence: Double { 1 / (1 + exp(-logOdds(contrastToNoise: .infinity))) }
}

/// What speaks for and against a candidate.
package struct CandidateEvidence: Sendable, Equatable {
  /// What the network says.
  let proposed: ProposedEvidence
  /// The contrast over the local noise.
  package let contrastToNoise: Double
  /// Where the grey level of the surrounding ring lies between air, 0, and the soft tissue beside bone, 1, which stands too
  /// where the film does not show both.
  package let tissue: Double

  /// Everything above with its name, for the fit of the confidence.
  package var list: [(name: String, value: Double)] {
    [
      ("mean", proposed.meanProbability), ("peak", proposed.peakProbability), ("area", proposed.area),
      ("noise", contrastToNoise), ("tissue", tissue),
    ]
  }

  /// The evidence for what is proposed and was measured on a film of this level.
  init(_ proposed: ProposedEvidence, measured: ContrastMeasurement, level: SoftTissueLevel?) {
    self.proposed = proposed
    contrastToNoise = measured.contrastToNoise
    tissue = level?.share(of: measured.ground) ?? 1
  }

  /// The probability that this is mineralisation outside native bone.
  ///
  /// Logistic in what is proposed and in the contrast; 0 where that is less than half of the noise, however sure the network
  /// is. Where the surroundings absorb hardly more than air, as around dust and marks of the plate, it is lowered: from 60 %
  /// of the soft tissue's grey level on, by 1.2 in the log odds at 40 %.
  package var confidence: Double {
    guard contrastToNoise >= 0.5 else { return 0 }
    let airy = min(max((0.6 - tissue) / 0.2, 0), 1)
    return 1 / (1 + exp(1.2 * airy - proposed.logOdds(contrastToNoise: contrastToNoise)))
  }
}

/// Sum, number and highest of some probabilities.
private struct ProbabilitySum {
  var sum = 0.0
  var count = 0
  var highest = 0.0

  mutating func add(_ value: Float) {
    sum += Double(value)
    count += 1
    highest = max(highest, Double(value))
  }

  var mean: Double { sum / Double(max(count, 1)) }
}

private func logOdds(_ probability: Double) -> Double {
  let p = min(max(probability, 0.003), 0.997)
  return log(p / (1 - p))
}

/// The limits that a candidate has to pass.
package struct CandidateLimits: Sendable, Equatable {
  /// The probability that a candidate must reach somewhere.
  static let upper: Float = 0.35
  /// The probability that it must have throughout.
  static let lower: Float = 0.3
  /// The probability on the outline of a candidate that reaches `peak`.
  static func outline(peak: Double) -> Float { Float(min(0.5, 0.7 * peak)) }

  /// The least confidence.
  let confidence: Double

  /// The limits of `sensitivity`.
  package init(_ sensitivity: AnalysisSettings.Sensitivity) {
    switch sensitivity {
    case .low: confidence = 0.9
    case .normal: confidence = 0.82
    case .high: confidence = 0.3
    }
  }

  /// Whether something proposed could pass if it stood out well enough.
  func mayPass(_ proposed: ProposedEvidence) -> Bool { proposed.highestConfidence >= confidence }

  /// Whether a candidate counts as a lesion.
  func pass(_ candidate: LesionCandidate) -> Bool { candidate.evidence.confidence >= confidence }
}
