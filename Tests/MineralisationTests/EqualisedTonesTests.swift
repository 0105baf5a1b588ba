import Foundation
import Mineralisation
import Raster
import RasterCodecs
import Testing

/// Films whose histogram was equalised as a whole, and what the network is shown of them.
@Suite("Equalised tones") struct EqualisedTonesTests {
  @Test("Levels that are a straight line to white are those of a film equalised as a whole")
  func line() {
    let line = { (slope: Double, bend: Double) in
      EqualisedTones.hold { $0.map { 1 - slope * (1 - $0) + ($0 == 0.8 ? bend : 0) } }
    }
    #expect(line(1, 0) && line(0.87, 0) && line(1.04, 0) && line(1, 0.02) && line(1, -0.02) && !line(0.8, 0))
    // Black throughout in a tenth of it: the rest has its room.
    #expect(!line(1 / 0.9, 0))
    #expect(!line(1, 0.03) && !line(1, -0.03))
    #expect(!EqualisedTones.hold { $0.map { $0 * $0 } } && !EqualisedTones.hold { $0.map { $0.squareRoot() } })
  }

  @Test("The least power that makes the middle of bone no brighter than on other films, in halves")
  func power() throws {
    // 0.9 to the power of 2.5 is 0.77, to that of 3 it is 0.73.
    #expect(
      try #require(spread(bone: [0.9, 0.9, 0.9])).samples == [
        0.9 * 0.9 * 0.9, 0.9 * 0.9 * 0.9, 0.9 * 0.9 * 0.9, 0.125, 0.125,
      ])
    let oneAndAHalf = try #require(spread(bone: [0.2, 0.81, 1]))
    #expect(zip(oneAndAHalf.samples, [0.0894, 0.729, 1, 0.3536]).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(try #require(spread(bone: [1, 1, 1])).samples[3] == 0.015625)
  }

  @Test("Bone that is no brighter, or too little of it, leaves the image as it is")
  func none() {
    #expect(spread(bone: [0.74, 0.75, 0.9]) == nil)
    #expect(spread(bone: []) == nil)
    #expect(spread(bone: [0.9, 0.9, 0.9], width: 1200) == nil)
  }

  @Test("The network is shown a film equalised as a whole as if it were that power of it, and another film as it is")
  func look() throws {
    let flat = equalised(try filmFixture("phantom-04-thigh-rim").samples)
    let seen = bone(of: flat)
    let difference = { (power: Double) in
      // No histogram of these is flat: they are shown as they are.
      let raised = bone(of: flat.map { pow($0, power) })
      return zip(seen.samples, raised.samples).reduce(0) { $0 + abs($1.0 - $1.1) } / Float(seen.samples.count)
    }
    let near = difference(3.5)
    #expect(near < 5e-4 && difference(1.5) > 5 * near && difference(6) > 5 * near)
  }

  /// A row of bone and, behind it, pixels of 0.5.
  private func spread(bone: [Float], width: Int = 5) -> Plane<Float>? {
    let samples = bone + [Float](repeating: 0.5, count: width - bone.count)
    let mask = Mask(
      width: width, height: 1, bytes: (0..<width).map { $0 < bone.count ? 1 : 0 })
    return EqualisedTones.spread(Plane(width: width, height: 1, samples: samples), by: mask)
  }

  /// What the network says of bone.
  private func bone(of film: Plane<Double>) -> Plane<Float> {
    let samples = Plane(width: film.width, height: film.height, samples: film.samples.map { UInt16($0 * 65535) })
    let radiograph = Radiograph(
      samples: samples, bitDepth: 16, statedPolarity: .boneBright,
      spacing: PixelSpacing(x: 0.25, y: 0.25, source: .user))
    return proposals(for: AnalysisInput(radiograph: radiograph))[.bone]
  }

  /// The share of the pixels that are darker, where air is noise.
  private func equalised(_ film: Plane<UInt16>) -> Plane<Double> {
    var random = SplitMix64(seed: 5)
    let noisy = film.samples.map { Int($0) << 32 + Int(random.next() >> 36) }
    var ranks = [Double](repeating: 0, count: noisy.count)
    for (rank, place) in noisy.indices.sorted(by: { noisy[$0] < noisy[$1] }).enumerated() {
      ranks[place] = Double(rank) / Double(noisy.count)
    }
    return Plane(width: film.width, height: film.height, samples: ranks)
  }
}

extension Plane<Double> {
  fileprivate func map(_ change: (Double) -> Double) -> Plane<Double> {
    Plane(width: width, height: height, samples: samples.map(change))
  }
}
