import Glibc
import Raster

/// PyRadiomics' GLCM class: each feature's mean over the directions that have pairs.
///
/// In a plane these are the four at distance 1; the names and formulas are PyRadiomics' own, its small `ε` included.
func coOccurrenceFeatures(_ levels: GreyLevels, settings: RadiomicsSettings) -> [RadiomicsFeature] {
  var sums: [(String, Double)] = []
  var directions = 0.0
  for distance in settings.distances {
    for step in steps(at: distance) {
      let pairs = CoOccurrence(levels, dx: step.dx, dy: step.dy, symmetric: settings.symmetric)
      guard !pairs.entries.isEmpty else { continue }
      let values = PairStatistics(pairs, levels).features
      sums = sums.isEmpty ? values : zip(sums, values).map { ($0.0, $0.1 + $1.1) }
      directions += 1
    }
  }
  return PairStatistics.names.enumerated().map { i, name in
    RadiomicsFeature(name: "glcm_" + name, value: directions > 0 ? sums[i].1 / directions : nil)
  }
}

/// The sums that the features of one direction are made of.
private struct PairStatistics {
  static let names = [
    "Autocorrelation", "ClusterProminence", "ClusterShade", "ClusterTendency", "Contrast", "Correlation",
    "DifferenceAverage", "DifferenceEntropy", "DifferenceVariance", "Id", "Idm", "Idmn", "Idn", "Imc1", "Imc2",
    "InverseVariance", "JointAverage", "JointEnergy", "JointEntropy", "MCC", "MaximumProbability", "SumAverage",
    "SumEntropy", "SumSquares",
  ]

  private let entries: [CoOccurrence.Entry]
  private let levels: GreyLevels
  /// The shares of the first and of the second level; index is the level.
  private var first: [Double]
  private var second: [Double]
  /// The shares of each sum and of each difference of two levels; index is the sum or the difference.
  private var bySum: [Double]
  private var byDifference: [Double]
  private var meanFirst = 0.0
  private var meanSecond = 0.0

  init(_ pairs: CoOccurrence, _ levels: GreyLevels) {
    entries = pairs.entries
    self.levels = levels
    first = [Double](repeating: 0, count: levels.highest + 1)
    second = first
    byDifference = first
    bySum = [Double](repeating: 0, count: 2 * levels.highest + 1)
    for entry in entries {
      first[entry.i] += entry.share
      second[entry.j] += entry.share
      bySum[entry.i + entry.j] += entry.share
      byDifference[abs(entry.i - entry.j)] += entry.share
      meanFirst += Double(entry.i) * entry.share
      meanSecond += Double(entry.j) * entry.share
    }
  }

  var features: [(String, Double)] {
    let values = clusters + [correlation] + differences + information + joints
    let byName = [
      "Autocorrelation": sum { Double($0.i * $0.j) }, "MCC": maximalCorrelation(entries, first: first, second: second),
      "SumAverage": weighted(bySum) { $0 }, "SumEntropy": entropy(bySum),
      "SumSquares": sum { ($0.i.double - meanFirst) * ($0.i.double - meanFirst) },
    ].merging(values) { $1 }
    return Self.names.map { ($0, byName[$0] ?? .nan) }
  }

  private var clusters: [(String, Double)] {
    let centre = meanFirst + meanSecond
    func power(_ exponent: Int) -> Double {
      sum { entry in (0..<exponent).reduce(1) { product, _ in product * (Double(entry.i + entry.j) - centre) } }
    }
    return [("ClusterTendency", power(2)), ("ClusterShade", power(3)), ("ClusterProminence", power(4))]
  }

  private var correlation: (String, Double) {
    let sigmaFirst = sum { ($0.i.double - meanFirst) * ($0.i.double - meanFirst) }.squareRoot()
    let sigmaSecond = sum { ($0.j.double - meanSecond) * ($0.j.double - meanSecond) }.squareRoot()
    let together = sum { ($0.i.double - meanFirst) * ($0.j.double - meanSecond) }
    let scale = sigmaFirst * sigmaSecond
    return ("Correlation", scale == 0 ? 1 : together / (scale + .ulpOfOne))
  }

  private var differences: [(String, Double)] {
    let count = Double(levels.highest)
    let mean = weighted(byDifference) { $0 }
    return [
      ("Contrast", weighted(byDifference) { $0 * $0 }), ("DifferenceAverage", mean),
      ("DifferenceEntropy", entropy(byDifference)),
      ("DifferenceVariance", weighted(byDifference) { ($0 - mean) * ($0 - mean) }),
      ("Id", weighted(byDifference) { 1 / (1 + $0) }), ("Idm", weighted(byDifference) { 1 / (1 + $0 * $0) }),
      ("Idn", weighted(byDifference) { 1 / (1 + $0 / count) }),
      ("Idmn", weighted(byDifference) { 1 / (1 + $0 * $0 / (count * count)) }),
      ("InverseVariance", weighted(byDifference) { $0 == 0 ? 0 : 1 / ($0 * $0) }),
    ]
  }

  private var information: [(String, Double)] {
    let together = entropy(entries.map(\.share))
    let apart = entries.reduce(0) { $0 - $1.share * log2(first[$1.i] * second[$1.j] + .ulpOfOne) }
    let (ofFirst, ofSecond) = (entropy(first), entropy(second))
    let largest = max(ofFirst, ofSecond)
    // The entropy of independent levels is the sum of theirs: no look at every pair is needed.
    let gain = 1 - exp(-2 * (ofFirst + ofSecond - together))
    return [
      ("Imc1", largest == 0 ? 0 : (together - apart) / largest), ("Imc2", gain > 0 ? gain.squareRoot() : 0),
      ("JointEntropy", together),
    ]
  }

  private var joints: [(String, Double)] {
    [
      ("JointAverage", meanFirst), ("JointEnergy", entries.reduce(0) { $0 + $1.share * $1.share }),
      ("MaximumProbability", entries.map(\.share).max() ?? 0),
    ]
  }

  private func sum(_ value: (CoOccurrence.Entry) -> Double) -> Double {
    entries.reduce(0) { $0 + value($1) * $1.share }
  }

  private func weighted(_ shares: [Double], _ value: (Double) -> Double) -> Double {
    shares.indices.reduce(0) { $0 + value(Double($1)) * shares[$1] }
  }
}

extension Int {
  fileprivate var double: Double { Double(self) }
}
