internal import Raster
internal import RasterKernels

/// A bone at the working scale: its pixels, and the values whose contour is its outline, inside a box with a margin.
struct BonePart: Sendable, Equatable {
  /// Its name, `bone` where it has none.
  var name: String
  /// The class that the values come from where nothing has changed them.
  private let source: NetworkClass
  /// Where ``mask`` and ``values`` lie in the working image.
  private(set) var box: PixelBox
  /// The pixels of the bone inside ``box``.
  private(set) var mask: Mask
  /// The probabilities, made certain where the bone is whole.
  private(set) var values: Plane<Float>
  /// What is kept around the pixels: what an outline is drawn from.
  private let margin: Int
  private let image: PixelBox
  /// The pixels with their place.
  var placed: PlacedMask { PlacedMask(mask: mask, box: box) }

  /// The bone of class `name` that covers `pixels`.
  init(_ name: NetworkClass, _ pixels: PlacedMask, proposals: Proposals, image: WorkingImage) {
    self.name = name.rawValue
    source = name
    self.image = image.box
    let scale = min(
      Double(image.sourceWidth) / Double(image.width), Double(image.sourceHeight) / Double(image.height))
    margin = 4 + Int((1 / scale).rounded(.up))
    box = pixels.box.grown(margin, margin, within: image.width, image.height)
    mask = pixels.laid(in: box)
    values = proposals.values(of: name, in: box)
  }

  /// Adds `holes`, a mask of ``box``, as certain bone.
  mutating func fill(_ holes: Mask) {
    guard !holes.isEmpty else { return }
    mask = mask.union(holes)
    values.makeCertain(holes)
  }

  /// How far around pixels that are added their values count.
  static let reach = 2

  /// Adds the pixels of `other` with their own values, which lie in `otherBox`, ``reach`` pixels around them included.
  mutating func absorb(_ other: PlacedMask, _ otherValues: Plane<Float>, in otherBox: PixelBox, proposals: Proposals) {
    guard let tight = other.extent else { return }
    grow(to: box.union(tight.grown(margin, margin, within: image.width, image.height)), proposals)
    mask = mask.union(other.laid(in: box))
    let zone = tight.grown(Self.reach, Self.reach, within: image.width, image.height)
    let touched = dilated(other.laid(in: zone), radius: 1.5).plane.samples
    let near = touched.span
    let theirs = otherValues.samples.span
    let box = box
    values.withMutableSamples { samples in
      for y in zone.y..<zone.endY {
        let from = (y - zone.y) * zone.width - zone.x
        let to = (y - box.y) * box.width - box.x
        let there = (y - otherBox.y) * otherBox.width - otherBox.x
        for x in zone.x..<zone.endX where near[from + x] != 0 {
          samples[to + x] = max(samples[to + x], theirs[there + x])
        }
      }
    }
  }

  /// The pixels of the radiograph inside its contour at `level`.
  ///
  /// Certain from 1 mm inside its edge: doubt within a bone makes no hole.
  ///
  /// - Returns: `nil` where it has no pixel at the working scale.
  func drawn(in image: WorkingImage, level: Float) -> PlacedMask? {
    guard let part = placed.tight else { return nil }
    var solid = values
    solid.makeCertain(eroded(mask, radius: 1, spacingX: image.pitchX, spacingY: image.pitchY))
    return PlacedMask(
      enlarging: solid, in: box, of: image.width, image.height, around: part, level: level, toWidth: image.sourceWidth,
      height: image.sourceHeight)
  }

  private mutating func grow(to wider: PixelBox, _ proposals: Proposals) {
    guard wider != box else { return }
    var around = proposals.values(of: source, in: wider)
    let (inner, box) = (values.samples.span, box)
    around.withMutableSamples { samples in
      for y in box.y..<box.endY {
        let from = (y - box.y) * box.width - box.x
        let to = (y - wider.y) * wider.width - wider.x
        for x in box.x..<box.endX { samples[to + x] = inner[from + x] }
      }
    }
    values = around
    mask = placed.laid(in: wider)
    self.box = wider
  }
}

extension Plane<Float> {
  /// Sets the values inside `mask` to 1.
  fileprivate mutating func makeCertain(_ mask: Mask) {
    let bytes = mask.plane.samples.span
    withMutableSamples { samples in for i in samples.indices where bytes[i] != 0 { samples[i] = 1 } }
  }
}
