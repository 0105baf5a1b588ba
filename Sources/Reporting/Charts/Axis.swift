import Glibc

/// A range of values with the round numbers that are written beside it.
struct Axis {
  let lower: Double
  let upper: Double
  let ticks: [Double]
  private let places: Int

  /// An axis from a round number at or below the lowest of `values` to one at or above the highest.
  init(covering values: [Double]) {
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    // A single value still needs a range that is wide enough to be told from it.
    let span = high > low ? high - low : max(abs(high) * 0.1, 1)
    let rough = span / 5
    let power = pow(10, log10(rough).rounded(.down))
    let step = power * ([1, 2, 2.5, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10)
    let start = (low / step).rounded(.down)
    let end = max((high / step).rounded(.up), start + 1)
    lower = start * step
    upper = end * step
    ticks = (0...Int(min(end - start, 20))).map { (start + Double($0)) * step }
    places =
      (0...12).first { place in
        let scaled = step * pow(10, Double(place))
        return abs(scaled - scaled.rounded()) < 1e-6 * scaled
      } ?? 12
  }

  /// What is written beside a tick.
  func label(_ tick: Double) -> String { fixedDecimals(tick, places: places) ?? "" }

  /// Where `value` lies, 0 at the lower end and 1 at the upper.
  func share(of value: Double) -> Double { (value - lower) / (upper - lower) }
}
