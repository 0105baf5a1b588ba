import Glibc
public import Raster

/// How well two films' bones lie on each other.
public struct RegistrationEvidence: Sendable, Equatable {
  /// The root mean square distance between the edges where they fit (within ``fitTolerance``), in the follow-up's
  /// millimetres.
  public let residual: Double
  /// The share of edge that the other film shows which fits.
  public let fittingFraction: Double
  /// The share of either film's edge whose place the other film shows.
  public let shownFraction: Double
  /// The length of baseline edge, in its millimetres.
  public let edgeLength: Double

  /// An edge fits where the other one, facing the same way, lies within this many millimetres.
  public static let fitTolerance = 3.0
}

/// One film brought onto the other by a bone, or by all bones that the films show.
public struct BoneFit: Sendable, Equatable {
  /// The bone's label in the baseline; `nil`: all bones together.
  public let baselineLabel: Int?
  /// The bone's label in the follow-up; `nil`: all bones together.
  public let followUpLabel: Int?
  /// The bone's name, or `all bones`.
  public let name: String
  /// Brings places of the baseline to those of the follow-up, both in the film's own millimetres.
  public let transform: Similarity
  /// How well the edges fit.
  public let evidence: RegistrationEvidence
  /// The covariance of shift, turn and the scale's logarithm about ``centre``.
  let covariance: [Double]
  let centre: Point

  /// The same fit as that of one bone.
  func limited(to baselineLabel: Int, _ followUpLabel: Int, name: String) -> BoneFit {
    BoneFit(
      baselineLabel: baselineLabel, followUpLabel: followUpLabel, name: name, transform: transform, evidence: evidence,
      covariance: covariance, centre: centre)
  }

  /// How far a place of the follow-up may be off (standard uncertainty along the worst direction), in its millimetres.
  ///
  /// From the scatter of the edges and how they face: along a bare shaft the shift is hardly settled, across it well.
  public func uncertainty(at place: Point) -> Double {
    let x = SimilarityEquations.row(at: place, about: centre, gradientX: 1, gradientY: 0)
    let y = SimilarityEquations.row(at: place, about: centre, gradientX: 0, gradientY: 1)
    func covariance(_ a: [Double], _ b: [Double]) -> Double {
      var sum = 0.0
      for i in 0..<4 { for j in 0..<4 { sum += a[i] * self.covariance[i * 4 + j] * b[j] } }
      return sum
    }
    let xx = covariance(x, x)
    let yy = covariance(y, y)
    let xy = covariance(x, y)
    let largest = (xx + yy) / 2 + hypot((xx - yy) / 2, xy)
    return max(0, largest).squareRoot()
  }
}

/// Two films of one limb, brought onto each other.
public struct Registration: Sendable, Equatable {
  /// One fit of all bones where these lie alike on both films; else one for each bone that could be registered.
  public let fits: [BoneFit]
  /// The baseline's bones that are large enough to be registered by themselves, by their labels.
  public let baselineBones: [Int]
  /// Those of the follow-up.
  public let followUpBones: [Int]

  /// Whether the bones moved against each other, so that each has a fit of its own.
  public var bonesMoved: Bool { fits.contains { $0.baselineLabel != nil } }

  /// The fit for what lies at the baseline's bone `label`; `nil` where that bone could not be registered.
  public func fit(baselineLabel label: Int?) -> BoneFit? {
    bonesMoved ? fits.first { $0.baselineLabel == label } : fits.first
  }

  /// The fit for what lies at the follow-up's bone `label`.
  public func fit(followUpLabel label: Int?) -> BoneFit? {
    bonesMoved ? fits.first { $0.followUpLabel == label } : fits.first
  }
}

/// Why two films cannot be brought onto each other; nothing is compared then.
public enum RegistrationFailure: Error, Sendable, Equatable {
  /// A film shows too little bone edge.
  case tooLittleBone(film: Film, edge: Double)
  /// The best fit that was found is too poor.
  case poor(RegistrationEvidence)
  /// The films' bones differ in size by more than films of one limb do.
  case differentSize(scale: Double, RegistrationEvidence)

  /// The bones in view leave open how far one film is shifted against the other, as a bare shaft does.
  case unsettled(uncertainty: Double, RegistrationEvidence)

  /// One of the two films.
  public enum Film: String, Sendable, Equatable {
    /// The earlier one.
    case baseline
    /// The later one.
    case followUp = "follow-up"
  }

  /// The evidence, where there is any.
  public var evidence: RegistrationEvidence? {
    switch self {
    case .tooLittleBone: nil
    case .poor(let evidence), .differentSize(_, let evidence), .unsettled(_, let evidence): evidence
    }
  }
}
