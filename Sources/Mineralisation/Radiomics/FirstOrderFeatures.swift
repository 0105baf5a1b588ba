import Glibc
import Raster

/// PyRadiomics' first-order class: what the values are, wherever they stand.
///
/// Kurtosis is not in excess (3 for a normal distribution); entropy and uniformity are those of the grey levels, all
/// else is of the stored values.
func firstOrderFeatures(_ levels: GreyLevels, pixelArea: Double?) -> [RadiomicsFeature] {
  let values = levels.values.map(Double.init)
  let n = Double(values.count)
  let mean = values.reduce(0, +) / n
  let moments = CentralMoments(values, mean: mean)
  let energy = values.reduce(0) { $0 + $1 * $1 }
  let (p10, p90) = (quantile(0.1, of: values), quantile(0.9, of: values))
  let shares = levels.counts.filter { $0 > 0 }.map { Double($0) / n }
  let lowest = values[0]
  let highest = values[values.count - 1]
  let named: [(String, Double?)] = [
    ("10Percentile", p10), ("90Percentile", p90), ("Energy", energy), ("Entropy", entropy(shares)),
    ("InterquartileRange", quantile(0.75, of: values) - quantile(0.25, of: values)),
    ("Kurtosis", moments.second == 0 ? 0 : moments.fourth / (moments.second * moments.second)),
    ("Maximum", highest), ("MeanAbsoluteDeviation", meanAbsoluteDeviation(values)), ("Mean", mean),
    ("Median", quantile(0.5, of: values)), ("Minimum", lowest), ("Range", highest - lowest),
    ("RobustMeanAbsoluteDeviation", meanAbsoluteDeviation(values.filter { $0 >= p10 && $0 <= p90 })),
    ("RootMeanSquared", (energy / n).squareRoot()),
    ("Skewness", moments.second == 0 ? 0 : moments.third / (moments.second * moments.second.squareRoot())),
    ("TotalEnergy", pixelArea.map { energy * $0 }),
    ("Uniformity", shares.reduce(0) { $0 + $1 * $1 }), ("Variance", moments.second),
  ]
  return named.map { RadiomicsFeature(name: "firstorder_" + $0.0, value: $0.1) }
}

/// `−Σ p · log₂(p + ε)` with the smallest step above 1 as `ε`, which PyRadiomics adds against the logarithm of 0.
func entropy(_ shares: [Double]) -> Double {
  shares.reduce(0) { $0 - $1 * log2($1 + Double.ulpOfOne) }
}

/// The value below which a share `q` of sorted values lies, linear between neighbours.
private func quantile(_ q: Double, of sorted: [Double]) -> Double {
  let place = q * Double(sorted.count - 1)
  let index = Int(place)
  let lower = sorted[index]
  return lower + (sorted[min(index + 1, sorted.count - 1)] - lower) * (place - Double(index))
}

private func meanAbsoluteDeviation(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(values.count)
  return values.reduce(0) { $0 + abs($1 - mean) } / Double(values.count)
}

private struct CentralMoments {
  var second = 0.0
  var third = 0.0
  var fourth = 0.0

  init(_ values: [Double], mean: Double) {
    for value in values {
      let away = value - mean
      second += away * away
      third += away * away * away
      fourth += away * away * away * away
    }
    second /= Double(values.count)
    third /= Double(values.count)
    fourth /= Double(values.count)
  }
}
