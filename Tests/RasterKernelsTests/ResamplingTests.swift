import Raster
import RasterKernels
import RasterTestSupport
import Testing

@Suite struct ResamplingTests {
  @Test(arguments: TestSize.aroundLanes) func areaMeansEqualTheOverlapOfAllPairs(size: TestSize) {
    let plane = Plane<Float>.random(width: size.width, height: size.height, seed: 1)
    let stored = Plane<UInt16>.random(width: size.width, height: size.height, seed: 1)
    for (width, height) in [(1, 1), (2, 3), (7, 5), (size.width, size.height), (size.width + 3, 2)] {
      let fast = areaReduced(plane, toWidth: width, height: height)
      #expect(largestDifference(fast, slowAreaReduced(plane, toWidth: width, height: height)) <= 0.05)
      #expect(areaReduced(stored, toWidth: width, height: height) == fast)
    }
  }

  @Test(arguments: TestSize.aroundLanes) func coloursAreReducedEachByItself(size: TestSize) {
    let channels = (1...3).map { Plane<UInt16>.random(width: size.width, height: size.height, highest: 255, seed: $0) }
    var picture = Plane<UInt8>(width: 3 * size.width, height: size.height, repeating: 0)
    for (i, channel) in channels.enumerated() {
      for y in 0..<size.height { for x in 0..<size.width { picture[3 * x + i, y] = UInt8(channel[x, y]) } }
    }
    for (width, height) in [(1, 1), (2, 3), (7, 5), (size.width, size.height), (size.width + 3, 2)] {
      let small = areaReduced(colour: picture, toWidth: width, height: height)
      for (i, channel) in channels.enumerated() {
        let alone = areaReduced(channel, toWidth: width, height: height)
        #expect(alone.slowMap { x, y in alone[x, y].rounded() } == alone.slowMap { x, y in Float(small[3 * x + i, y]) })
      }
    }
  }

  @Test func halvingIsTheMeanOfFour() {
    let plane = Plane<Float>(width: 4, height: 2, samples: [0, 4, 8, 8, 4, 8, 8, 8])
    #expect(areaReduced(plane, toWidth: 2, height: 1).samples == [4, 8])
  }

  @Test func bilinearValuesOfAPlaneThatRisesEvenlyAreExact() {
    let plane = Plane<Float>(width: 9, height: 7, repeating: 0).slowMap { x, y in Float(3 * x + 5 * y) }
    let stored = plane.slowMap { x, y in UInt16(3 * x + 5 * y) }
    for (x, y) in [(0.0, 0.0), (1.25, 2.5), (7.9, 5.1), (8, 6)] {
      #expect(abs(plane.bilinear(at: Point(x, y)) - (3 * x + 5 * y)) < 1e-9)
      #expect(abs(stored.bilinear(at: Point(x, y)) - (3 * x + 5 * y)) < 1e-9)
    }
    #expect(plane.bilinear(at: Point(-4, 100)) == 30)
  }

  @Test(arguments: TestSize.aroundLanes) func enlargingSamplesThePlaneBetweenItsCentres(size: TestSize) {
    let plane = Plane<Float>.random(width: size.width, height: size.height, seed: 3)
    let (width, height) = (size.width * 2 + 1, size.height * 3)
    let whole = resizedBilinear(plane, toWidth: width, height: height)
    let slow = whole.slowMap { x, y in
      Float(
        plane.bilinear(
          at: Point(
            (Double(x) + 0.5) * Double(size.width) / Double(width) - 0.5,
            (Double(y) + 0.5) * Double(size.height) / Double(height) - 0.5)))
    }
    #expect(largestDifference(whole, slow) <= 0.05)
    let box = PixelBox(x: width / 3, y: height / 2, width: width / 3, height: height / 4)
    #expect(resizedBilinear(plane, toWidth: width, height: height, box: box) == whole.cropped(to: box))
  }

  @Test(arguments: TestSize.aroundLanes) func stretchesAreWhereTheEnlargedPlaneReachesTheLevel(size: TestSize) {
    let many = Plane<Float>.random(width: size.width, height: size.height, seed: 5)
    let few = many.slowMap { x, y in Float(Int(many[x, y]) % 4) / 4 }
    for plane in [few, many] {
      for (width, height) in [(size.width * 3 + 1, size.height * 2 + 1), (max(1, size.width / 2), size.height)] {
        let whole = PixelBox(width: width, height: height)
        let box = PixelBox(x: width / 3, y: height / 4, width: width - width / 3, height: height / 2)
        for box in [whole, box] {
          let part = EnlargedPart(plane, toWidth: width, height: height, box: box)
          let values = resizedBilinear(plane, toWidth: width, height: height).cropped(to: box)
          #expect(part.sampled() == values)
          for level in [0.25, 0.3, 0.5, 40_000] as [Float] {
            #expect(drawn(part, reaching: level) == Mask(of: values) { $0 >= level })
          }
        }
      }
    }
  }

  @Test func aMaskIsEnlargedAsOnesAndZeros() {
    let mask = Mask(
      drawn: """
        ..##.
        .###.
        .#.#.
        .###.
        """)
    let plane = Plane(width: 5, height: 4, samples: mask.plane.samples.map { Float($0) })
    let box = PixelBox(x: 2, y: 1, width: 12, height: 10)
    let part = EnlargedPart(mask, toWidth: 16, height: 13, box: box)
    #expect(part == EnlargedPart(plane, toWidth: 16, height: 13, box: box))
    #expect(drawn(part, reaching: 0.5) == Mask(of: part.sampled()) { $0 >= 0.5 })
  }
}

/// The stretches of `part` as a mask of its box; a pixel that is met twice, or out of turn, traps.
private func drawn(_ part: EnlargedPart, reaching level: Float) -> Mask {
  var mask = Mask(width: part.box.width, height: part.box.height)
  var next = 0
  part.forEachStretch(reaching: level) { y, columns in
    for x in columns {
      let place = (y - part.box.y) * part.box.width + x - part.box.x
      precondition(place >= next, "A pixel out of turn")
      next = place + 1
      mask[x - part.box.x, y - part.box.y] = true
    }
  }
  return mask
}
