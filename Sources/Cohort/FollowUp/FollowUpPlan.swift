import Reporting

/// Two films of one limb that are to be compared, or why they cannot be.
public struct FollowUpPair: Sendable {
  /// The films' patient, side and region, as far as they are stated.
  let series: Series
  let baseline: MeasuredFilm
  let followUp: MeasuredFilm
  let baselineDate: FollowUpDate?
  let followUpDate: FollowUpDate?
  /// Known before anything is read.
  let problem: String?

  /// Whose limb it is.
  struct Series: Sendable, Hashable {
    var patient: String?
    var side: String?
    var region: String?

    /// The three in a line.
    var words: String { [patient, side, region].compactMap(\.self).joined(separator: " ") }
  }

  /// The days between the films, where both dates are stated.
  var days: Int? { baselineDate.flatMap { first in followUpDate.map(first.days(to:)) } }
}

/// Which films are compared with which.
public struct FollowUpPlan: Sendable {
  /// The pairs: each film with the one before, then the first of a series with each later one.
  public let pairs: [FollowUpPair]
  /// Films that have no partner.
  public let alone: [String]

  /// Two films, the earlier one first.
  public init(baseline: MeasuredFilm, followUp: MeasuredFilm) {
    self.init(pairs: [Self.pair(DatedFilm(baseline), DatedFilm(followUp))], alone: [])
  }

  /// Films of any number of limbs: one series for each patient, side and region, ordered by date.
  ///
  /// Films without a patient belong to no series. Where no film of a series has a date, the order is that of `films`.
  ///
  /// - Throws: ``FieldError`` where no two films belong together.
  public init(_ films: [MeasuredFilm]) throws(FieldError) {
    var order: [FollowUpPair.Series] = []
    var members: [FollowUpPair.Series: [DatedFilm]] = [:]
    var alone: [String] = []
    for film in films.map(DatedFilm.init) {
      guard film.series.patient != nil else {
        alone.append(film.film.record.id)
        continue
      }
      if members[film.series] == nil { order.append(film.series) }
      members[film.series, default: []].append(film)
    }
    var pairs: [FollowUpPair] = []
    for series in order {
      let films = Self.ordered(members[series] ?? [])
      guard films.count > 1 else {
        alone += films.map(\.film.record.id)
        continue
      }
      for i in 1..<films.count { pairs.append(Self.pair(films[i - 1], films[i])) }
      for i in 2..<max(2, films.count) { pairs.append(Self.pair(films[0], films[i])) }
    }
    guard !pairs.isEmpty else {
      throw FieldError(
        "no two films belong together: give two images, or a manifest with the columns patient, side, region and date in"
          + " which a patient has several films")
    }
    self.init(pairs: pairs, alone: alone)
  }

  private init(pairs: [FollowUpPair], alone: [String]) {
    self.pairs = pairs
    self.alone = alone
  }

  /// The films of one or two results folders.
  ///
  /// Two folders of a film each are a pair. Else films belong together by patient, side and region where any patient is
  /// stated, and by equal ids in the two folders where none is.
  ///
  /// - Throws: ``FieldError`` where no two films belong together.
  public init(results folders: [[MeasuredFilm]]) throws(FieldError) {
    let all = folders.flatMap(\.self)
    if folders.count == 2, folders.allSatisfy({ $0.count == 1 }) {
      self.init(baseline: all[0], followUp: all[1])
      return
    }
    if folders.count < 2 || all.contains(where: { $0.stated("patient") != nil }) {
      try self.init(all)
      return
    }
    let later = Dictionary(folders[1].map { ($0.record.id, $0) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<String> = []
    let pairs = folders[0].compactMap { film -> FollowUpPair? in
      guard let partner = later[film.record.id], seen.insert(film.record.id).inserted else { return nil }
      return Self.pair(DatedFilm(film), DatedFilm(partner))
    }
    let alone = folders.flatMap { $0.map(\.record.id) }.filter { !seen.contains($0) }
    guard !pairs.isEmpty else {
      throw FieldError(
        "the two folders have no id in common and state no patients: measure from a manifest with the columns patient,"
          + " side, region and date, or give equal ids")
    }
    self.init(pairs: pairs, alone: alone)
  }

  /// By date where any is stated, films without one last; else as they come.
  private static func ordered(_ films: [DatedFilm]) -> [DatedFilm] {
    films.enumerated().sorted { a, b in
      switch (a.element.date, b.element.date) {
      case (let first?, let second?) where first != second: first < second
      case (_?, nil): true
      case (nil, _?): false
      default: a.offset < b.offset
      }
    }.map(\.element)
  }

  private static func pair(_ baseline: DatedFilm, _ followUp: DatedFilm) -> FollowUpPair {
    FollowUpPair(
      series: baseline.series, baseline: baseline.film, followUp: followUp.film, baselineDate: baseline.date,
      followUpDate: followUp.date, problem: baseline.problem ?? followUp.problem)
  }
}

/// A film with its place in a series.
private struct DatedFilm {
  let film: MeasuredFilm
  let series: FollowUpPair.Series
  private(set) var date: FollowUpDate?
  private(set) var problem: String?

  init(_ film: MeasuredFilm) {
    self.film = film
    series = FollowUpPair.Series(
      patient: film.stated("patient"), side: film.stated("side"), region: film.stated("region"))
    if !film.record.succeeded { problem = "\(film.record.id): was not measured: \(film.record.error ?? "")" }
    if let text = film.stated("date") {
      do { date = try FollowUpDate(text) } catch { problem = problem ?? "\(film.record.id): \(error)" }
    }
  }
}
