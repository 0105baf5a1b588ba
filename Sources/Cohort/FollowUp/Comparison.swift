import Glibc
import Mineralisation
import Raster
import Reporting

/// What comparing two films gave.
public struct Comparison: Sendable {
  /// The two films.
  let pair: FollowUpPair
  /// How the films lie on each other; `nil` where they could not be registered.
  let registration: Registration?
  /// The evidence of a registration that was refused, or of the fit that most lesions follow.
  let evidence: RegistrationEvidence?
  /// The fit that the picture is drawn with: that of most lesions.
  let fit: BoneFit?
  /// The lesions, in the order of the follow-up's, then those that are gone.
  let changes: [LesionChange]
  let gap: GapChange?
  /// Whether percentages are of millimetres on both films; else the bones are the ruler.
  let hasMillimetres: Bool
  /// Whether the follow-up's millimetres, in which residuals are, come from a spacing and not from a guess.
  let residualIsMillimetres: Bool
  /// Millimetres per pixel of the follow-up as registration took them.
  let pixelSize: Double
  /// Why nothing was compared.
  public let failure: String?
  /// What a reader of the numbers should know.
  let notes: [String]
  /// Both films in one frame, as a PNG.
  private(set) var picture: [UInt8]?

  /// Whether the films were compared.
  public var succeeded: Bool { failure == nil }

  /// The name under which the picture is filed.
  var name: String {
    let both = pair.baseline.record.id + "__" + pair.followUp.record.id
    // A file's name holds 255 bytes.
    return both.utf8.count <= 240 ? both : String(sha256(both).prefix(32))
  }

  /// The same without its picture.
  var withoutPicture: Comparison {
    var result = self
    result.picture = nil
    return result
  }

  /// A change of scale from here on, in per cent, is worth a note.
  private static let notedScalePercent = 3.0

  /// Compares the two films of `pair`.
  ///
  /// - Parameter redactsText: whether the picture shows no text, even where the films were measured without that wish.
  init(_ pair: FollowUpPair, thresholds: ChangeThresholds, drawsPicture: Bool, redactsText: Bool) {
    if let problem = pair.problem {
      self.init(pair, failure: problem)
      return
    }
    let before: MeasuredFilm.Content
    let after: MeasuredFilm.Content
    do {
      before = try pair.baseline.content(redactsText: drawsPicture && (redactsText || pair.baseline.redactsText))
      after = try pair.followUp.content(redactsText: drawsPicture && (redactsText || pair.followUp.redactsText))
    } catch {
      self.init(pair, failure: error.description)
      return
    }
    do throws(RegistrationFailure) {
      let registration = try registerBones(before.lesions.film, to: after.lesions.film)
      self.init(pair, before, after, registration, thresholds, drawsPicture)
    } catch {
      self.init(
        pair, failure: "not registered: " + error.words(before.lesions.film, after.lesions.film),
        evidence: error.evidence,
        notes: before.notes + after.notes)
    }
  }

  private init(
    _ pair: FollowUpPair, failure: String, evidence: RegistrationEvidence? = nil, notes: [String] = []
  ) {
    self.pair = pair
    self.failure = failure
    self.evidence = evidence
    self.notes = notes
    registration = nil
    fit = nil
    changes = []
    gap = nil
    hasMillimetres = false
    residualIsMillimetres = false
    pixelSize = 1
    picture = nil
  }

  private init(
    _ pair: FollowUpPair, _ before: MeasuredFilm.Content, _ after: MeasuredFilm.Content, _ registration: Registration,
    _ thresholds: ChangeThresholds, _ drawsPicture: Bool
  ) {
    self.pair = pair
    self.registration = registration
    failure = nil
    let measurement = ChangeMeasurement(
      baseline: .init(pair.baseline.record, before.lesions), followUp: .init(pair.followUp.record, after.lesions),
      registration: registration, thresholds: thresholds)
    changes = measurement.changes()
    gap = GapChange(pair.baseline.record, pair.followUp.record, thresholds)
    let film = after.lesions.film
    hasMillimetres = before.lesions.film.hasSpacing && film.hasSpacing
    residualIsMillimetres = film.hasSpacing
    pixelSize = (film.spacingX * film.spacingY).squareRoot()
    let used = changes.compactMap(\.match.registeredOn)
    let fit = registration.fits.max { a, b in
      used.count { $0 == a.name } < used.count { $0 == b.name }
    }
    self.fit = fit
    evidence = fit?.evidence
    var notes = before.notes + after.notes
    if let fit, hasMillimetres, abs(fit.transform.scale - 1) * 100 >= Self.notedScalePercent {
      let percent = fixedDecimals(abs(100 * (fit.transform.scale - 1)), places: 1) ?? "?"
      notes.append(
        "the bones are \(percent) % \(fit.transform.scale > 1 ? "larger" : "smaller") on the follow-up:"
          + " check spacing and magnification of both films;"
          + " area_on_bones_change_percent takes the bones as the ruler")
    }
    if !hasMillimetres { notes.append("no pixel spacing on both films: changes are relative to the bones' size") }
    self.notes = notes
    picture =
      drawsPicture
      ? fit.map {
        renderComparison(before.shown, after.shown, $0.transform, titles: Self.titles(pair, $0, hasMillimetres)).png
      } : nil
  }

  private static func titles(_ pair: FollowUpPair, _ fit: BoneFit, _ hasMillimetres: Bool) -> [String] {
    func film(_ film: MeasuredFilm, _ date: FollowUpDate?) -> String {
      film.record.id + (date.map { " (\($0.text))" } ?? "")
    }
    let residual = fixedDecimals(fit.evidence.residual, places: 2) ?? "?"
    return [
      "\(film(pair.baseline, pair.baselineDate)) -> \(film(pair.followUp, pair.followUpDate))",
      "registered on \(fit.name), residual \(hasMillimetres ? residual + " mm" : "without millimetres")",
    ]
  }
}

extension RegistrationFailure {
  /// The evidence in words: what was found, what was expected, what to do.
  func words(_ baseline: RegistrationFilm, _ followUp: RegistrationFilm) -> String {
    func digits(_ value: Double, _ places: Int) -> String { fixedDecimals(value, places: places) ?? "?" }
    let unit = baseline.hasSpacing && followUp.hasSpacing ? "mm" : "mm of the guessed scale"
    switch self {
    case .tooLittleBone(let film, let edge):
      return "the \(film.rawValue) shows \(digits(edge, 0)) \(unit) of bone edge, expected at least 60:"
        + " give a film that shows the bone, or its bone mask"
    case .poor(let evidence):
      return "\(digits(100 * evidence.fittingFraction, 0)) % of the bone edge in view fits"
        + " (residual \(digits(evidence.residual, 2)) \(unit), \(digits(100 * evidence.shownFraction, 0)) % in view),"
        + " expected at least 70 % within 3 mm with a quarter and 60 mm in view: check that both films show the same limb in the same projection"
    case .differentSize(let scale, _):
      return "the bones fit at \(digits(scale, 2)) times the size only, expected 0.9 to 1.11:"
        + " check the films' spacing and magnification"
    case .unsettled(let uncertainty, _):
      return
        "the bones in view leave a slide of \(digits(uncertainty, 0)) \(unit) open, as a bare shaft does, expected at"
        + " most 10: give films that show more of the bone, or one of its ends"
    }
  }
}
