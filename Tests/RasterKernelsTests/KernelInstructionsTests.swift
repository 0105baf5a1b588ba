import Raster
import RasterKernels
import RasterTestSupport
import Testing

/// The kernels in C by every set of instructions that this machine has, against slow references.
@Suite struct KernelInstructionsTests {
  @Test(arguments: KernelInstructions.available)
  func theBoxMeanEqualsTheSumOverItsPixels(instructions: KernelInstructions) {
    for size in TestSize.aroundLanes {
      let plane = Plane<Float>.random(width: size.width, height: size.height, seed: 2)
      for (radiusX, radiusY) in [(1, 1), (0, 2), (4, 0), (9, 20)] {
        var fast = plane
        fast.blurByBox(radiusX: radiusX, radiusY: radiusY, with: instructions)
        let slow = slowConvolved(plane, tapsX: box(radiusX), tapsY: box(radiusY))
        #expect(largestDifference(fast, slow) <= 0.05, "\(size), radii \(radiusX) and \(radiusY)")
        #expect(fast == boxBlurred(plane, radiusX: radiusX, radiusY: radiusY), "other bits than the best instructions")
      }
    }
  }

  @Test(arguments: KernelInstructions.available)
  func stretchesAreSummedInTheOrderThatIsStated(instructions: KernelInstructions) {
    for count in sidesAroundLanes {
      for taps in 1...14 {
        let source = Plane<Float>.random(width: count + 20, height: 1, seed: UInt64(100 * count + taps)).samples
        let starts = (0..<taps).map { ($0 * 7) % 20 }
        let weights = (0..<taps).map { 1 / Float($0 + 3) }
        var sums = [Float](repeating: 0, count: count)
        var out = sums.mutableSpan
        sumStretches(of: source.span, starts: starts.span, weights: weights.span, into: &out, with: instructions)
        #expect(sums == (0..<count).map { slowSum(at: $0, source, starts, weights) }, "\(count) of \(taps) stretches")
      }
    }
  }

  @Test(arguments: KernelInstructions.available)
  func rowsAreWeighedOneAfterTheOther(instructions: KernelInstructions) {
    for width in sidesAroundLanes {
      for rows in 1...5 {
        let stored = Plane<UInt16>.random(width: width, height: rows + 1, seed: UInt64(10 * width + rows))
        let numbers = stored.samples.map(Float.init)
        let weights: [3 of Float] = [0.3, 0.7, 0.2]
        var line = [Float](repeating: 0, count: width)
        var other = line
        var out = line.mutableSpan
        weighRows(rows, from: width, of: stored.samples.span, weights: weights, into: &out, with: instructions)
        var otherOut = other.mutableSpan
        weighRows(rows, from: width, of: numbers.span, weights: weights, into: &otherOut, with: instructions)
        let slow = (0..<width).map { x in
          (1..<rows).reduce(numbers[width + x] * weights[0]) { sum, y in
            sum + numbers[width * (y + 1) + x] * weights[y == rows - 1 ? 2 : 1]
          }
        }
        #expect(line == slow)
        #expect(other == slow)
      }
    }
  }

  @Test(arguments: KernelInstructions.available)
  func flatPixelsLieBetweenTheBounds(instructions: KernelInstructions) {
    for size in TestSize.aroundLanes {
      let plane = Plane<Float>.random(width: size.width, height: size.height, seed: 5)
      let slopes = Plane<Float>.random(width: size.width, height: size.height, seed: 6)
      for (low, high) in [(-Float.infinity, Float(40_000)), (30_000, .infinity), (plane.samples[0], 50_000)] {
        let flat = flatPixels(of: plane, slopes: slopes, steepest: 45_000, low: low, high: high, with: instructions)
        let slow = plane.samples.indices.map { i -> UInt8 in
          slopes.samples[i] < 45_000 && plane.samples[i] > low && plane.samples[i] < high ? 1 : 0
        }
        #expect(flat.plane.samples == slow)
      }
    }
  }

  @Test(arguments: KernelInstructions.available)
  func equalisedIsTheDeviationOverItsSpread(instructions: KernelInstructions) {
    for size in TestSize.aroundLanes {
      let stored = Plane<UInt16>.random(width: size.width, height: size.height, seed: 7)
      let plane = stored.slowMap { Float(stored[$0, $1]) / 65535 }
      for (fine, spread) in [(2, 3), (0, 31), (20, 1)] {
        let fast = plane.equalised(fine: fine, spread: spread, least: 0.25, with: instructions)
        #expect(
          largestDifference(fast, slowEqualised(plane, fine, spread, least: 0.25)) <= 1e-5,
          "\(size), radii \(fine) and \(spread)")
        #expect(
          fast == plane.equalised(fine: fine, spread: spread, least: 0.25), "other bits than the best instructions")
      }
    }
  }

  @Test(arguments: KernelInstructions.available)
  func theWidestWindowsOfTheHighestValuesHaveRoom(instructions: KernelInstructions) {
    let white = Plane<Float>(width: 70, height: 65, repeating: 1)
    let board = white.slowMap { Float(($0 + $1) % 2) }
    for plane in [white, board] {
      let fast = plane.equalised(fine: 31, spread: 31, least: 0.25, with: instructions)
      #expect(largestDifference(fast, slowEqualised(plane, 31, 31, least: 0.25)) <= 1e-5)
    }
  }

  @Test func everyMachineHasTheBaseline() {
    #expect(KernelInstructions.available.first == .baseline)
    #expect(KernelInstructions.available.last == .best)
  }

  private func slowEqualised(_ plane: Plane<Float>, _ fine: Int, _ spread: Int, least: Float) -> Plane<Float> {
    let means = smoothed(plane, fine)
    let differences = plane.slowMap { plane[$0, $1] - means[$0, $1] }
    let squares = smoothed(differences.slowMap { differences[$0, $1] * differences[$0, $1] }, spread)
    return differences.slowMap { differences[$0, $1] / (squares[$0, $1].squareRoot() + least) }
  }

  private func smoothed(_ plane: Plane<Float>, _ radius: Int) -> Plane<Float> {
    (0..<3).reduce(plane) { result, _ in slowConvolved(result, tapsX: box(radius), tapsY: box(radius)) }
  }

  private func box(_ radius: Int) -> [Float] {
    [Float](repeating: 1 / Float(2 * radius + 1), count: 2 * radius + 1)
  }

  private func slowSum(at i: Int, _ source: [Float], _ starts: [Int], _ weights: [Float]) -> Float {
    let products = weights.indices.map { source[starts[$0] + i] * weights[$0] }
    var sum = products[0]
    var k = 1
    while k + 4 <= products.count {
      sum += (products[k] + products[k + 1]) + (products[k + 2] + products[k + 3])
      k += 4
    }
    return products[k...].reduce(sum, +)
  }
}
