import Glibc
import Raster

/// PyRadiomics' GLRLM class: how long stretches of one grey level are, each feature's mean over the four directions.
func runLengthFeatures(_ levels: GreyLevels) -> [RadiomicsFeature] {
  let directions = steps(at: 1).map { RunStatistics(levels, dx: $0.dx, dy: $0.dy).features }
  return RunStatistics.names.enumerated().map { i, name in
    RadiomicsFeature(name: "glrlm_" + name, value: directions.reduce(0) { $0 + $1[i] } / Double(directions.count))
  }
}

/// The stretches along one direction.
private struct RunStatistics {
  static let names = [
    "GrayLevelNonUniformity", "GrayLevelNonUniformityNormalized", "GrayLevelVariance", "HighGrayLevelRunEmphasis",
    "LongRunEmphasis", "LongRunHighGrayLevelEmphasis", "LongRunLowGrayLevelEmphasis", "LowGrayLevelRunEmphasis",
    "RunEntropy", "RunLengthNonUniformity", "RunLengthNonUniformityNormalized", "RunPercentage", "RunVariance",
    "ShortRunEmphasis", "ShortRunHighGrayLevelEmphasis", "ShortRunLowGrayLevelEmphasis",
  ]

  /// How often each level, each length and each pair of both occurs.
  private var byLevel: [Double]
  private var byLength: [Double]
  private var entries: [(level: Double, length: Double, count: Double)]
  private let runs: Double
  private let pixels: Double

  init(_ levels: GreyLevels, dx: Int, dy: Int) {
    let longest = max(levels.plane.width, levels.plane.height)
    let keys = levelRuns(in: levels.plane, dx: dx, dy: dy).map { $0.level * (longest + 1) + $0.length }
    byLevel = [Double](repeating: 0, count: levels.highest + 1)
    byLength = [Double](repeating: 0, count: longest + 1)
    entries = []
    for (key, count) in tallied(keys, below: (levels.highest + 1) * (longest + 1)) {
      let (level, length) = key.quotientAndRemainder(dividingBy: longest + 1)
      byLevel[level] += Double(count)
      byLength[length] += Double(count)
      entries.append((Double(level), Double(length), Double(count)))
    }
    runs = Double(keys.count)
    pixels = Double(levels.values.count)
  }

  var features: [Double] {
    [
      squares(byLevel) / runs, squares(byLevel) / (runs * runs), variance(byLevel), mean { level, _ in level * level },
      mean { _, length in length * length }, mean { level, length in level * level * length * length },
      mean { level, length in length * length / (level * level) }, mean { level, _ in 1 / (level * level) },
      entropy(entries.map { $0.count / runs }), squares(byLength) / runs, squares(byLength) / (runs * runs),
      runs / pixels, variance(byLength), mean { _, length in 1 / (length * length) },
      mean { level, length in level * level / (length * length) },
      mean { level, length in 1 / (level * level * length * length) },
    ]
  }

  private func mean(_ value: (Double, Double) -> Double) -> Double {
    entries.reduce(0) { $0 + value($1.level, $1.length) * $1.count } / runs
  }

  private func squares(_ counts: [Double]) -> Double { counts.reduce(0) { $0 + $1 * $1 } }

  private func variance(_ counts: [Double]) -> Double {
    let mean = counts.indices.reduce(0) { $0 + Double($1) * counts[$1] } / runs
    return counts.indices.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) * counts[$1] } / runs
  }
}

/// Every stretch of one level along `dx`, `dy`, from the pixel whose predecessor is of another.
private func levelRuns(in plane: Plane<Int32>, dx: Int, dy: Int) -> [(level: Int, length: Int)] {
  let samples = plane.samples.span
  func level(_ x: Int, _ y: Int) -> Int32 {
    x >= 0 && y >= 0 && x < plane.width && y < plane.height ? samples[y * plane.width + x] : 0
  }
  var result: [(level: Int, length: Int)] = []
  for y in 0..<plane.height {
    for x in 0..<plane.width {
      let own = samples[y * plane.width + x]
      guard own > 0, level(x - dx, y - dy) != own else { continue }
      var length = 1
      while level(x + length * dx, y + length * dy) == own { length += 1 }
      result.append((Int(own), length))
    }
  }
  return result
}
