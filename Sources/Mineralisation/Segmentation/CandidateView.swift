package import Raster

/// What is seen of a candidate and around it at the first look: a square of working pixels with the candidate in its middle.
package struct CandidateView: Sendable, Equatable {
  /// The square's side in pixels.
  package let side: Int
  /// Where the part of the square that the image shows lies in the square.
  package let shown: PixelBox
  /// The image there, 0 … 1, bone bright.
  package let image: Plane<Float>
  /// The probability of mineralisation there.
  package let mineralisation: Plane<Float>
  /// The probability of native bone there.
  package let bone: Plane<Float>
  /// The candidate's pixels there.
  package let candidate: Mask

  /// The square of `side` pixels around the middle of the box of `candidate`, of a whole `image` and of what the network said
  /// of it, which `values` gives for each class and box.
  package init(
    of candidate: PlacedMask, side: Int, in image: Plane<Float>, _ values: (NetworkClass, PixelBox) -> Plane<Float>
  ) {
    let box = candidate.box
    let square = PixelBox(
      x: box.x + (box.width - side) / 2, y: box.y + (box.height - side) / 2, width: side, height: side)
    let visible = square.intersection(PixelBox(width: image.width, height: image.height))
    self.side = side
    shown = visible.moved(-square.x, -square.y)
    self.image = image.cropped(to: visible)
    mineralisation = values(.mineralisation, visible)
    bone = values(.bone, visible)
    self.candidate = candidate.laid(in: visible)
  }
}
