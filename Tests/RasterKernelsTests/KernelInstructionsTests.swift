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
        func slow(_ numbers: [Float]) -> [Float] {
          (0..<width).map { x in
            (1..<rows).reduce(numbers[width + x] * weights[0]) { sum, y in
              sum + numbers[width * (y + 1) + x] * weights[y == rows - 1 ? 2 : 1]
            }
          }
        }
        #expect(line == slow(numbers))
        #expect(other == slow(numbers))
        let bytes = stored.samples.map { UInt8($0 >> 8) }
        var third = line
        var thirdOut = third.mutableSpan
        weighRows(rows, from: width, of: bytes.span, weights: weights, into: &thirdOut, with: instructions)
        #expect(third == slow(bytes.map(Float.init)))
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
  func flagsBecomeBitsAndFlagsAgain(instructions: KernelInstructions) {
    for count in sidesAroundLanes + [63, 64, 65, 128, 200] {
      let flags = Mask.random(width: count, height: 1, density: 0.4, seed: UInt64(count)).plane.samples
      var words = [UInt64](repeating: .max, count: (count + 63) / 64)
      var packed = words.mutableSpan
      packBits(flags.span, into: &packed, with: instructions)
      let slow = words.indices.map { word in
        (64 * word..<min(64 * word + 64, count)).reduce(UInt64(0)) { $0 | UInt64(flags[$1]) << UInt64($1 % 64) }
      }
      #expect(words == slow, "\(count) flags")
      var again = [UInt8](repeating: 9, count: count)
      var unpacked = again.mutableSpan
      unpackBits(words.span, into: &unpacked, with: instructions)
      #expect(again == flags, "\(count) bits")
    }
  }

  @Test(arguments: KernelInstructions.available)
  func bitsAreWidenedAndJoined(instructions: KernelInstructions) {
    var random = SplitMix64(seed: 12)
    for count in [1, 2, 3, 4, 5, 9, 16, 33] {
      // Stretches of sixteen bits or more.
      let stretches: [UInt64] = [0, 0xFFFF << 16, 0xFFFF << 48, 0xF_FFFF << 20, .max]
      let words = (0..<count + 2).map { _ in stretches[Int.random(in: 0..<5, using: &random)] }
      func isSet(_ bit: Int) -> Bool { words[bit / 64] >> UInt64(bit % 64) & 1 != 0 }
      for step in [1, 7, 16] {
        var wider = [UInt64](repeating: 0, count: count)
        var out = wider.mutableSpan
        widenBits(words.span, by: step, into: &out, with: instructions)
        for bit in 0..<64 * count {
          let isNear = (64 + bit - step...64 + bit + step).contains(where: isSet)
          #expect((wider[bit / 64] >> UInt64(bit % 64) & 1 != 0) == isNear, "bit \(bit), \(step) steps")
        }
      }
      var joined = Array(words.reversed())
      var target = joined.mutableSpan
      joinBits(words.span, to: &target, with: instructions)
      #expect(joined == zip(words, words.reversed()).map { $0 | $1 })
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
