internal import Raster
internal import RasterKernels

/// Finds mineralisation outside native bone: the network proposes, the measured contrast disposes.
struct LesionFinder {
  /// The radiograph.
  let radiograph: Radiograph
  /// Its pixels in mm.
  let scale: WorkingScale
  /// The image at the working scale.
  let image: WorkingImage
  /// The network's answer.
  let proposals: Proposals
  /// Field and polarity.
  let field: Field
  /// The bones at the radiograph's scale.
  let bones: BoneMap
  /// Where lesions may be, at the working scale: tissue, at least 2 mm from its end, letters and metal.
  let allowed: Mask
  /// How readily a candidate counts.
  let limits: CandidateLimits

  /// A candidate that passed, drawn at the radiograph's scale.
  struct Found: Sendable, Equatable {
    var placed: PlacedMask
    var evidence: LesionMap.Evidence
  }

  /// Every lesion, drawn and judged; in no particular order.
  func lesions(regionOfInterest: Mask?) -> [Found] {
    let all = candidates()
    let bone = proposals[.bone].reaching(0.5)
    let excluded = all.union(bone).union(allowed.complement)
    let gate = ContrastGate(
      radiograph: radiograph, scale: scale, sign: field.polarity == .boneBright ? 1 : -1, excluded: excluded)
    let groups = labelComponents(
      of: dilated(all, radius: 0.75, spacingX: image.pitchX, spacingY: image.pitchY))
    var found: [Found] = []
    let solid = bones.foreground
    for label in 1..<groups.count + 1 {
      let part = all.intersection(groups.mask(of: label))
      guard var placed = drawn(part) else { continue }
      placed.subtract(solid)
      if let regionOfInterest { placed.mask = placed.mask.intersection(regionOfInterest.cropped(to: placed.box)) }
      placed.mask = cleaned(placed.mask)
      guard Double(placed.mask.count) * scale.x * scale.y >= 2 else { continue }
      let probability = meanProbability(inside: part)
      guard let measured = gate.measure(placed) else { continue }
      guard limits.accepts(measured, probability: probability) else { continue }
      found.append(
        Found(
          placed: placed,
          evidence: LesionMap.Evidence(
            confidence: probability, contrastToNoise: measured.contrastToNoise)))
    }
    return found
  }

  /// Pixels of at least the lower limit that hang together with one of the upper limit; small holes filled.
  private func candidates() -> Mask {
    let mineral = proposals[.mineralisation]
    let low = mineral.reaching(limits.lower).intersection(allowed).subtracting(dominatingBone())
    let parts = labelComponents(of: low)
    var strong = [Bool](repeating: false, count: parts.count + 1)
    for (label, value) in zip(parts.plane.samples, mineral.samples) where value >= limits.upper {
      strong[Int(label)] = true
    }
    strong[0] = false
    return Mask(width: low.width, height: low.height, bytes: parts.plane.samples.map { strong[Int($0)] ? 1 : 0 })
      .withoutComponents(smallerThan: max(1, Int(1 / image.pixelArea)))
  }

  /// Where bone is more probable than mineralisation outside it.
  private func dominatingBone() -> Mask {
    let bone = proposals[.bone]
    let bytes = zip(bone.samples, proposals[.mineralisation].samples).map { $0 >= 0.5 && $0 > $1 ? UInt8(1) : 0 }
    return Mask(width: bone.width, height: bone.height, bytes: bytes)
  }

  private func drawn(_ part: Mask) -> PlacedMask? {
    PlacedMask(
      enlarging: proposals[.mineralisation], around: part, level: limits.outline, toWidth: radiograph.width,
      height: radiograph.height)
  }

  /// Fills holes under 2 mm² and drops specks under 0.5 mm².
  private func cleaned(_ mask: Mask) -> Mask {
    let pixel = scale.x * scale.y
    let holes = holesFilled(mask).subtracting(mask)
    let small = holes.subtracting(holes.withoutComponents(smallerThan: Int(2 / pixel) + 1))
    return mask.union(small).withoutComponents(smallerThan: Int(0.5 / pixel))
  }

  private func meanProbability(inside part: Mask) -> Double {
    var sum = 0.0
    var count = 0
    for (value, byte) in zip(proposals[.mineralisation].samples, part.plane.samples) where byte != 0 {
      sum += Double(value)
      count += 1
    }
    return count == 0 ? 0 : sum / Double(count)
  }
}

/// The limits that a candidate has to pass.
struct CandidateLimits: Sendable, Equatable {
  /// The probability that a candidate must reach somewhere.
  var upper: Float
  /// The probability that it must have throughout.
  var lower: Float
  /// The probability on its outline.
  var outline: Float
  /// The least contrast to noise.
  var contrastToNoise: Double

  /// The limits of `sensitivity`.
  init(_ sensitivity: AnalysisSettings.Sensitivity) {
    outline = 0.5
    switch sensitivity {
    case .low: (upper, lower, contrastToNoise) = (0.8, 0.5, 6)
    case .normal: (upper, lower, contrastToNoise) = (0.7, 0.4, 4)
    case .high: (upper, lower, contrastToNoise) = (0.55, 0.3, 3)
    }
  }

  /// Whether what was measured is enough; a candidate that the network is very sure of needs half the contrast.
  func accepts(_ measured: ContrastMeasurement, probability: Double) -> Bool {
    let needed = probability >= 0.85 ? contrastToNoise / 2 : contrastToNoise
    return measured.contrastToNoise >= needed && measured.ringBelowHalf >= 0.55
  }
}
