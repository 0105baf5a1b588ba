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
  /// The image's pixels around a box of which it is asked too: the first look may have seen but a part of what lies there.
  private static let reach = 8

  /// What is asked.
  private let network: Network
  /// What it saw at the first look, 0 … 1, bone bright.
  let image: Plane<Float>

  /// What asks `network` about parts of `image`, which is scaled to 0 … 1 with bone bright.
  package init(network: Network, image: Plane<Float>) {
    self.network = network
    self.image = image
  }

  /// What is asked about of an image of `width` by `height` that has something doubtful in `box`.
  static func asked(_ box: PixelBox, within width: Int, _ height: Int) -> PixelBox {
    box.grown(reach, reach, within: width, height)
  }

  /// The probability of mineralisation in what is asked about each of `boxes`, which the network is shown as `look` says.
  ///
  /// Each with its margin, but all of the image at once where that is less.
  package func mineralisation(around boxes: [PixelBox], at look: Look) -> [Plane<Float>] {
    let parts = boxes.map { part(around: $0, look) }
    let boxes = boxes.map { Self.asked($0, within: image.width, image.height) }
    let whole = PixelBox(width: image.width, height: image.height)
    guard parts.reduce(0, { $0 + $1.width * $1.height }) < whole.width * whole.height else {
      let seen = Seen(self, of: whole, asked: whole, look)
      return boxes.map(seen.probabilities)
    }
    return zip(boxes, parts).map { box, part in Seen(self, of: part, asked: box, look).probabilities(in: box) }
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

  /// What was seen of a part of the image.
  private struct Seen {
    /// The part that was shown.
    private let part: PixelBox
    /// Its columns and rows as it was shown.
    private let width: Int
    private let height: Int
    /// The probability of mineralisation, at the scale of what was shown, where it was asked.
    private let values: Plane<Float>
    private let box: PixelBox

    /// Shows `part` and asks about `asked` inside it.
    init(_ looks: OtherLooks, of part: PixelBox, asked: PixelBox, _ look: Look) {
      let shown = look.shown(looks.image.cropped(to: part))
      let input = NetworkInput(normalised: shown, multiple: looks.network.multiple)
      self.part = part
      (width, height) = (shown.width, shown.height)
      // One more: what lies at its edge is interpolated with it.
      box = asked.moved(-part.x, -part.y).enlarged(from: part.width, part.height, to: width, height)
        .grown(1, 1, within: width, height)
      let place =
        look.isTurned ? PixelBox(x: width - box.endX, y: height - box.endY, width: box.width, height: box.height) : box
      let answer = NetworkAnswer(looks.network, input.planes, in: place, whole: [.mineralisation])
      let seen = answer.probabilities(of: .mineralisation, in: place)
      values = look.isTurned ? seen.turned : seen
    }

    /// The probabilities at the image's own scale in `box`, of which it was asked.
    func probabilities(in box: PixelBox) -> Plane<Float> {
      EnlargedPart(
        values, in: self.box, of: width, height, toWidth: part.width, height: part.height,
        box: box.moved(-part.x, -part.y)
      ).sampled()
    }
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
