package import Raster
internal import RasterKernels

/// What the network says of parts of an image that it is shown again, larger.
///
/// What is no lesion it knows better where it is shown it larger, and what is one nearly as well; and it answers each size
/// and position a little differently, most where it is in doubt: the mean of several answers tells lesions from the rest
/// better than one does.
package struct OtherLooks: Sendable, Equatable {
  /// The image's pixels around a box that the network sees with it, about: half as many again bring no more.
  private static let margin = 64

  /// What is asked.
  private let network: Network
  /// What it saw at the first look, 0 … 1, bone bright.
  private let image: Plane<Float>

  /// What asks `network` about parts of `image`, which is scaled to 0 … 1 with bone bright.
  package init(network: Network, image: Plane<Float>) {
    self.network = network
    self.image = image
  }

  /// The probability of mineralisation inside each of `boxes`, which the network is shown as `look` says.
  ///
  /// Each with its margin, but all of the image at once where that is less.
  package func mineralisation(in boxes: [PixelBox], at look: Look) -> [Plane<Float>] {
    let parts = boxes.map { part(around: $0, look) }
    let whole = PixelBox(x: 0, y: 0, width: image.width, height: image.height)
    guard parts.reduce(0, { $0 + $1.width * $1.height }) < whole.width * whole.height else {
      let seen = mineralisation(of: whole, look)
      return boxes.map { probabilities(seen, of: whole, in: $0) }
    }
    return zip(boxes, parts).map { box, part in probabilities(mineralisation(of: part, look), of: part, in: box) }
  }

  /// `box` with a margin that fills what the network takes.
  private func part(around box: PixelBox, _ look: Look) -> PixelBox {
    let stretch = { (start: Int, length: Int, end: Int) in
      let blocks = (Double(length + 2 * Self.margin) * look.enlargement / Double(network.multiple)).rounded()
      let count = min(end, Int(blocks * Double(network.multiple) / look.enlargement))
      return (start: min(max(0, start + (length - count) / 2), end - count), count: count)
    }
    let columns = stretch(box.x, box.width, image.width)
    let rows = stretch(box.y, box.height, image.height)
    return PixelBox(x: columns.start, y: rows.start, width: columns.count, height: rows.count)
  }

  /// The probability of mineralisation in `part` as it was shown.
  private func mineralisation(of part: PixelBox, _ look: Look) -> Plane<Float> {
    let shown = look.shown(image.cropped(to: part))
    let input = NetworkInput(normalised: shown, multiple: network.multiple)
    let answer = NetworkAnswer(network, input.planes, whole: [.mineralisation])
    let all = PixelBox(x: 0, y: 0, width: shown.width, height: shown.height)
    let seen = answer.probabilities(of: .mineralisation, in: all)
    return look.isTurned ? seen.turned : seen
  }

  /// What was `seen` of `part` at the image's own scale in `box`.
  private func probabilities(_ seen: Plane<Float>, of part: PixelBox, in box: PixelBox) -> Plane<Float> {
    resizedBilinear(seen, toWidth: part.width, height: part.height, box: box.moved(-part.x, -part.y))
  }
}

/// A way to show an image again.
package struct Look: Sendable, Equatable {
  /// How many times as large.
  package let enlargement: Double
  /// Whether by half a turn.
  package let isTurned: Bool

  /// The looks after the first, in their order.
  package static let others = [Look(enlargement: 1.5, isTurned: false), Look(enlargement: 1.25, isTurned: true)]

  /// A look at `enlargement` times the size, by half a turn or not.
  package init(enlargement: Double, isTurned: Bool) {
    self.enlargement = enlargement
    self.isTurned = isTurned
  }

  /// `part` as the network is shown it.
  package func shown(_ part: Plane<Float>) -> Plane<Float> {
    let larger = resizedBilinear(
      part, toWidth: Int(enlargement * Double(part.width)), height: Int(enlargement * Double(part.height)))
    return isTurned ? larger.turned : larger
  }
}

extension Plane<Float> {
  /// The plane by half a turn.
  fileprivate var turned: Plane<Float> { Plane(width: width, height: height, samples: samples.reversed()) }
}
