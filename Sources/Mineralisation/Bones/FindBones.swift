package import Raster
internal import RasterKernels

/// Draws each native bone whole, from the network's probabilities.
///
/// Every named class is looked at by itself, so that pelvis and femur both keep their outline where they overlap; what
/// is bone of no named class goes to the bone it is part of, or stands as `bone`.
package struct BoneFinder {
  /// The image's size and pitch.
  let image: WorkingImage
  /// The network's answer.
  let proposals: Proposals
  /// Where the probability of bone of any name reaches one half.
  private let solid: Mask
  /// Where it reaches 0.9.
  private let sure: Mask
  /// Where bone may be, at the working scale.
  let allowed: Mask
  /// Where bone is believed, at the working scale: in tissue, at most 10 mm from a place that the network is sure of (0.9).
  let trusted: Mask
  /// The body region that the user stated.
  let region: String?

  /// What looks for the bones of `image`, of which the network says `proposals`.
  package init(image: WorkingImage, proposals: Proposals, allowed: Mask, region: String? = nil) {
    self.image = image
    self.proposals = proposals
    self.allowed = allowed
    self.region = region
    solid = proposals.mask(of: .bone, reaching: 0.5)
    sure = proposals.mask(of: .bone, reaching: 0.9)
    trusted = allowed.intersection(dilated(sure, radius: 10, spacingX: image.pitchX, spacingY: image.pitchY))
  }

  /// Every bone at the radiograph's own scale, and what looked like bone but is the dense core of a lesion, at the
  /// working scale.
  package consuming func find() -> (bones: BoneMap, cores: Mask) {
    let (image, region) = (image, region)
    let (parts, cores) = parts()
    return (Self.bones(from: BoneNames(image: image, region: region).supported(parts), image: image), cores)
  }

  /// The bones at the working scale, class by class, from left to right.
  private func parts() -> (parts: [BonePart], cores: Mask) {
    var parts: [BonePart] = []
    var shin = Mask(width: image.width, height: image.height)
    for name in NetworkClass.namedBones {
      let likely = proposals.mask(of: name, reaching: 0.5)
      if name == .tibia || name == .fibula { shin = shin.union(likely) }
      for mask in components(of: likely, atLeast: Self.leastArea(of: name)) { parts.append(part(of: name, mask)) }
    }
    parts = LowerLegNames(image: image, bone: solid).supported(parts)
    let cores = addRemainder(to: &parts, shin: shin)
    return (parts, cores)
  }

  /// The bones at the radiograph's own scale.
  private static func bones(from parts: [BonePart], image: WorkingImage) -> BoneMap {
    var bones: [BoneMap.Bone] = []
    for part in parts {
      guard let placed = part.drawn(in: image, level: edge), let tight = placed.mask.boundingBox else { continue }
      bones.append(
        BoneMap.Bone(
          label: bones.count + 1, name: part.name, region: LabelMap(placed.mask).region(of: 1, in: tight),
          box: tight.moved(placed.box.x, placed.box.y)))
    }
    let labels = LabelMap(
      width: image.sourceWidth, height: image.sourceHeight, regions: bones.map { ($0.region, $0.box) })
    return BoneMap(labels: labels, bones: bones, given: false)
  }

  /// The probability at a bone's outline.
  ///
  /// Above one half, because a gap is the shortest of many distances and so takes up the outward errors of both outlines.
  private static let edge: Float = 0.58

  /// The smallest piece in mm² that may carry a name.
  private static func leastArea(of name: NetworkClass) -> Double {
    switch name {
    case .patella, .fibula: 60
    default: 300
    }
  }

  /// The components of `mask` that count as bone, from left to right.
  private func components(of mask: Mask, atLeast area: Double) -> [PlacedMask] {
    let least = max(1, Int((area / image.pixelArea).rounded(.up)))
    let labels = labelComponents(of: mask.intersection(trusted))
    let counts = labels.pixelCounts
    let sure = labels.counts(of: sure)
    let found = labels.boundingBoxes.enumerated().compactMap { index, box -> PlacedMask? in
      guard let box, counts[index + 1] >= least, 5 * sure[index + 1] >= counts[index + 1] else { return nil }
      return PlacedMask(mask: labels.mask(of: index + 1, in: box), box: box)
    }
    return found.sorted { $0.box.x < $1.box.x }
  }

  private func part(of name: NetworkClass, _ mask: PlacedMask) -> BonePart {
    var part = BonePart(name, mask, proposals: proposals, image: image)
    part.fill(doubtfulHoles(of: part))
    return part
  }

  /// The holes of `part` that are bone which the network doubts, in its box.
  ///
  /// Those under 150 mm², and larger ones whose mean probability of bone is 0.3 or more; the others are openings, such as
  /// the obturator foramen, and so are those with 2 mm² or more that are sure to be mineral (0.9): a lesion shows between bones.
  private func doubtfulHoles(of part: BonePart) -> Mask {
    let holes = holesFilled(part.mask).subtracting(part.mask)
    guard let box = holes.boundingBox else { return holes }
    let labels = labelComponents(of: holes)
    var sums = [(area: Double, bone: Double)](repeating: (0, 0), count: labels.count + 1)
    let bone = proposals.values(of: .bone, in: box.moved(part.box.x, part.box.y))
    let values = bone.samples.span
    for run in labels.runs {
      let row = (run.y - box.y) * box.width - box.x
      for x in run.start..<run.end {
        sums[run.label].area += image.pixelArea
        sums[run.label].bone += Double(values[row + x]) * image.pixelArea
      }
    }
    let mineral = labels.counts(of: proposals.values(of: .mineralisation, in: part.box)) { $0 >= 0.9 }
    return labels.mask(
      keeping: zip(sums, mineral).map {
        Double($1) * image.pixelArea < 2 && ($0.area < 150 || $0.bone >= 0.3 * $0.area)
      })
  }

  /// Gives bone without a name to the named bone that it is part of, and lets the rest stand for itself.
  ///
  /// - Parameter shin: what the network takes for a tibia or fibula.
  /// - Returns: what is the dense core of a lesion instead.
  private func addRemainder(to parts: inout [BonePart], shin: Mask) -> Mask {
    let owners = LabelMap(width: image.width, height: image.height, layers: parts.map { ($0.mask, $0.box) })
    let named = owners.foreground
    let all = solid.intersection(allowed).subtracting(named)
    let mineral = surroundedByMineral(all, named: named)
    let unnamed = UnnamedBone(
      all.intersection(trusted), sure: sure, shin: shin, owners: owners, image: image)
    let fates = unnamed.fates(pixelArea: image.pixelArea)
    let standing = unnamed.mask(where: fates.map { $0 == .stands }).subtracting(mineral)
    let alone = components(of: standing, atLeast: 25).map { part(of: .bone, $0) }
    for (index, gain) in unnamed.gains(fates, owners: owners, named: named).enumerated() {
      guard let gain else { continue }
      let around = gain.box.grown(BonePart.reach, BonePart.reach, within: image.width, image.height)
      parts[index].absorb(gain, proposals.values(of: .bone, in: around), in: around, proposals: proposals)
      parts[index].fill(doubtfulHoles(of: parts[index]))
    }
    parts = unnamed.bridged(parts, fates, proposals: proposals) + alone
    return mineral
  }

  /// The components of `rest` that touch mineralisation along three tenths of their edge, and along more of it than they
  /// touch bone with a name: the dense core of a lesion.
  private func surroundedByMineral(_ rest: Mask, named: Mask) -> Mask {
    let labels = labelComponents(of: rest)
    let edge = rest.subtracting(eroded(rest, radius: 1.01))
    let mineral = dilated(proposals.mask(of: .mineralisation, reaching: 0.5), radius: 1.01)
    let lengths = labels.counts(of: edge)
    let shared = labels.counts(of: edge.intersection(mineral))
    let bony = labels.counts(of: edge.intersection(dilated(named, radius: 1.01)))
    return labels.mask(
      keeping: lengths.indices.map { 10 * shared[$0] >= 3 * lengths[$0] && shared[$0] > bony[$0] })
  }
}
