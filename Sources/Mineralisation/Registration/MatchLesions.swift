import Glibc
public import Raster
import RasterKernels

/// Lesions of two films that belong together, or one that has no partner.
public struct LesionMatch: Sendable, Equatable {
  /// How the two sides relate.
  public enum Kind: String, Sendable, Equatable, CaseIterable {
    /// One lesion then and one now.
    case matched
    /// Several lesions then, one now.
    case merged
    /// One lesion then, several now.
    case split
    /// Several then and several now that cannot be told apart.
    case regrouped
    /// None then, one now, where the baseline shows its place.
    case new
    /// One then, none now, where the follow-up shows its place.
    case gone
    /// One without partner, whose place the other film does not show.
    case outOfView = "out_of_view"
    /// One at a bone that could not be registered: nothing is known of a partner.
    case notRegistered = "not_registered"
  }

  /// How the two sides relate.
  public let kind: Kind
  /// The lesions of the baseline, by their ids.
  public let baseline: [Int]
  /// The lesions of the follow-up.
  public let followUp: [Int]
  /// The share of the smaller side that the other one covers after registration; `nil` without a partner.
  public let overlap: Double?
  /// The share of the lesions whose place the other film shows; `nil` where nothing was registered.
  public let shown: Double?
  /// The bone that the two films are registered on here.
  public let registeredOn: String?
  /// How far the registration may be off here (standard uncertainty), in the follow-up's millimetres.
  public let uncertainty: Double?
}

/// One film's lesions, and which fit each of them follows.
public struct LesionFilm: Sendable {
  /// One label per lesion.
  public let lesions: LabelMap
  /// Millimetres per pixel as in the registration.
  public let film: RegistrationFilm

  /// The lesions of a film that was registered.
  public init(lesions: LabelMap, film: RegistrationFilm) {
    self.lesions = lesions
    self.film = film
  }
}

/// Finds which lesions of two registered films are the same.
///
/// A lesion of the baseline and one of the follow-up belong together where they cover a fifth of the smaller one; one that
/// covers none belongs to the nearest without a partner within 2 mm and twice the registration's uncertainty, edge to edge
/// as if both were round. Whatever hangs together by such links is one match. The order is that of the follow-up's
/// lesions, then of the baseline's that are left.
public func matchLesions(
  _ baseline: LesionFilm, _ followUp: LesionFilm, _ registration: Registration
) -> [LesionMatch] {
  var matcher = LesionMatcher(baseline, followUp, registration)
  matcher.linkByOverlap()
  matcher.linkNeighbours()
  return matcher.matches()
}

private struct LesionMatcher {
  /// A lesion with what registration says of its place.
  struct Lesion {
    var id: Int
    var area: Double
    var centre: Point
    var box: PixelBox
    var fit: BoneFit?
    /// The share whose place lies on the other film.
    var shown = 0.0
    /// The share whose place the other film shows exposed.
    var exposed = 0.0
    /// The group it belongs to.
    var group: Int
  }

  private let registration: Registration
  private var old: [Lesion]
  private var new: [Lesion]
  /// The area of the follow-up, in its square millimetres, that baseline lesion `i` and follow-up lesion `j` share.
  private var shared: [Double]

  private static let leastOverlap = 0.2
  private static let nearby = 2.0

  init(_ baseline: LesionFilm, _ followUp: LesionFilm, _ registration: Registration) {
    self.registration = registration
    let homes = registration.bonesMoved
    let oldBones = homes ? nearestBones(to: baseline, among: registration.baselineBones) : [:]
    let newBones = homes ? nearestBones(to: followUp, among: registration.followUpBones) : [:]
    old = Self.lesions(baseline).map { lesion in
      var lesion = lesion
      lesion.fit = registration.fit(baselineLabel: oldBones[lesion.id])
      return lesion
    }
    new = Self.lesions(followUp).map { lesion in
      var lesion = lesion
      lesion.fit = registration.fit(followUpLabel: newBones[lesion.id])
      return lesion
    }
    shared = [Double](repeating: 0, count: old.count * new.count)
    for i in old.indices { old[i].group = i }
    for j in new.indices { new[j].group = old.count + j }
    survey(baseline, followUp)
  }

  private static func lesions(_ film: LesionFilm) -> [Lesion] {
    let shapes = measureShapes(of: film.lesions, spacing: nil)
    return shapes.indices.compactMap { i in
      guard shapes[i].areaPx > 0 else { return nil }
      return Lesion(
        id: i + 1, area: Double(shapes[i].areaPx) * film.film.spacingX * film.film.spacingY,
        centre: film.film.millimetres(shapes[i].centroid), box: shapes[i].boundingBox, group: 0)
    }
  }

  /// Counts what each lesion shares with those of the other film, and how much of it that film shows.
  private mutating func survey(_ baseline: LesionFilm, _ followUp: LesionFilm) {
    let columns = Dictionary(uniqueKeysWithValues: new.indices.map { (new[$0].id, $0) })
    for i in old.indices {
      guard let fit = old[i].fit else { continue }
      let survey = Self.survey(baseline, old[i], followUp, fit.transform)
      old[i].shown = survey.shown
      old[i].exposed = survey.exposed
      let area = baseline.film.spacingX * baseline.film.spacingY * fit.transform.scale * fit.transform.scale
      for (label, count) in survey.counts {
        if let j = columns[label] { shared[i * new.count + j] = Double(count) * area }
      }
    }
    for j in new.indices {
      guard let fit = new[j].fit else { continue }
      let survey = Self.survey(followUp, new[j], baseline, fit.transform.inverse)
      new[j].shown = survey.shown
      new[j].exposed = survey.exposed
    }
  }

  /// For the pixels of one lesion: how many lie on which lesion of the other film, which share lies on that film at all,
  /// and which share not on its black parts: air, and what the collimator kept dark.
  private static func survey(
    _ film: LesionFilm, _ lesion: Lesion, _ other: LesionFilm, _ transform: Similarity
  ) -> (counts: [Int: Int], shown: Double, exposed: Double) {
    var counts: [Int: Int] = [:]
    var total = 0
    var shown = 0
    var exposed = 0
    let black = blackLevel(other.film)
    for run in film.lesions.runs where run.label == lesion.id {
      let y = run.y
      for x in run.start..<run.end {
        total += 1
        let there = other.film.pixels(transform(film.film.millimetres(Point(Double(x), Double(y)))))
        let column = Int(there.x.rounded())
        let row = Int(there.y.rounded())
        guard other.lesions.contains(column, row) else { continue }
        shown += 1
        if other.film.signal.map({ $0[column, row] > black }) ?? true { exposed += 1 }
        let found = other.lesions[column, row]
        if found > 0 { counts[found, default: 0] += 1 }
      }
    }
    return (counts, Double(shown) / Double(max(total, 1)), Double(exposed) / Double(max(total, 1)))
  }

  /// Up to this a film's grey values are black: 3 % of the way from its darkest to its bright end.
  private static func blackLevel(_ film: RegistrationFilm) -> UInt16 {
    guard let samples = film.signal?.samples, let darkest = samples.min() else { return 0 }
    let step = max(1, samples.count / 20_000) | 1
    let sample = stride(from: 0, to: samples.count, by: step).map { samples[$0] }.sorted()
    let bright = sample[(sample.count - 1) * 99 / 100]
    return darkest + UInt16((Double(bright - darkest) * 0.03).rounded())
  }

  /// The area of a baseline lesion in the follow-up's square millimetres.
  private func area(ofOld i: Int) -> Double {
    let scale = old[i].fit?.transform.scale ?? 1
    return old[i].area * scale * scale
  }

  mutating func linkByOverlap() {
    for i in old.indices {
      for j in new.indices {
        let smaller = min(area(ofOld: i), new[j].area)
        if shared[i * new.count + j] >= Self.leastOverlap * smaller { link(i, j) }
      }
    }
  }

  mutating func linkNeighbours() {
    var pairs: [(distance: Double, i: Int, j: Int)] = []
    for i in old.indices {
      guard let fit = old[i].fit, isAlone(old[i].group) else { continue }
      let place = fit.transform(old[i].centre)
      let tolerance = Self.nearby + 2 * fit.uncertainty(at: place)
      for j in new.indices where isAlone(new[j].group) {
        let away = hypot(place.x - new[j].centre.x, place.y - new[j].centre.y)
        let distance = away - (area(ofOld: i) / .pi).squareRoot() - (new[j].area / .pi).squareRoot()
        if distance <= tolerance { pairs.append((distance, i, j)) }
      }
    }
    for pair in pairs.sorted(by: { ($0.distance, $0.i, $0.j) < ($1.distance, $1.i, $1.j) })
    where isAlone(old[pair.i].group) && isAlone(new[pair.j].group) {
      link(pair.i, pair.j)
    }
  }

  private func isAlone(_ group: Int) -> Bool {
    old.count { $0.group == group } + new.count { $0.group == group } == 1
  }

  private mutating func link(_ i: Int, _ j: Int) {
    let (kept, lost) = (old[i].group, new[j].group)
    guard kept != lost else { return }
    for k in old.indices where old[k].group == lost { old[k].group = kept }
    for k in new.indices where new[k].group == lost { new[k].group = kept }
  }

  func matches() -> [LesionMatch] {
    var seen: Set<Int> = []
    let groups = (new.map(\.group) + old.map(\.group)).filter { seen.insert($0).inserted }
    return groups.map { group in
      match(old.indices.filter { old[$0].group == group }, new.indices.filter { new[$0].group == group })
    }
  }

  private func match(_ before: [Int], _ after: [Int]) -> LesionMatch {
    let fit = before.first.flatMap { old[$0].fit } ?? after.first.flatMap { new[$0].fit }
    let lesions = before.map { old[$0] } + after.map { new[$0] }
    let total = lesions.reduce(0) { $0 + $1.area }
    let exposed = total > 0 ? lesions.reduce(0) { $0 + $1.exposed * $1.area } / total : 0
    let shown = before.isEmpty || after.isEmpty ? exposed : lesions.map(\.shown).min() ?? exposed
    var overlap: Double?
    if !before.isEmpty, !after.isEmpty {
      let smaller = min(before.reduce(0) { $0 + area(ofOld: $1) }, after.reduce(0) { $0 + new[$1].area })
      let both = before.reduce(0) { sum, i in sum + after.reduce(0) { $0 + shared[i * new.count + $1] } }
      overlap = smaller > 0 ? min(1, both / smaller) : nil
    }
    let place =
      after.first.map { new[$0].centre } ?? before.first.flatMap { i in fit.map { $0.transform(old[i].centre) } }
    return LesionMatch(
      kind: kind(before.count, after.count, isRegistered: fit != nil, shown: exposed),
      baseline: before.map { old[$0].id },
      followUp: after.map { new[$0].id }, overlap: overlap, shown: fit == nil ? nil : shown,
      registeredOn: fit?.name, uncertainty: fit.flatMap { fit in place.map(fit.uncertainty) })
  }

  private func kind(_ before: Int, _ after: Int, isRegistered: Bool, shown: Double) -> LesionMatch.Kind {
    guard isRegistered else { return .notRegistered }
    switch (before, after) {
    case (1, 1): return .matched
    case (0, _): return shown < 0.5 ? .outOfView : .new
    case (_, 0): return shown < 0.5 ? .outOfView : .gone
    case (1, _): return .split
    case (_, 1): return .merged
    default: return .regrouped
    }
  }
}

/// The bone of `labels` nearest to each lesion, by the lesion's id.
private func nearestBones(to film: LesionFilm, among labels: [Int]) -> [Int: Int] {
  var isWanted = [Bool](repeating: false, count: film.film.bones.count + 1)
  for label in labels { isWanted[label] = true }
  let bones = film.film.bones.plane.samples
  let mask = Mask(
    width: film.lesions.width, height: film.lesions.height, bytes: bones.map { isWanted[Int($0)] ? 1 : 0 })
  guard !mask.isEmpty else { return [:] }
  let nearest = nearestPixel(of: mask, spacingX: film.film.spacingX, spacingY: film.film.spacingY)
  var best: [Int: (distance: Float, bone: Int)] = [:]
  let lesions = film.lesions.plane.samples
  for i in lesions.indices where lesions[i] > 0 {
    let distance = nearest.squaredDistance.samples[i]
    let id = Int(lesions[i])
    if let known = best[id], known.distance <= distance { continue }
    best[id] = (distance, Int(bones[Int(nearest.index.samples[i])]))
  }
  return best.mapValues(\.bone)
}
