import Mineralisation
package import Raster
import RasterCodecs
import RasterKernels

/// A mask that somebody drew, as a map of labels 1 onwards.
package struct GivenMask: Sendable, Equatable {
  /// The objects: each connected component (or cluster) of a mask with one value, else each value.
  package let labels: LabelMap
  /// Whether the mask holds several values, each an object of its own.
  package let isLabelled: Bool
  /// The stored values that became other labels, in the order of the labels; empty where none did.
  package let renumbered: [Int]

  /// Reads `values` as they stand in the file, 0 for background.
  ///
  /// - Parameters:
  ///   - values: the mask.
  ///   - clusterSpacing: where given, small components of a mask with one value that lie close together are one object.
  package init(values: Plane<UInt16>, clusterSpacing: PixelSpacing? = nil) {
    var present = [Bool](repeating: false, count: 1 << 16)
    for value in values.samples { present[Int(value)] = true }
    let used = (1..<present.count).filter { present[$0] }
    isLabelled = used.count > 1
    guard isLabelled else {
      let mask = Mask(width: values.width, height: values.height, bytes: values.samples.map { $0 == 0 ? 0 : 1 })
      labels =
        clusterSpacing.map { groupedLesions(of: mask, spacingX: $0.x, spacingY: $0.y) } ?? labelComponents(of: mask)
      renumbered = []
      return
    }
    var label = [Int32](repeating: 0, count: present.count)
    for (i, value) in used.enumerated() { label[value] = Int32(i + 1) }
    labels = LabelMap(
      Plane(width: values.width, height: values.height, samples: values.samples.map { label[Int($0)] }),
      count: used.count)
    renumbered = used == Array(1...used.count) ? [] : used
  }
}
