import Glibc

/// Something that may be a lesion, with what speaks for and against it.
package struct LesionCandidate: Sendable, Equatable {
  /// Its pixels.
  package internal(set) var placed: PlacedMask
  /// What was proposed, at the working scale.
  let part: PlacedMask
  /// What was measured on it.
  package internal(set) var evidence: CandidateEvidence
}

/// How sure the network is of a candidate.
private struct ProposedPeak: Sendable, Equatable {
  /// The log odds of the highest of its probabilities inside; the mean of all looks where it looked again.
  private(set) var logOdds: Double
  private var looks = 1

  /// The peak where the highest probability is this.
  init(_ probability: Float) {
    let clipped = min(max(Double(probability), 0.003), 0.997)
    logOdds = log(clipped / (1 - clipped))
  }

  /// Takes into account the highest probability at another look.
  mutating func lookAgain(highest probability: Float) {
    logOdds += (ProposedPeak(probability).logOdds - logOdds) / Double(looks + 1)
    looks += 1
  }
}

/// What speaks for and against a candidate.
package struct CandidateEvidence: Sendable, Equatable {
  /// What the network says.
  private var peak: ProposedPeak
  /// What the judge says of its picture, as log odds; 0 is nothing.
  private let opinion: Double
  /// The contrast over the local noise.
  package let contrastToNoise: Double
  /// Where the grey level of the surrounding ring lies between air, 0, and the soft tissue beside bone, 1, which stands too
  /// where the film does not show both.
  package let tissue: Double

  /// Everything above with its name, for the fit of the confidence.
  package var list: [(name: String, value: Double)] {
    [("peak", peak.logOdds), ("opinion", opinion), ("noise", contrastToNoise), ("tissue", tissue)]
  }

  /// The evidence for what is proposed with this highest probability, is judged so, and was measured on a film of this level.
  init(highest probability: Float, opinion: Double, measured: ContrastMeasurement, level: SoftTissueLevel?) {
    peak = ProposedPeak(probability)
    self.opinion = opinion
    contrastToNoise = measured.contrastToNoise
    tissue = level?.share(of: measured.ground) ?? 1
  }

  /// Takes into account the highest probability at another look of the network.
  mutating func lookAgain(highest probability: Float) { peak.lookAgain(highest: probability) }

  /// The probability that this is mineralisation outside native bone.
  ///
  /// The score is linear in what network and judge say and in the logarithm of the contrast in units of the noise. What a fit to two classes says in its
  /// middle depends on its ends: `a` log p − `b` log (1 − p) + `c` of its probability p are the log odds (beta calibration: Kull, Silva Filho
  /// and Flach 2017). Both fitted by `Training/confidence.py`. 0 where the contrast is less than half of the noise, however sure the network is.
  /// Where the surroundings absorb hardly more than air, as around dust and marks of the plate, the score is lowered: from 60 % of the
  /// soft tissue's grey level on, by 1.2 at 40 %.
  package var confidence: Double {
    guard contrastToNoise >= 0.5 else { return 0 }
    let airy = min(max((0.6 - tissue) / 0.2, 0), 1)
    let score =
      0.807 * peak.logOdds + 0.3 * opinion + 0.6 * log(min(contrastToNoise, 40)) - 1.2 * airy - 2.286
    return 1 / (1 + exp(0.672 * log(1 + exp(-score)) - 1.497 * log(1 + exp(score)) + 0.864))
  }
}

/// The limits that a candidate has to pass.
package struct CandidateLimits: Sendable, Equatable {
  /// The probability that a candidate must reach somewhere.
  static let upper: Float = 0.35
  /// The probability that it must have throughout.
  static let lower: Float = 0.3
  /// The probability on the outline of a candidate that reaches `peak`.
  static func outline(peak: Float) -> Float { Float(min(0.5, 0.7 * Double(peak))) }

  private static let low = 0.95

  /// The least confidence.
  let confidence: Double

  /// The limits of `sensitivity`.
  package init(_ sensitivity: AnalysisSettings.Sensitivity) {
    switch sensitivity {
    case .low: confidence = Self.low
    case .normal: confidence = 0.75
    case .high: confidence = 0.3
    }
  }

  /// The confidences at which the network looks again: after the first look, and after others too.
  ///
  /// The first look is unsure of more; what other looks leave below half of the limit hardly ever becomes a lesion, and what
  /// they leave above the highest of the limits is one at any sensitivity.
  var doubt: Doubt { Doubt(atFirst: 0.1...0.99, later: confidence / 2...Self.low) }

  /// Whether a candidate counts as a lesion.
  func pass(_ candidate: LesionCandidate) -> Bool { candidate.evidence.confidence >= confidence }
}

/// The confidences that leave it open whether a candidate is a lesion.
package struct Doubt: Sendable, Equatable {
  /// Those after the first look.
  let atFirst: ClosedRange<Double>
  /// Those after another look.
  let later: ClosedRange<Double>

  /// Whatever the confidence.
  static let always = Doubt(atFirst: 0...1, later: 0...1)
}
