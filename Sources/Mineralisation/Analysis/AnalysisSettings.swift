/// Everything that may change a number; echoed with its hash into every record.
public struct AnalysisSettings: Sendable, Equatable, Codable {
  /// How readily a candidate counts as a lesion.
  public enum Sensitivity: String, Sendable, Equatable, Codable, CaseIterable {
    /// Fewer false lesions.
    case low
    /// The balance that the published figures are for.
    case normal
    /// Fewer missed lesions.
    case high
  }

  /// How readily a candidate counts as a lesion.
  public var sensitivity: Sensitivity

  /// How PyRadiomics' features are computed; absent where they are not asked for.
  public var radiomics: RadiomicsSettings?

  /// The defaults.
  public init(sensitivity: Sensitivity = .normal, radiomics: RadiomicsSettings? = nil) {
    self.sensitivity = sensitivity
    self.radiomics = radiomics
  }
}
