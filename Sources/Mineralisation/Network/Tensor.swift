internal import CNetwork
package import Raster

/// Bytes in rows, columns and channels: what runs through the network.
package struct Tensor: Sendable, Equatable {
  /// The number of channels.
  package let channels: Int
  /// The number of columns.
  package let width: Int
  /// The number of rows.
  package let height: Int
  /// The values; that of channel `c`, column `x` and row `y` stands at `(y * width + x) * channels + c`.
  package let values: [UInt8]

  /// Takes `values` as a tensor.
  package init(channels: Int, width: Int, height: Int, values: [UInt8]) {
    precondition(values.count == channels * width * height, "A tensor given \(values.count) values")
    self.channels = channels
    self.width = width
    self.height = height
    self.values = values
  }

  /// Every 2 × 2 block of `planes` as four channels: channel `4c + 2dy + dx` at `(x, y)` is plane `c` at
  /// `(2x + dx, 2y + dy)`.
  ///
  /// - Precondition: width and height are even.
  package init(unshuffling planes: InputPlanes) {
    precondition(planes.width % 2 == 0 && planes.height % 2 == 0, "Planes of odd size")
    let count = planes.values.count
    let values = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, initialised in
      unsafe cnetwork_unshuffle(planes.values, planes.count, planes.width, planes.height, target.baseAddress)
      initialised = count
    }
    self.init(channels: 4 * planes.count, width: planes.width / 2, height: planes.height / 2, values: values)
  }

  /// The maximum of every 2 × 2 block.
  ///
  /// - Precondition: width and height are even.
  package var pooled: Tensor {
    precondition(width % 2 == 0 && height % 2 == 0, "A tensor of odd size")
    let count = values.count / 4
    let largest = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, initialised in
      unsafe cnetwork_pool(values, channels, width, height, target.baseAddress)
      initialised = count
    }
    return Tensor(channels: channels, width: width / 2, height: height / 2, values: largest)
  }

  /// The part inside `box`.
  ///
  /// - Precondition: `box` lies in the tensor.
  package func cropped(to box: PixelBox) -> Tensor {
    let all = PixelBox(width: width, height: height)
    precondition(all.contains(box), "Crop outside the tensor")
    guard box != all else { return self }
    var part: [UInt8] = []
    part.reserveCapacity(box.width * box.height * channels)
    for y in box.y..<box.endY {
      part += values[(y * width + box.x) * channels..<(y * width + box.endX) * channels]
    }
    return Tensor(channels: channels, width: box.width, height: box.height, values: part)
  }
}

/// Planes of bytes, one after the other: what the network takes.
package struct InputPlanes: Sendable, Equatable {
  /// The number of planes.
  package let count: Int
  /// The number of columns.
  package let width: Int
  /// The number of rows.
  package let height: Int
  /// The values; that of plane `c`, column `x` and row `y` stands at `(c * height + y) * width + x`.
  package let values: [UInt8]

  /// Takes `values` as planes.
  package init(count: Int, width: Int, height: Int, values: [UInt8]) {
    precondition(values.count == count * width * height, "Planes given \(values.count) values")
    self.count = count
    self.width = width
    self.height = height
    self.values = values
  }
}

/// Planes of logits, one per class: what the network gives.
package struct Logits: Sendable, Equatable {
  /// The logits of one class; that of column `x` and row `y` of the box stands at `y * box.width + x`.
  package enum Values: Sendable, Equatable {
    /// Whole.
    case words([Int16])
    /// In 256 steps, 0 for the least: half of the memory.
    case bytes([UInt8])
  }

  /// The pixels of the input that they are of.
  package let box: PixelBox
  /// The logits of each class.
  ///
  /// Each class has memory of its own: ten small holes are found where a large one is not.
  package let classes: [Values]
}
