import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite("Bones found")
struct SegmentationBonesTests {
  @Test("Two bones that overlap both keep their whole outline; the one listed first has the shared pixels")
  func overlap() {
    let pelvis = plane { x, y in (20..<100).contains(x) && (20..<80).contains(y) ? 1 : 0 }
    let femur = plane { x, y in (80..<120).contains(x) && (60..<160).contains(y) ? 1 : 0 }
    let bones = find([.pelvis: pelvis, .femur: femur, .bone: sum(pelvis, femur)])
    #expect(bones.bones.map(\.name) == ["pelvis", "femur"])
    #expect(bones.bones.map(\.mask.count) == [80 * 60, 40 * 100])
    #expect(bones.labels[90, 70] == 1)
    #expect(bones.labels[110, 70] == 2)
  }

  @Test("Left and right are two bones; what has no name is a bone of its own; a thin rest joins the bone beside it")
  func parts() {
    let femur = plane { x, y in ((20..<50).contains(x) || (150..<180).contains(x)) && y > 20 ? 1 : 0 }
    let other = plane { x, y in (85..<105).contains(x) && (40..<80).contains(y) ? 1 : 0 }
    let sliver = plane { x, y in (50..<53).contains(x) && (60..<120).contains(y) ? 1 : 0 }
    let bones = find([.femur: femur, .bone: sum(sum(femur, other), sliver)])
    #expect(bones.bones.map(\.name) == ["femur", "femur", "bone"])
    #expect(bones.bones[0].box.x < bones.bones[1].box.x)
    #expect(bones.bones[0].mask.count == 30 * 139 + 3 * 60)
    #expect(bones.bones[2].mask.count == 20 * 40)
  }

  @Test("What is nowhere sure to be bone is none; nor is what lies far from a sure place")
  func scraps() {
    let fold = plane { x, y in (20..<60).contains(x) && (20..<60).contains(y) ? 0.8 : 0 }
    #expect(find([.bone: fold]).bones.isEmpty)
    let shaft = plane { x, y in (100..<140).contains(x) ? y < 100 ? 1 : 0.7 : 0 }
    let bone = find([.bone: shaft]).bones
    // 20 pixels beyond the last sure one, and its contour.
    #expect(bone.map(\.mask.count) == [40 * 121])
  }

  @Test("A pelvis without a femur, a small femur, and any name on a hand are called bone")
  func names() {
    let large = plane { x, y in (20..<100).contains(x) && (20..<120).contains(y) ? 1 : 0 }
    let small = plane { x, y in (20..<60).contains(x) && (20..<60).contains(y) ? 1 : 0 }
    #expect(find([.pelvis: large, .bone: large]).bones.map(\.name) == ["bone"])
    #expect(find([.femur: large, .bone: large]).bones.map(\.name) == ["femur"])
    #expect(find([.femur: small, .bone: small]).bones.map(\.name) == ["bone"])
    #expect(find([.femur: large, .bone: large], region: "Hand").bones.map(\.name) == ["bone"])
  }

  @Test("Holes in a bone are bone, but not around 2 mm² of mineral that is sure")
  func holes() {
    let femur = plane { x, y in
      (20..<80).contains(x) && (20..<140).contains(y) && !((40..<50).contains(x) && (60..<70).contains(y)) ? 1 : 0
    }
    for (side, probability, open) in [(0, 0, 0), (3, 0.95, 100), (3, 0.85, 0), (2, 0.95, 0)] as [(Int, Float, Int)] {
      let mineral = plane { x, y in
        (44..<44 + side).contains(x) && (64..<64 + side).contains(y) ? probability : 0
      }
      let bones = find([.femur: femur, .bone: femur, .mineralisation: mineral]).bones
      #expect(bones.map(\.mask.count) == [60 * 120 - open])
    }
  }

  @Test("An opening of more than 150 mm² that the network takes for no bone stays open; where it doubts, it is bone")
  func openings() {
    func pelvis(_ inside: Float) -> Plane<Float> {
      plane { x, y in
        guard (20..<120).contains(x) && (20..<140).contains(y) else { return 0 }
        return (40..<80).contains(x) && (60..<100).contains(y) ? inside : 1
      }
    }
    let femur = plane { x, y in (130..<190).contains(x) && y > 20 ? 1 : 0 }
    for (inside, area) in [(Float(0.1), 100 * 120 - 40 * 40), (0.45, 100 * 120)] {
      let whole = pelvis(inside)
      let bones = find([.pelvis: whole, .femur: femur, .bone: sum(whole, femur)]).bones
      #expect(bones.map(\.name) == ["pelvis", "femur"])
      #expect(bones[0].mask.count == area)
    }
  }

  @Test("Bone without a name is part of the named bone that it lies along, and the bridge of two parts of one bone")
  func unnamed() {
    let half = plane { x, y in (20..<50).contains(x) && y > 20 ? 1 : 0 }
    let beside = plane { x, y in (50..<66).contains(x) && y > 20 ? 1 : 0 }
    let one = find([.femur: half, .bone: sum(half, beside)]).bones
    #expect(one.map(\.name) == ["femur"])
    #expect(one.map(\.mask.count) == [46 * 139])

    let ends = plane { x, y in (20..<70).contains(x) && !(60..<110).contains(y) ? 1 : 0 }
    let shaft = plane { x, _ in (20..<70).contains(x) ? 1 : 0 }
    let joined = find([.femur: ends, .bone: shaft]).bones
    #expect(joined.map(\.name) == ["femur"])
    #expect(joined.map(\.mask.count) == [50 * 160])
  }

  @Test("Tibia, fibula and patella keep their names together; a patch of tibia on a femur's shaft is femur")
  func lowerLeg() {
    let femur = plane { x, y in (60..<140).contains(x) && y < 60 ? 1 : 0 }
    let tibia = plane { x, y in (70..<130).contains(x) && y >= 64 ? 1 : 0 }
    let fibula = plane { x, y in (140..<156).contains(x) && y >= 90 ? 1 : 0 }
    let patella = plane { x, y in (90..<115).contains(x) && (20..<45).contains(y) ? 1 : 0 }
    let all = sum(sum(femur, tibia), fibula)
    let knee: [NetworkClass: Plane<Float>] = [
      .femur: femur, .tibia: tibia, .fibula: fibula, .patella: patella, .bone: all,
    ]
    #expect(find(knee).bones.map(\.name) == ["femur", "tibia", "fibula", "patella"])

    let shaft = plane { x, _ in (60..<140).contains(x) ? 1 : 0 }
    let patch = plane { x, y in (100..<140).contains(x) && (40..<120).contains(y) ? 1 : 0 }
    let rest = plane { x, y in (60..<140).contains(x) && !((100..<140).contains(x) && (40..<120).contains(y)) ? 1 : 0 }
    let thigh = find([.femur: rest, .tibia: patch, .bone: shaft]).bones
    #expect(thigh.map(\.name) == ["femur"])
    #expect(thigh.map(\.mask.count) == [80 * 160])
    // So is one that takes the shaft's whole width, but not what is wider than a shaft.
    for (width, names) in [(60, ["femur"]), (110, ["femur", "bone"])] {
      let whole = plane { x, _ in (60..<60 + width).contains(x) ? 1 : 0 }
      let upper = plane { x, y in (60..<60 + width).contains(x) && y < 50 ? 1 : 0 }
      let lower = plane { x, y in (60..<60 + width).contains(x) && y >= 50 ? 1 : 0 }
      #expect(find([.femur: upper, .tibia: lower, .bone: whole]).bones.map(\.name) == names)
    }
    // A fibula inside the shaft is no company.
    let inner = plane { x, y in (102..<112).contains(x) && (50..<110).contains(y) ? 1 : 0 }
    #expect(find([.femur: rest, .tibia: patch, .fibula: inner, .bone: shaft]).bones.map(\.name) == ["femur"])
  }

  @Test("Bone without a name that touches a named one with its end alone stands for itself, without a frame around it")
  func standing() throws {
    let femur = plane { x, y in (20..<180).contains(x) && y < 60 ? 1 : 0 }
    let other = plane { x, y in (80..<110).contains(x) && y >= 60 ? 1 : 0 }
    let bones = find([.femur: femur, .bone: sum(femur, other)]).bones
    #expect(bones.map(\.name) == ["femur", "bone"])
    // Its own pixels and one row of the neighbour's, with the corners' pixels: where bones meet both are drawn.
    #expect(bones[1].mask.count == 30 * 100 + 32)
    #expect(bones[1].box.width == 32)
  }

  @Test("An outline between pixels is drawn between them on a finer radiograph")
  func subPixel() throws {
    let femur = plane { x, _ in x < 60 ? 1 : x == 60 ? 0.7 : 0 }
    let fine = Radiograph(
      samples: Plane(width: 800, height: 640, repeating: 0), bitDepth: 8,
      spacing: PixelSpacing(x: 0.125, y: 0.125, source: .user))
    let image = WorkingImage(fine, scale: WorkingScale(fine))
    let finder = BoneFinder(
      image: image, proposals: proposals([.femur: femur, .bone: femur]),
      allowed: Mask(width: 200, height: 160).complement)
    let bone = try #require(finder.find().bones.bones.first)
    // The value falls through 0.58 0.171 working pixels past the centre of column 60, at (60.5 + 0.171) x 4 = 242.7 pixels.
    #expect(bone.mask.count == 243 * 640)
  }

  private func find(_ planes: [NetworkClass: Plane<Float>], region: String? = nil) -> BoneMap {
    BoneFinder(
      image: working(Plane(width: 200, height: 160, repeating: 0)), proposals: proposals(planes),
      allowed: Mask(width: 200, height: 160).complement, region: region
    ).find().bones
  }

  private func sum(_ a: Plane<Float>, _ b: Plane<Float>) -> Plane<Float> {
    Plane(width: a.width, height: a.height, samples: zip(a.samples, b.samples).map { max($0, $1) })
  }
}
