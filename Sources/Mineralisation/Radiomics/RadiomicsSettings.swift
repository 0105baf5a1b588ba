/// How grey values become grey levels, and which pixels count as neighbours, as PyRadiomics defines them.
public struct RadiomicsSettings: Sendable, Equatable, Codable {
  /// How a lesion's values are put into bins.
  public enum Discretisation: Sendable, Equatable, Codable {
    /// Bins of this width that start at a multiple of it, at or below the lowest value.
    case binWidth(Double)
    /// This many bins of equal width from the lowest to the highest value.
    case binCount(Int)
  }

  /// How a lesion's values are put into bins.
  public let discretisation: Discretisation
  /// The distances between two pixels of a pair, in pixels along the longer of the two axes.
  public let distances: [Int]
  /// Whether a pair counts in both orders.
  public let symmetric: Bool

  /// Settings; without arguments those of PyRadiomics: bins 25 wide, neighbours at distance 1, in both orders.
  ///
  /// - Returns: `nil` unless a bin width is finite and in ``binWidths``, a bin count in ``binCounts``, and distances at
  ///   least 1.
  public init?(
    discretisation: Discretisation = .binWidth(25), distances: [Int] = [1], symmetric: Bool = true
  ) {
    switch discretisation {
    case .binWidth(let width): guard width.isFinite, Self.binWidths.contains(width) else { return nil }
    case .binCount(let count): guard Self.binCounts.contains(count) else { return nil }
    }
    guard !distances.isEmpty, distances.allSatisfy({ $0 >= 1 }) else { return nil }
    self.discretisation = discretisation
    self.distances = distances
    self.symmetric = symmetric
  }

  /// The bin widths that are taken: values are whole numbers, so that narrower bins would only add empty levels.
  public static let binWidths = 0.1...
  /// The bin counts that are taken: no image has more values than the most of them.
  public static let binCounts = 1...65_536

  /// PyRadiomics' defaults.
  public static let standard = RadiomicsSettings()
}

/// A number under the name that PyRadiomics gives it.
public struct RadiomicsFeature: Sendable, Equatable {
  /// The class and the feature, such as `glcm_Contrast`.
  public let name: String
  /// The value; absent where it needs a pixel spacing and there is none.
  public let value: Double?

  /// A feature.
  public init(name: String, value: Double?) {
    self.name = name
    self.value = value
  }
}
