package import Raster

/// What the network says of parts of an image that it is shown again, mirrored.
///
/// A network that has learnt from films in every position still answers each position a little differently, most where it is
/// in doubt: the mean of several answers tells lesions from the rest better than one does.
package struct OtherLooks: Sendable, Equatable {
  /// The pixels around a part that the network sees with it.
  ///
  /// With a third of them another look brings nothing, with all of the image no more.
  package static let margin = 96

  /// What is asked.
  private let network: Network
  /// What it saw at the first look.
  private let planes: InputPlanes

  /// What asks `network` about the parts of `planes`, the sides of which it divides.
  package init(network: Network, planes: InputPlanes) {
    self.network = network
    self.planes = planes
  }

  /// The probability of mineralisation inside each of `boxes`, which the network is shown mirrored.
  ///
  /// Each with its margin, but all of the image at once where that is less.
  package func mineralisation(in boxes: [PixelBox], mirrored mirroring: Mirroring) -> [Plane<Float>] {
    let parts = boxes.map(part)
    let whole = PixelBox(x: 0, y: 0, width: planes.width, height: planes.height)
    guard parts.reduce(0, { $0 + $1.width * $1.height }) < whole.width * whole.height else {
      let answer = mineralisation(of: whole, mirroring)
      return boxes.map { answer.cropped(to: $0) }
    }
    return zip(boxes, parts).map { box, part in
      mineralisation(of: part, mirroring).cropped(to: box.moved(-part.x, -part.y))
    }
  }

  /// `box` with its margin, in multiples of what the network takes.
  private func part(around box: PixelBox) -> PixelBox {
    let grown = box.grown(Self.margin, Self.margin, within: planes.width, planes.height)
    let multiple = network.multiple
    let width = (grown.width + multiple - 1) / multiple * multiple
    let height = (grown.height + multiple - 1) / multiple * multiple
    return PixelBox(
      x: min(grown.x, planes.width - width), y: min(grown.y, planes.height - height), width: width, height: height)
  }

  private func mineralisation(of part: PixelBox, _ mirroring: Mirroring) -> Plane<Float> {
    let answer = NetworkAnswer(network, planes.mirrored(mirroring, in: part), whole: [.mineralisation])
    let whole = PixelBox(x: 0, y: 0, width: part.width, height: part.height)
    let probabilities = answer.probabilities(of: .mineralisation, in: whole).samples
    return Plane(width: part.width, height: part.height, samples: mirroring(probabilities[...], width: part.width))
  }
}

/// A way to turn an image over: what changes places.
package enum Mirroring: Sendable, CaseIterable {
  /// Both sides, which is half a turn; left and right; top and bottom.
  case both, columns, rows

  /// The image of rows of `width` that `values` are.
  package func callAsFunction<Value>(_ values: ArraySlice<Value>, width: Int) -> [Value] {
    if self == .both { return values.reversed() }
    let starts = stride(from: values.startIndex, to: values.endIndex, by: width)
    var result: [Value] = []
    result.reserveCapacity(values.count)
    if self == .rows {
      for start in starts.reversed() { result += values[start..<start + width] }
    } else {
      for start in starts { result += values[start..<start + width].reversed() }
    }
    return result
  }
}

extension InputPlanes {
  /// What lies inside `box`, mirrored.
  fileprivate func mirrored(_ mirroring: Mirroring, in box: PixelBox) -> InputPlanes {
    let mirrored = (0..<count).flatMap { plane in
      let inside = (box.y..<box.endY).flatMap { y in
        let row = (plane * height + y) * width
        return values[row + box.x..<row + box.endX]
      }
      return mirroring(inside[...], width: box.width)
    }
    return InputPlanes(count: count, width: box.width, height: box.height, values: mirrored)
  }
}
