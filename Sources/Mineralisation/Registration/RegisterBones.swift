import Glibc
import Raster
import RasterKernels

/// Brings `baseline` onto `followUp` by their bones: a turn, a shift and an enlargement.
///
/// The outlines are found on each other by a coarse search over all turns up to 30 degrees and all shifts, then followed
/// to the best fit by robust least squares on signed distances, in both directions, so that neither crop nor exposure nor
/// a lesion matters. Where one turn and shift does not fit all bones, as for a hip that is bent further, each bone is
/// registered by itself. Where both films come with grey values, these settle the slide along a shaft.
///
/// - Throws: ``RegistrationFailure`` with the evidence where no fit is good enough.
public func registerBones(
  _ baseline: RegistrationFilm, to followUp: RegistrationFilm
) throws(RegistrationFailure) -> Registration {
  let registrar = BoneRegistrar(baseline: baseline, followUp: followUp)
  let whole: Result<BoneFit, RegistrationFailure> = registrar.wholeFit()
  if case .success(let fit) = whole, registrar.isSharedByAll(fit.transform) {
    return registrar.registration([fit])
  }
  let fits = registrar.ownFits(near: try? whole.get())
  return registrar.registration(fits.isEmpty ? [try whole.get()] : fits)
}

/// Two films on their way to each other.
private struct BoneRegistrar {
  let baseline: RegistrationFilm
  let followUp: RegistrationFilm
  let alignment: BoneAlignment
  /// The labels of bones with enough edge to be registered by themselves.
  let baselineBones: [Int]
  let followUpBones: [Int]

  /// An edge shorter than this, in millimetres, registers nothing.
  private static let leastEdge = 60.0
  /// Bones smaller than this, in square millimetres, are registered with the others only.
  private static let leastArea = 300.0
  /// A fit looser than this along any direction, in millimetres, matches no lesions.
  private static let mostUncertainty = 10.0
  /// A fit of less of the edge than this happens by chance.
  private static let leastShown = 0.25
  /// Films of one limb with known spacing show its bones this much alike.
  private static let scaleRange = 0.9...1.11
  private static let usualScales = [1.0]
  /// Without spacings: a factor of two either way.
  private static let freeScales = (-6...6).map { exp(Double($0) * log(2) / 6) }

  init(baseline: RegistrationFilm, followUp: RegistrationFilm) {
    self.baseline = baseline
    self.followUp = followUp
    let knowsScale = baseline.hasSpacing && followUp.hasSpacing
    alignment = BoneAlignment(
      baseline: EdgeField(baseline), followUp: EdgeField(followUp), scaleFreedom: knowsScale ? 0.02 : nil)
    baselineBones = Self.largeBones(baseline)
    followUpBones = Self.largeBones(followUp)
  }

  func registration(_ fits: [BoneFit]) -> Registration {
    Registration(fits: fits, baselineBones: baselineBones, followUpBones: followUpBones)
  }

  private static func largeBones(_ film: RegistrationFilm) -> [Int] {
    let counts = film.bones.pixelCounts
    return (1..<max(counts.count, 1)).filter {
      Double(counts[$0]) * film.spacingX * film.spacingY >= leastArea
    }
  }

  private var scales: [Double] { alignment.scaleFreedom == nil ? Self.freeScales : Self.usualScales }

  /// The fit of all bones together.
  func wholeFit() -> Result<BoneFit, RegistrationFailure> {
    for (field, film) in [(alignment.baseline, RegistrationFailure.Film.baseline), (alignment.followUp, .followUp)]
    where field.edgeLength < Self.leastEdge {
      return .failure(.tooLittleBone(film: film, edge: field.edgeLength))
    }
    let search = CoarseSearch(
      alignment: alignment, rotations: (-6...6).map { Double($0) * Double.pi / 36 }, scales: scales)
    return best(of: search.candidates(14), alignment, labels: nil)
  }

  /// Whether every bone fits under `transform`, so that none has moved against the others.
  func isSharedByAll(_ transform: Similarity) -> Bool {
    guard baselineBones.count > 1, followUpBones.count > 1 else { return true }
    return baselineBones.allSatisfy { fits(EdgeField(baseline, label: $0), alignment.followUp, transform) }
      && followUpBones.allSatisfy { fits(EdgeField(followUp, label: $0), alignment.baseline, transform.inverse) }
  }

  /// Whether `transform` brings a share of a bone's edge, three quarters unless stated, to within `tolerance` of the other
  /// film's.
  ///
  /// A bone of which the other film shows next to nothing cannot tell otherwise.
  private func fits(
    _ own: EdgeField, _ other: EdgeField, _ transform: Similarity, within tolerance: Double = 1.5, share: Double = 0.75
  ) -> Bool {
    var shown = 0
    var fitting = 0
    for site in own.sites {
      let place = transform(site.place)
      guard other.borderDistance(place) > EdgeField.borderMargin, let found = other.sample(at: place) else { continue }
      shown += 1
      if abs(found.value) < tolerance { fitting += 1 }
    }
    return Double(shown) * own.pitch < Self.leastEdge / 2 || Double(fitting) >= share * Double(shown)
  }

  /// The good fits of the baseline's bones: the one of all bones where that holds for a bone, else its own.
  func ownFits(near whole: BoneFit?) -> [BoneFit] {
    guard baselineBones.count > 1 || followUpBones.count > 1 else { return [] }
    let others = followUpBones.map { ($0, EdgeField(followUp, label: $0)) }
    return baselineBones.compactMap { label in
      let own = EdgeField(baseline, label: label)
      if let whole, fits(own, alignment.followUp, whole.transform),
        let partner = partner(of: own, label, whole.transform)
      {
        return whole.limited(to: label, partner, name: name((label, partner)))
      }
      let fits = others.compactMap { other, field -> BoneFit? in
        guard mayBeSame(label, other) else { return nil }
        let pair = BoneAlignment(baseline: own, followUp: field, scaleFreedom: alignment.scaleFreedom)
        guard own.edgeLength >= Self.leastEdge, field.edgeLength >= Self.leastEdge else { return nil }
        var search = CoarseSearch(
          alignment: pair, rotations: (-8...8).map { Double($0) * Double.pi / 36 }, scales: scales)
        if let whole, alignment.scaleFreedom != nil {
          search.around = whole.transform(own.centre)
          search.reach = 60
        }
        return try? best(of: search.candidates(8), pair, labels: (label, other)).get()
      }
      if let best = fits.max(by: { Self.merit($0.evidence) < Self.merit($1.evidence) }) { return best }
      // A bone that moved has a fit of its own. One that has none and still lies about where the others say was outlined
      // otherwise on the two films.
      guard let whole, self.fits(own, alignment.followUp, whole.transform, within: 3, share: 0.5),
        let partner = partner(of: own, label, whole.transform)
      else { return nil }
      return whole.limited(to: label, partner, name: whole.name)
    }
  }

  /// The follow-up's bone on which most of a bone comes to lie, just inside of its edge.
  private func partner(of own: EdgeField, _ label: Int, _ transform: Similarity) -> Int? {
    var counts = [Int](repeating: 0, count: followUp.bones.count + 1)
    for site in own.sites {
      let inside = Point(site.place.x - 2 * site.normalX, site.place.y - 2 * site.normalY)
      let pixel = followUp.pixels(transform(inside))
      let x = Int(pixel.x.rounded())
      let y = Int(pixel.y.rounded())
      if followUp.bones.contains(x, y) { counts[followUp.bones[x, y]] += 1 }
    }
    return followUpBones.filter { counts[$0] > 0 && mayBeSame(label, $0) }.max { counts[$0] < counts[$1] }
  }

  private func mayBeSame(_ label: Int, _ other: Int) -> Bool {
    let name = baseline.name(of: label)
    let otherName = followUp.name(of: other)
    return name == otherName || name == "bone" || otherName == "bone"
  }

  private static func merit(_ evidence: RegistrationEvidence) -> Double {
    evidence.fittingFraction * evidence.shownFraction.squareRoot()
  }

  /// The best of the fits that `starts` lead to.
  private func best(
    of starts: [Similarity], _ alignment: BoneAlignment, labels: (Int, Int)?
  ) -> Result<BoneFit, RegistrationFailure> {
    let quick = 400
    let rough = starts.map { alignment.refined($0, most: quick) }
    func merit(_ transform: Similarity) -> Double {
      let support = alignment.support(alignment.matches(transform, most: quick), tolerance: 1.5, most: quick)
      return support.fitting * support.shown.squareRoot()
    }
    guard let first = rough.max(by: { merit($0) < merit($1) }) else {
      return .failure(
        .poor(
          RegistrationEvidence(
            residual: .infinity, fittingFraction: 0, shownFraction: 0, edgeLength: alignment.baseline.edgeLength)))
    }
    return judged(alignment.refined(first, from: 3), alignment, labels)
  }

  private func judged(
    _ outlined: Similarity, _ alignment: BoneAlignment, _ labels: (Int, Int)?
  ) -> Result<BoneFit, RegistrationFailure> {
    if let failure = failure(outlined, alignment) { return .failure(failure) }
    let evidence = evidence(outlined, alignment)
    guard let covariance = covariance(outlined, alignment, evidence) else { return .failure(.poor(evidence)) }
    let plain = BoneFit(
      baselineLabel: labels?.0, followUpLabel: labels?.1, name: name(labels), transform: outlined, evidence: evidence,
      covariance: covariance, centre: alignment.centre(outlined))
    let slide = GreyRefinement.Slide(covariance: covariance)
    guard slide.uncertainty > GreyRefinement.settled,
      let settled = GreyRefinement(baseline, followUp, alignment, labels: labels)?.refined(outlined, along: slide),
      failure(settled, alignment) == nil
    else {
      guard slide.uncertainty <= Self.mostUncertainty else {
        return .failure(.unsettled(uncertainty: slide.uncertainty, evidence))
      }
      return .success(plain)
    }
    let shared = slide.uncertainty * slide.uncertainty - GreyRefinement.settled * GreyRefinement.settled
    let direction = slide.direction
    let fit = BoneFit(
      baselineLabel: labels?.0, followUpLabel: labels?.1, name: plain.name, transform: settled,
      evidence: self.evidence(settled, alignment),
      covariance: covariance.indices.map { covariance[$0] - shared * direction[$0 / 4] * direction[$0 % 4] },
      centre: alignment.centre(settled))
    return .success(fit)
  }

  /// Why `transform` is no fit; `nil` where it is good enough.
  private func failure(_ transform: Similarity, _ alignment: BoneAlignment) -> RegistrationFailure? {
    let evidence = evidence(transform, alignment)
    let shownLength = evidence.shownFraction * min(alignment.baseline.edgeLength, alignment.followUp.edgeLength)
    guard evidence.residual <= 1.5, evidence.fittingFraction >= 0.7, shownLength >= Self.leastEdge,
      evidence.shownFraction >= Self.leastShown
    else {
      return .poor(evidence)
    }
    if alignment.scaleFreedom != nil, !Self.scaleRange.contains(transform.scale) {
      return .differentSize(scale: transform.scale, evidence)
    }
    return nil
  }

  private func evidence(_ transform: Similarity, _ alignment: BoneAlignment) -> RegistrationEvidence {
    let tolerance = RegistrationEvidence.fitTolerance
    let matches = alignment.matches(transform)
    let support = alignment.support(matches, tolerance: tolerance)
    let squares = matches.filter { abs($0.residual) < tolerance && $0.agreement > 0.5 }.map {
      $0.residual * $0.residual
    }
    return RegistrationEvidence(
      residual: squares.isEmpty ? .infinity : (squares.reduce(0, +) / Double(squares.count)).squareRoot(),
      fittingFraction: support.fitting, shownFraction: support.shown, edgeLength: alignment.baseline.edgeLength)
  }

  /// The covariance of a step from the fit: from the edges' directions, and along the loosest of these from how much worse
  /// the edges fit a little further on, because rough edges face the wrong way here and there and seem to settle more.
  private func covariance(
    _ transform: Similarity, _ alignment: BoneAlignment, _ evidence: RegistrationEvidence
  ) -> [Double]? {
    let residual = max(evidence.residual, 0.05)
    // Sites within three millimetres of each other stray together.
    let together = max(1, 3 / alignment.baseline.pitch)
    let variance = residual * residual * together
    guard
      let covariance = alignment.equations(transform, cut: max(1.5, 4.685 * residual)).inverse?.map({ $0 * variance })
    else { return nil }
    let slide = GreyRefinement.Slide(covariance: covariance)
    let step = 3.0
    func squares(_ millimetres: Double) -> Double {
      let moved = BoneAlignment.moved(
        transform, by: slide.direction.map { $0 * millimetres }, about: alignment.centre(transform), bounded: false)
      let near = alignment.matches(moved).map { min(9, $0.residual * $0.residual) }
      return near.reduce(0, +) / Double(max(near.count, 1))
    }
    let rise = (squares(step) + squares(-step)) / 2 - squares(0)
    let sites = Double(alignment.matches(transform).count) / together
    let most = Self.mostUncertainty * Self.mostUncertainty * 4
    let measured = rise > 0 ? min(most, residual * residual * step * step / (rise * sites)) : most
    let wider = max(0, measured - slide.uncertainty * slide.uncertainty)
    return covariance.indices.map { covariance[$0] + wider * slide.direction[$0 / 4] * slide.direction[$0 % 4] }
  }

  private func name(_ labels: (Int, Int)?) -> String {
    guard let labels else { return baselineBones.count == 1 ? baseline.name(of: baselineBones[0]) : "all bones" }
    let name = baseline.name(of: labels.0)
    let known = name == "bone" ? followUp.name(of: labels.1) : name
    let isUnique = baselineBones.count { baseline.name(of: $0) == name } == 1
    return isUnique && known != "bone" ? known : "\(known) \(labels.0)"
  }
}
