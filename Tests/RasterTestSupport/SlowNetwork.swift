/// A convolution one multiplication at a time, in whole numbers, as its definition says.
///
/// - Parameters:
///   - input: values as `[channel][row][column]`.
///   - weights: as `[output][channel][ky][kx]`.
///   - range: what results are clamped to.
public func slowConvolution(
  _ input: [Int], channels: Int, width: Int, height: Int, kernel: Int, weights: [Int], bias: [Int],
  multiplier: [Int], shift: [Int], range: ClosedRange<Int>
) -> [Int] {
  let reach = kernel / 2
  var result: [Int] = []
  for o in bias.indices {
    for y in 0..<height {
      for x in 0..<width {
        var sum = bias[o]
        for c in 0..<channels {
          for ky in 0..<kernel {
            for kx in 0..<kernel {
              let row = y + ky - reach
              let column = x + kx - reach
              guard row >= 0, row < height, column >= 0, column < width else { continue }
              sum +=
                weights[((o * channels + c) * kernel + ky) * kernel + kx] * input[(c * height + row) * width + column]
            }
          }
        }
        let scaled = (sum * multiplier[o] + (1 << (shift[o] - 1))) >> shift[o]
        result.append(min(max(scaled, range.lowerBound), range.upperBound))
      }
    }
  }
  return result
}
