/// Small integers in channels, rows and columns: what runs through the network.
package struct Tensor: Sendable, Equatable {
  /// The number of channels.
  package let channels: Int
  /// The number of columns.
  package let width: Int
  /// The number of rows.
  package let height: Int
  /// The values; that of channel `c`, column `x` and row `y` stands at `(c * height + y) * width + x`.
  package let values: [Int16]

  /// Takes `values` as a tensor.
  package init(channels: Int, width: Int, height: Int, values: [Int16]) {
    precondition(values.count == channels * width * height, "A tensor given \(values.count) values")
    self.channels = channels
    self.width = width
    self.height = height
    self.values = values
  }

  /// Every 2 × 2 block as four channels: channel `4c + 2dy + dx` at `(x, y)` is channel `c` at `(2x + dx, 2y + dy)`.
  var unshuffled: Tensor {
    let w = width / 2
    let h = height / 2
    let source = values.span
    var result = [Int16](repeating: 0, count: channels * 4 * w * h)
    for channel in 0..<4 * channels {
      let corner = channel % 4
      for y in 0..<h {
        let from = (channel / 4 * height + 2 * y + corner / 2) * width + corner % 2
        let to = (channel * h + y) * w
        for x in 0..<w { result[to &+ x] = source[from &+ 2 &* x] }
      }
    }
    return Tensor(channels: 4 * channels, width: w, height: h, values: result)
  }

  /// The inverse of ``unshuffled``.
  var shuffled: Tensor {
    let source = values.span
    var result = [Int16](repeating: 0, count: values.count)
    for channel in 0..<channels {
      let corner = channel % 4
      for y in 0..<height {
        let from = (channel * height + y) * width
        let to = ((channel / 4 * height + y) * 2 + corner / 2) * 2 * width + corner % 2
        for x in 0..<width { result[to &+ 2 &* x] = source[from &+ x] }
      }
    }
    return Tensor(channels: channels / 4, width: 2 * width, height: 2 * height, values: result)
  }

  /// The maximum of every 2 × 2 block.
  var pooled: Tensor {
    let w = width / 2
    let h = height / 2
    let source = values.span
    var result = [Int16](repeating: 0, count: channels * w * h)
    for row in 0..<channels * h {
      let from = 2 * row * width
      let to = row * w
      for x in 0..<w {
        let upper = max(source[from &+ 2 &* x], source[from &+ 2 &* x &+ 1])
        let lower = max(source[from &+ width &+ 2 &* x], source[from &+ width &+ 2 &* x &+ 1])
        result[to &+ x] = max(upper, lower)
      }
    }
    return Tensor(channels: channels, width: w, height: h, values: result)
  }

  /// The channels of this tensor, then those of `deeper`, every value of which becomes a 2 × 2 block.
  func joined(withEnlarged deeper: Tensor) -> Tensor {
    var result = values
    result.reserveCapacity(values.count + deeper.channels * width * height)
    let source = deeper.values.span
    for row in 0..<deeper.channels * deeper.height {
      let from = row * deeper.width
      for _ in 0..<2 {
        for x in 0..<deeper.width {
          let value = source[from &+ x]
          result.append(value)
          result.append(value)
        }
      }
    }
    return Tensor(channels: channels + deeper.channels, width: width, height: height, values: result)
  }
}
