/// How density runs from a lesion's edge to its core.
public struct ZoneMeasurements: Sendable, Equatable {
  /// Where the mineral lies, judged against the dome that a solid body projects.
  public enum Pattern: String, Sendable, Equatable, CaseIterable {
    /// Denser towards the edge.
    case peripheral
    /// As a solid body of even density projects.
    case uniform
    /// Denser towards the core.
    case central
    /// Too small, too thin or too faint to tell.
    case indeterminate
  }

  /// The mean signal over depth, from the edge inwards.
  public struct Profile: Sendable, Equatable {
    /// The mean depth of each bin's pixels.
    public var depthMM: [Double]
    /// The mean of the values over the local soft tissue in each bin.
    public var signal: [Double]

    /// A profile; both arrays are of one length.
    public init(depthMM: [Double], signal: [Double]) {
      precondition(depthMM.count == signal.count, "A profile needs a signal for each depth")
      self.depthMM = depthMM
      self.signal = signal
    }
  }

  /// The core's mean signal over the profile's peak.
  public var coreToPeak: Double?
  /// The depth past the peak where the signal falls half-way to the core.
  public var rimThicknessMM: Double?
  /// What one pixel of edge error and the spacing's uncertainty do to ``rimThicknessMM``.
  public var rimThicknessUncertaintyMM: Double?
  /// The share of the edge whose own outer zone shows the rim.
  public var rimCompletenessFraction: Double?
  /// Where the mineral lies.
  public var pattern: Pattern
  /// The depth profile; `nil` without a spacing.
  public var profile: Profile?
  /// Round and under 6 mm: it may be a phlebolith, of which 66 % show a lucent centre.
  public var mayBePhlebolith: Bool

  /// Zones of which nothing is known yet.
  public init(pattern: Pattern = .indeterminate, mayBePhlebolith: Bool = false) {
    self.pattern = pattern
    self.mayBePhlebolith = mayBePhlebolith
  }
}
