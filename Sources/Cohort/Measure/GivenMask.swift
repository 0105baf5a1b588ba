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
      let all = LabelMap(values, labels: (0..<present.count).map { min($0, 1) }, count: 1)
      let parts = labelComponents(ofForegroundOf: all)
      labels = clusterSpacing.map { groupedLesions(from: parts, spacingX: $0.x, spacingY: $0.y) } ?? parts
      renumbered = []
      return
    }
    var label = [Int](repeating: 0, count: present.count)
    for (i, value) in used.enumerated() { label[value] = i + 1 }
    labels = LabelMap(values, labels: label, count: used.count)
    renumbered = used == Array(1...used.count) ? [] : used
  }
}
