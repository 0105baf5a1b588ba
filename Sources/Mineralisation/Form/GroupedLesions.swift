public import Raster
import RasterKernels

/// Numbers the lesions of a mask: each connected component is one, and small components close together are one (a cluster).
///
/// Components that are each under 5 mm long (maximum Feret diameter) and lie within 6 mm of each other, edge to edge, belong
/// to one lesion; the relation carries over from neighbour to neighbour. Lesions are numbered in the order in which their
/// first pixel is met, row by row.
///
/// - Parameters:
///   - mask: the pixels of all lesions.
///   - spacingX: millimetres from one column to the next.
///   - spacingY: millimetres from one row to the next.
public func groupedLesions(of mask: Mask, spacingX: Double, spacingY: Double) -> LabelMap {
  groupedLesions(from: labelComponents(of: mask), spacingX: spacingX, spacingY: spacingY)
}

/// Joins the small components of a label map that lie close together; see ``groupedLesions(of:spacingX:spacingY:)``.
///
/// - Parameters:
///   - components: one label per connected component.
///   - spacingX: millimetres from one column to the next.
///   - spacingY: millimetres from one row to the next.
public func groupedLesions(from components: LabelMap, spacingX: Double, spacingY: Double) -> LabelMap {
  let pieces = smallPieces(of: components, spacingX, spacingY)
  var parents = Array(0...components.count)
  for (i, a) in pieces.enumerated() {
    for b in pieces[(i + 1)...] {
      // The pieces are sorted by their left ends, so that all others lie farther still.
      guard b.left - a.right <= ClusterRule.gap + a.pixel else { break }
      if a.isNear(b) { unite(a.label, b.label, in: &parents) }
    }
  }
  return renumbered(components, parents: &parents)
}

/// What makes a cluster; millimetres.
enum ClusterRule {
  /// Components must be shorter.
  static let size = 5.0
  /// And lie no farther apart.
  static let gap = 6.0
}

/// A component short enough for a cluster, with the middles of its edge pixels in millimetres.
private struct Piece {
  var label: Int
  var points: [Point]
  var left = Double.infinity
  var right = -Double.infinity
  var top = Double.infinity
  var bottom = -Double.infinity
  var pixel: Double

  init(label: Int, points: [Point], pixel: Double) {
    self.label = label
    self.points = points
    self.pixel = pixel
    for point in points {
      left = min(left, point.x)
      right = max(right, point.x)
      top = min(top, point.y)
      bottom = max(bottom, point.y)
    }
  }

  func isNear(_ other: Piece) -> Bool {
    let gap = ClusterRule.gap + pixel
    guard other.top - bottom <= gap, top - other.bottom <= gap else { return false }
    for a in points {
      for b in other.points {
        let dx = a.x - b.x
        let dy = a.y - b.y
        if dx * dx + dy * dy <= gap * gap { return true }
      }
    }
    return false
  }
}

private func smallPieces(of components: LabelMap, _ spacingX: Double, _ spacingY: Double) -> [Piece] {
  let boxes = components.boundingBoxes
  let pixel = (spacingX * spacingY).squareRoot()
  var pieces: [Piece] = []
  for (i, box) in boxes.enumerated() {
    guard let box, Double(box.width) * spacingX < ClusterRule.size, Double(box.height) * spacingY < ClusterRule.size
    else { continue }
    let points = edgePixels(of: components.mask(of: i + 1, in: box)).map {
      Point((Double(box.x) + $0.x) * spacingX, (Double(box.y) + $0.y) * spacingY)
    }
    guard diameter(ofHull: convexHull(of: points)) + pixel < ClusterRule.size else { continue }
    pieces.append(Piece(label: i + 1, points: points, pixel: pixel))
  }
  return pieces.sorted { $0.left < $1.left || ($0.left == $1.left && $0.label < $1.label) }
}

private func root(of label: Int, in parents: inout [Int]) -> Int {
  var node = label
  while parents[node] != node {
    parents[node] = parents[parents[node]]
    node = parents[node]
  }
  return node
}

private func unite(_ a: Int, _ b: Int, in parents: inout [Int]) {
  let rootA = root(of: a, in: &parents)
  let rootB = root(of: b, in: &parents)
  parents[max(rootA, rootB)] = min(rootA, rootB)
}

/// The map with every label replaced by the number of its group.
private func renumbered(_ components: LabelMap, parents: inout [Int]) -> LabelMap {
  var numbers = [Int](repeating: 0, count: components.count + 1)
  var count = 0
  for run in components.runs where numbers[run.label] == 0 {
    let top = root(of: run.label, in: &parents)
    if numbers[top] == 0 {
      count += 1
      numbers[top] = count
    }
    numbers[run.label] = numbers[top]
  }
  return components.relabelled(numbers, count: count)
}
