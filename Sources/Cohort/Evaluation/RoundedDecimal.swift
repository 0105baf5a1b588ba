/// `value` rounded to so many decimals as decimal arithmetic would, halves to the even digit.
///
/// `value · 10ⁿ` may fall on a half by its own rounding: the part that it lost decides then.
package func roundedDecimal(_ value: Double, places: Int) -> Double {
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  let scaled = value * scale
  let lower = scaled.rounded(.down)
  guard scaled - lower == 0.5 else { return scaled.rounded() / scale }
  let lost = (-scaled).addingProduct(value, scale)
  if lost != 0 { return (lost > 0 ? lower + 1 : lower) / scale }
  return scaled.rounded(.toNearestOrEven) / scale
}
