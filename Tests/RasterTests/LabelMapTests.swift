import Raster
import RasterTestSupport
import Testing

@Suite struct LabelMapTests {
  /// Labels from 0 to 3 in stretches, as a plane.
  private func random(_ width: Int, _ height: Int, seed: UInt64) -> Plane<Int32> {
    var generator = SplitMix64(seed: seed)
    var label: Int32 = 0
    let samples = (0..<width * height).map { _ -> Int32 in
      if Int.random(in: 0..<3, using: &generator) == 0 { label = Int32.random(in: 0...3, using: &generator) }
      return label
    }
    return Plane(width: width, height: height, samples: samples)
  }

  @Test(arguments: TestSize.aroundLanes) func isThePlaneThatItWasMadeOf(size: TestSize) {
    let plane = random(size.width, size.height, seed: 1)
    let labels = LabelMap(plane, count: 3)
    #expect(labels.plane == plane)
    for y in 0..<size.height { for x in 0..<size.width { #expect(labels[x, y] == Int(plane[x, y])) } }
    let values = Plane(width: size.width, height: size.height, samples: plane.samples.map { UInt16($0) * 1000 })
    var table = [Int](repeating: 0, count: 1 << 16)
    for label in 1...3 { table[label * 1000] = label }
    #expect(LabelMap(values, labels: table, count: 3) == labels)
  }

  @Test(arguments: TestSize.aroundLanes) func partsAreThoseOfThePlane(size: TestSize) {
    let plane = random(size.width, size.height, seed: 2)
    let labels = LabelMap(plane, count: 3)
    let box = PixelBox(
      x: size.width / 3, y: size.height / 4, width: size.width - size.width / 3 - size.width / 5,
      height: size.height - size.height / 4)
    #expect(labels.painted(in: box) == plane.cropped(to: box))
    #expect(labels.foreground == Mask(of: plane) { $0 > 0 })
    #expect(labels.foreground(in: box) == Mask(of: plane) { $0 > 0 }.cropped(to: box))
    #expect(labels.mask(keeping: [true, false, true, true]) == Mask(of: plane) { $0 > 1 })
    for label in 1...3 {
      let mask = Mask(of: plane) { $0 == Int32(label) }
      #expect(labels.mask(of: label) == mask)
      #expect(labels.mask(of: label, in: box) == mask.cropped(to: box))
      #expect(labels.boundingBoxes[label - 1] == mask.boundingBox)
      #expect(labels.pixelCounts[label] == mask.count)
    }
    #expect(labels.pixelCounts.reduce(0, +) == size.width * size.height)
  }

  @Test(arguments: TestSize.aroundLanes) func aRegionIsTheMaskOfItsLabel(size: TestSize) {
    let labels = LabelMap(random(size.width, size.height, seed: 4), count: 3)
    let box = PixelBox(x: size.width / 3, y: size.height / 4, width: size.width / 2, height: size.height / 2)
    for label in 1...3 {
      let region = labels.region(of: label, in: box)
      #expect(region.foreground == labels.mask(of: label, in: box))
      #expect(region == LabelMap(labels.mask(of: label, in: box)))
    }
  }

  @Test func labelsThatBecomeOneJoinTheirRuns() {
    let labels = LabelMap(Plane<Int32>(width: 6, height: 1, samples: [1, 2, 3, 0, 2, 2]), count: 3)
    let joined = labels.relabelled([0, 1, 1, 0], count: 1)
    #expect(joined.plane.samples == [1, 1, 0, 0, 1, 1])
    #expect(joined.runs.count == 2)
  }

  @Test(arguments: TestSize.aroundLanes) func theFirstLayerCoversTheOthers(size: TestSize) {
    let whole = PixelBox(width: size.width, height: size.height)
    let part = PixelBox(x: size.width / 3, y: size.height / 3, width: size.width / 2, height: size.height / 2)
    let layers = [(part, UInt64(3)), (whole, 4), (part, 5), (whole, 6)].map { box, seed in
      (mask: Mask.random(width: box.width, height: box.height, density: 0.4, seed: seed), box: box)
    }
    var painted = Plane<Int32>(width: size.width, height: size.height, repeating: 0)
    for (i, layer) in layers.enumerated().reversed() {
      for y in 0..<layer.box.height {
        for x in 0..<layer.box.width where layer.mask[x, y] {
          painted[layer.box.x + x, layer.box.y + y] = Int32(i + 1)
        }
      }
    }
    let expected = LabelMap(painted, count: 4)
    #expect(LabelMap(width: size.width, height: size.height, layers: layers) == expected)
    let regions = layers.map { (region: LabelMap($0.mask), box: $0.box) }
    #expect(LabelMap(width: size.width, height: size.height, regions: regions) == expected)
  }
}
