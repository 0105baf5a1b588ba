import Raster

extension Plane where Sample == Float {
  /// A blur of about a Gaussian of `sigma` pixels: three running means in each direction, the border repeated.
  ///
  /// Its own, rather than the kernels' Gaussian, because a phantom's bytes must not change when a kernel is made faster.
  func blurred(sigmaX: Double, sigmaY: Double) -> Plane<Float> {
    var result = self
    // Three boxes of radius r have a variance of r (r + 1) pixels.
    for _ in 0..<3 {
      result.averageRows(radius: Plane.boxRadius(sigma: sigmaX))
      result.averageColumns(radius: Plane.boxRadius(sigma: sigmaY))
    }
    return result
  }

  func blurred(sigma: Double) -> Plane<Float> { blurred(sigmaX: sigma, sigmaY: sigma) }

  /// A blur of less than two pixels: `[1 2 1] / 4` in both directions, as often as the variance asks, the rest linear.
  func softened(sigma: Double) -> Plane<Float> {
    var result = self
    var variance = sigma * sigma
    while variance > 0 {
      // A tap of w on either side has a variance of 2 w.
      let side = Float(min(0.25, variance / 2))
      result.weighNeighbours(side)
      variance -= 0.5
    }
    return result
  }

  private static func boxRadius(sigma: Double) -> Int {
    Int((((1 + 4 * sigma * sigma).squareRoot() - 1) / 2).rounded())
  }

  private mutating func averageRows(radius: Int) {
    guard radius > 0 else { return }
    let source = samples.span
    let (width, height) = (self.width, self.height)
    var out = [Float](repeating: 0, count: source.count)
    let share = 1 / Double(2 * radius + 1)
    for y in 0..<height {
      let row = y * width
      var sum = Double(source[row]) * Double(radius)
      for x in 0...radius { sum += Double(source[row + min(x, width - 1)]) }
      for x in 0..<width {
        out[row + x] = Float(sum * share)
        sum += Double(source[row + min(x + radius + 1, width - 1)]) - Double(source[row + max(x - radius, 0)])
      }
    }
    self = Plane(width: width, height: height, samples: out)
  }

  private mutating func averageColumns(radius: Int) {
    guard radius > 0 else { return }
    let source = samples.span
    let (width, height) = (self.width, self.height)
    var out = [Float](repeating: 0, count: source.count)
    let share = 1 / Double(2 * radius + 1)
    var sums = (0..<width).map { Double(source[$0]) * Double(radius) }
    for y in 0...radius {
      for x in 0..<width { sums[x] += Double(source[min(y, height - 1) * width + x]) }
    }
    for y in 0..<height {
      let entering = min(y + radius + 1, height - 1) * width
      let leaving = max(y - radius, 0) * width
      for x in 0..<width {
        out[y * width + x] = Float(sums[x] * share)
        sums[x] += Double(source[entering + x]) - Double(source[leaving + x])
      }
    }
    self = Plane(width: width, height: height, samples: out)
  }

  private mutating func weighNeighbours(_ side: Float) {
    let (width, height) = (self.width, self.height)
    let middle = 1 - 2 * side
    for vertical in [false, true] {
      let source = samples.span
      var out = [Float](repeating: 0, count: source.count)
      for y in 0..<height {
        let above = (vertical ? max(y - 1, 0) : y) * width
        let below = (vertical ? min(y + 1, height - 1) : y) * width
        for x in 0..<width {
          let before = vertical ? x : max(x - 1, 0)
          let after = vertical ? x : min(x + 1, width - 1)
          out[y * width + x] = middle * source[y * width + x] + side * (source[above + before] + source[below + after])
        }
      }
      self = Plane(width: width, height: height, samples: out)
    }
  }
}
