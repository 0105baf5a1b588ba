import Glibc
package import Raster
internal import RasterKernels

/// Finds mineralisation outside native bone: the network proposes, the measured contrast disposes.
package struct LesionFinder {
  /// The radiograph.
  let radiograph: Radiograph
  /// Its pixels in mm.
  let scale: WorkingScale
  /// The image at the working scale.
  let image: WorkingImage
  /// Which end of the grey scale is bone.
  let polarity: Polarity
  /// The bones at the radiograph's scale.
  let bones: BoneMap
  /// The probability of mineralisation; in the dense cores of lesions, which look like bone, that of bone if higher.
  private(set) var mineral: Plane<Float>
  /// Where the probability is that of another class.
  private let raised: Mask
  /// What the network says, first and again.
  private let proposals: Proposals
  /// The probability of native bone.
  let boneProbability: Plane<Float>
  /// Where it reaches a half, without those cores.
  let bone: Mask
  /// Where lesions may be, at the working scale: tissue, at least 2 mm from its end, letters and metal.
  let allowed: Mask
  /// Direct exposure, at the working scale.
  let air: Mask
  /// How readily a candidate counts.
  package var limits: CandidateLimits

  /// What looks for lesions on `radiograph`.
  package init(
    radiograph: Radiograph, scale: WorkingScale, image: WorkingImage, proposals: Proposals, polarity: Polarity,
    bones: BoneMap, cores: Mask, brightParts: BrightParts?, allowed: Mask, air: Mask, limits: CandidateLimits
  ) {
    self.radiograph = radiograph
    self.scale = scale
    self.image = image
    self.polarity = polarity
    self.bones = bones
    self.proposals = proposals
    var mineral = proposals[.mineralisation]
    var raised = cores
    boneProbability = proposals[.bone]
    if let box = cores.boundingBox {
      mineral.raise(to: boneProbability.cropped(to: box), in: box, where: cores.cropped(to: box))
    }
    if let brightParts {
      mineral.raise(to: brightParts.values, in: brightParts.box, where: brightParts.mask)
      raised = raised.union(PlacedMask(mask: brightParts.mask, box: brightParts.box).laid(in: image.box))
    }
    self.mineral = mineral
    self.raised = raised
    bone = boneProbability.reaching(0.5).subtracting(cores)
    self.allowed = allowed
    self.air = air
    self.limits = limits
  }

  /// The lesions, drawn at the radiograph's scale, small pieces that lie close together as one.
  package func lesions(regionOfInterest: Mask?) -> LesionMap {
    var proposed = proposed()
    var (found, doubtful) = candidates(among: proposed, regionOfInterest: regionOfInterest, doubt: limits.doubt)
    doubtful.removeAll { $0.seen.isEmpty || !limits.pass(found[$0.index]) }
    let surer = surer(of: doubtful)
    for doubt in doubtful {
      let peak = surer.mineral.highest(in: doubt.part)
      let part = surer.whole(doubt, peak: peak)
      found[doubt.index].placed = tidied(surer.drawn(part, peak: peak), regionOfInterest)
      proposed = proposed.union(part.laid(in: image.box))
    }
    let refinement = surer.refinement(proposed)
    let drawn = found.filter(limits.pass).map { candidate in
      let placed = refinement.refined(candidate.placed).map { tidied($0, regionOfInterest) } ?? candidate.placed
      return LesionCandidate(placed: placed, part: candidate.part, evidence: candidate.evidence)
    }
    let together = LabelMap(
      width: radiograph.width, height: radiograph.height, layers: drawn.map { ($0.placed.mask, $0.placed.box) })
    let labels = groupedLesions(
      from: labelComponents(ofForegroundOf: together), spacingX: scale.x, spacingY: scale.y)
    var evidence = [(confidence: Double, contrast: Double)](repeating: (0, 0), count: labels.count + 1)
    for candidate in drawn {
      for label in candidate.placed.labels(in: labels) {
        evidence[label].confidence = max(evidence[label].confidence, candidate.evidence.confidence)
        evidence[label].contrast = max(evidence[label].contrast, candidate.evidence.contrastToNoise)
      }
    }
    return LesionMap(
      labels: labels,
      evidence: evidence.dropFirst().map {
        LesionMap.Evidence(confidence: $0.confidence, contrastToNoise: $0.contrast)
      }, given: false)
  }

  /// Everything that the network proposes, at every look, drawn and measured, in the order of the first pixels.
  package func candidates(regionOfInterest: Mask?) -> [LesionCandidate] {
    candidates(among: proposed(), regionOfInterest: regionOfInterest, doubt: .always).found
  }

  /// What the judge says of what is proposed in `part`; nothing where proposals come from elsewhere.
  private func opinion(on part: PlacedMask) -> Double {
    proposals.view(of: part, side: Judge.side).map(Judge.embedded.opinion) ?? 0
  }

  /// What is seen of `candidate` and around it in a square of `side` working pixels; `nil` where proposals come from elsewhere.
  package func view(of candidate: LesionCandidate, side: Int) -> CandidateView? {
    proposals.view(of: candidate.part, side: side)
  }

  /// The candidates among `all`, with other looks at those that stay inside `doubt`, but where another class's probability is the
  /// highest.
  private func candidates(
    among all: Mask, regionOfInterest: Mask?, doubt: Doubt
  ) -> (found: [LesionCandidate], doubtful: [DoubtfulPart]) {
    let gate = ContrastGate(
      radiograph: radiograph, scale: scale, sign: polarity == .boneBright ? 1 : -1,
      excluded: all.union(bone).union(allowed.complement))
    lazy var level = softTissueLevel()
    var found: [LesionCandidate] = []
    var doubtful: [DoubtfulPart] = []
    // What hangs together by less than an outline is not judged as one: folds beside a lesion would be as sure as that is.
    let parts = together(PlacedMask(mask: all, box: image.box)).flatMap {
      together(outlined($0, peak: mineral.highest(in: $0)))
    }
    for part in parts {
      let highest = mineral.highest(in: part)
      let placed = tidied(drawn(part, peak: highest), regionOfInterest)
      guard Double(placed.mask.count) * scale.x * scale.y >= 2 else { continue }
      guard let measured = gate.measure(placed) else { continue }
      let raisedPart = PlacedMask(mask: part.mask.intersection(raised.cropped(to: part.box)), box: part.box)
      if mineral.highest(in: raisedPart) < highest {
        doubtful.append(DoubtfulPart(index: found.count, part: part, within: image.width, image.height))
      }
      found.append(
        LesionCandidate(
          placed: placed, part: part,
          evidence: CandidateEvidence(
            highest: highest, opinion: opinion(on: part), measured: measured, level: level)))
    }
    lookAgain(at: &doubtful, among: &found, doubt: doubt)
    return (found, doubtful)
  }

  /// Takes into account, for each of the candidates `doubtful` that stays in doubt, what the network says of it at other looks.
  private func lookAgain(at doubtful: inout [DoubtfulPart], among found: inout [LesionCandidate], doubt: Doubt) {
    var unsure = Array(doubtful.indices)
    var open = doubt.atFirst
    for look in Look.others {
      unsure.removeAll { !open.contains(found[doubtful[$0].index].evidence.confidence) }
      let seen = proposals.mineralisation(around: unsure.map { doubtful[$0].part.box }, at: look)
      for (one, probabilities) in zip(unsure, seen) {
        let highest = doubtful[one].lookAgain(probabilities)
        found[doubtful[one].index].evidence.lookAgain(highest: highest)
      }
      open = doubt.later
    }
  }

  /// What looks for lesions where mineralisation is as probable as all looks at `doubtful` together say, if that is more than
  /// the first one said.
  private func surer(of doubtful: [DoubtfulPart]) -> LesionFinder {
    var result = self
    for doubt in doubtful {
      result.mineral.raise(
        to: doubt.mean(with: mineral.cropped(to: doubt.box)), in: doubt.box, where: allowed.cropped(to: doubt.box))
    }
    return result
  }

  /// All that is proposed in one piece with `doubt`, which reaches `peak`, as far as the network was asked about it.
  private func whole(_ doubt: DoubtfulPart, peak: Float) -> PlacedMask {
    let part = doubt.part.laid(in: doubt.box)
    let around = outlined(PlacedMask(mask: possible(in: doubt.box), box: doubt.box), peak: peak)
    let parts = labelComponents(of: around.mask.union(part))
    let all = PlacedMask(
      mask: parts.mask(keeping: parts.counts(of: part).map { $0 > 0 }), box: doubt.box)
    return all.tight ?? doubt.part
  }

  /// The levels of air and soft tissue, bone bright.
  private func softTissueLevel() -> SoftTissueLevel? {
    SoftTissueLevel(
      polarity == .boneBright ? image.plane : image.plane.negated, air: air, tissue: allowed, bone: bone,
      pitchX: image.pitchX, pitchY: image.pitchY)
  }

  /// `placed` without bone and what lies outside the region of interest, small holes filled.
  private func tidied(_ placed: PlacedMask, _ regionOfInterest: Mask?) -> PlacedMask {
    var placed = placed
    placed.subtract(bones.labels)
    if let regionOfInterest { placed.mask = placed.mask.intersection(regionOfInterest.cropped(to: placed.box)) }
    placed.mask = cleaned(placed.mask)
    return placed
  }

  private func refinement(_ proposed: Mask) -> OutlineRefinement {
    let around = dilated(
      proposed, radius: OutlineRefinement.band, spacingX: image.pitchX, spacingY: image.pitchY)
    return OutlineRefinement(
      radiograph: radiograph, scale: scale, sign: polarity == .boneBright ? 1 : -1, mineral: mineral,
      excluded: around.union(bone).union(allowed.complement), forbidden: allowed.complement)
  }

  /// Pixels of at least the lower limit that hang together with one of the upper limit.
  private func proposed() -> Mask {
    let parts = labelComponents(of: possible(in: image.box))
    let least = max(1, Int(1 / image.pixelArea))
    let strong = parts.counts(of: mineral) { $0 >= CandidateLimits.upper }
    let sizes = parts.pixelCounts
    return parts.mask(keeping: sizes.indices.map { strong[$0] > 0 && sizes[$0] >= least })
  }

  /// Pixels of `box` of at least the lower limit where lesions may be, except where bone is more probable.
  private func possible(in box: PixelBox) -> Mask {
    var result = allowed.cropped(to: box)
    let bone = boneProbability.samples.span
    let probable = mineral.samples.span
    let width = mineral.width
    result.withMutableFlags { bytes in
      for y in 0..<box.height {
        let from = (box.y + y) * width + box.x
        let to = y * box.width
        for x in 0..<box.width where bytes[to + x] != 0 {
          let value = probable[from + x]
          bytes[to + x] = value >= CandidateLimits.lower && !(bone[from + x] >= 0.5 && bone[from + x] > value) ? 1 : 0
        }
      }
    }
    return result
  }

  /// The pixels of `placed` in groups that lie within 1.5 mm of each other.
  private func together(_ placed: PlacedMask) -> [PlacedMask] {
    let near = dilated(placed.mask, radius: 0.75, spacingX: image.pitchX, spacingY: image.pitchY)
    let groups = labelComponents(of: near)
    return groups.boundingBoxes.enumerated().compactMap { index, box in
      guard let box else { return nil }
      let group = groups.mask(of: index + 1, in: box).intersection(placed.mask.cropped(to: box))
      return PlacedMask(mask: group, box: box.moved(placed.box.x, placed.box.y)).tight
    }
  }

  /// What of `placed` lies inside the outline of something that reaches `peak`.
  private func outlined(_ placed: PlacedMask, peak: Float) -> PlacedMask {
    let level = CandidateLimits.outline(peak: peak)
    return PlacedMask(mask: placed.mask.intersection(mineral.cropped(to: placed.box).reaching(level)), box: placed.box)
  }

  private func drawn(_ part: PlacedMask, peak: Float) -> PlacedMask {
    PlacedMask(
      enlarging: mineral, around: part, level: CandidateLimits.outline(peak: peak), toWidth: radiograph.width,
      height: radiograph.height)
  }

  /// Fills holes under 2 mm² and drops specks under 0.5 mm² or a fiftieth of the whole.
  private func cleaned(_ mask: Mask) -> Mask {
    let pixel = scale.x * scale.y
    let holes = holesFilled(mask).subtracting(mask)
    let small = holes.subtracting(holes.withoutComponents(smallerThan: Int(2 / pixel) + 1))
    return mask.union(small).withoutComponents(smallerThan: max(Int(0.5 / pixel), mask.count / 50))
  }
}

extension Plane<Float> {
  /// Raises the values inside `mask` to those of `other` where these are higher; both are of `box`.
  fileprivate mutating func raise(to other: Plane<Float>, in box: PixelBox, where mask: Mask) {
    let width = width
    let bytes = mask.plane.samples.span
    let values = other.samples.span
    withMutableSamples { samples in
      for y in 0..<box.height {
        let to = (box.y + y) * width + box.x
        let from = y * box.width
        for x in 0..<box.width where bytes[from + x] != 0 { samples[to + x] = max(samples[to + x], values[from + x]) }
      }
    }
  }

  /// The highest value of the pixels of `part`; 0 without any that is higher.
  func highest(in part: PlacedMask) -> Float {
    let samples = samples.span
    let bytes = part.mask.plane.samples.span
    let box = part.box
    var result: Float = 0
    for y in 0..<box.height {
      for x in 0..<box.width where bytes[y * box.width + x] != 0 {
        result = max(result, samples[(box.y + y) * width + box.x + x])
      }
    }
    return result
  }
}
