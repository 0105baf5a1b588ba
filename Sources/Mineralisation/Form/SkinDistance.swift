import Raster

/// How far a lesion lies from the air beside the body.
struct SkinDistance: Equatable {
  /// The shortest distance from the lesion's edge.
  let shortest: Double

  /// The distance from `lesion`, which lies in the radiograph at `box`; `nil` where no air is in the image.
  init?(from lesion: Mask, at box: PixelBox, field: Field, scale: ImageScale) {
    guard field.contains(.air) else { return nil }
    let air = Air(labels: field.map, stretch: scale.y / scale.x)
    let covers = !lesion.intersection(field.mask(of: .air, in: box)).isEmpty
    // As distance transforms round.
    let squared = Float(
      (covers ? 0 : air.squaredDistance(to: Outline(of: LabelMap(lesion), at: box))) * (scale.x * scale.x))
    shortest = max(Double(squared).squareRoot() - scale.mean, 0)
  }
}

/// The air of a field, distances in columns.
private struct Air {
  static let label = Int(Field.Region.air.rawValue)

  let labels: LabelMap
  /// The height of a pixel over its width.
  let stretch: Double

  /// The squared distance from the nearest pixel of `outline` to the nearest pixel of air.
  func squaredDistance(to outline: Outline) -> Double {
    var anchors = Anchors()
    var best = Double.infinity
    // A few pixels first: how far they lie tells that most of the others lie farther than the nearest.
    let stride = max(1, outline.count / 32)
    for pass in [stride, 1] {
      var number = 0
      outline.forEach { x, y in
        defer { number += 1 }
        let place = Point(Double(x), Double(y) * stretch)
        guard number % pass == 0, !anchors.exclude(place, closerThan: best.squareRoot()) else { return }
        let squared = squaredDistance(toX: x, y: y)
        if squared < best { best = squared }
        anchors.add(place, distance: squared.squareRoot())
      }
    }
    return best
  }

  /// The squared distance from column `x` and row `y` to the nearest pixel of air; infinite where there is none.
  func squaredDistance(toX x: Int, y: Int) -> Double {
    var best = Double.infinity
    var step = 0
    while true {
      let height = Double(step) * stretch * (Double(step) * stretch)
      if height >= best || (y - step < 0 && y + step >= labels.height) { return best }
      for side in step == 0 ? 1..<2 : 0..<2 {
        let row = side == 0 ? y - step : y + step
        guard row >= 0, row < labels.height, let away = columns(from: x, inRow: row) else { continue }
        best = min(best, Double(away) * Double(away) + height)
      }
      step += 1
    }
  }

  /// How many columns the nearest air of a row lies from column `x`.
  private func columns(from x: Int, inRow y: Int) -> Int? {
    let row = labels.runIndices(ofRow: y)
    let right = labels.runIndices(ofRow: y, from: x).lowerBound
    var best: Int?
    for i in right..<row.upperBound where labels.runs[i].label == Self.label {
      best = max(labels.runs[i].start - x, 0)
      break
    }
    for i in (row.lowerBound..<right).reversed() where labels.runs[i].label == Self.label {
      let away = x - labels.runs[i].end + 1
      return min(best ?? away, away)
    }
    return best
  }
}
