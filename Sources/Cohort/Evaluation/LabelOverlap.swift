import Raster
import RasterKernels

/// How measured labels lie over true ones, counted in one pass over the image.
struct LabelOverlap {
  /// The pixels of each true label.
  private(set) var truthCounts: [UInt16: Int] = [:]
  /// The pixels of each measured label.
  private(set) var resultCounts: [UInt16: Int] = [:]
  /// The pixels that are true and measured, by both labels.
  private var shared: [UInt32: Int] = [:]

  init(truth: Plane<UInt16>, result: Plane<UInt16>) {
    var truths = [Int](repeating: 0, count: 1 << 16)
    var results = truths
    let (one, other) = (truth.samples.span, result.samples.span)
    for i in one.indices {
      let (t, r) = (one[i], other[i])
      guard t | r != 0 else { continue }
      truths[Int(t)] &+= 1
      results[Int(r)] &+= 1
      if t != 0, r != 0 { shared[UInt32(t) << 16 | UInt32(r), default: 0] += 1 }
    }
    for label in 1..<truths.count {
      if truths[label] > 0 { truthCounts[UInt16(label)] = truths[label] }
      if results[label] > 0 { resultCounts[UInt16(label)] = results[label] }
    }
  }

  /// Dice's coefficient of everything true and everything measured: `2|T ∩ P|/(|T| + |P|)`; 1 where both are empty.
  var dice: Double {
    let total = truthCounts.values.reduce(0, +) + resultCounts.values.reduce(0, +)
    return total == 0 ? 1 : Double(2 * shared.values.reduce(0, +)) / Double(total)
  }

  /// The share of a true label that is covered by any measured one; 0 where the mask lacks the label.
  func coverage(of label: UInt16) -> Double {
    let covered = shared.reduce(0) { $0 + (UInt16($1.key >> 16) == label ? $1.value : 0) }
    return truthCounts[label].map { Double(covered) / Double($0) } ?? 0
  }

  /// The measured label that covers most of a true one, the smallest of several; `nil` where none does.
  func best(for label: UInt16) -> UInt16? {
    let own = shared.filter { UInt16($0.key >> 16) == label }
    guard let most = own.values.max() else { return nil }
    return own.filter { $0.value == most }.keys.map { UInt16($0 & 0xFFFF) }.min()
  }

  /// Dice's coefficient of one true and one measured label.
  func dice(of label: UInt16, and measured: UInt16) -> Double {
    let both = shared[UInt32(label) << 16 | UInt32(measured)] ?? 0
    return Double(2 * both) / Double(max((truthCounts[label] ?? 0) + (resultCounts[measured] ?? 0), 1))
  }
}

/// How many measured labels lie away from everything true: less than 10 % of their pixels within 1 mm of it.
func falseLesions(truth: Plane<UInt16>, result: Plane<UInt16>, counts: [UInt16: Int], spacing: Double) -> Int {
  guard !counts.isEmpty else { return 0 }
  let lesions = truth.objects
  var near: [UInt16: Int] = [:]
  if !lesions.isEmpty {
    let squared = squaredDistance(to: lesions)
    let (labels, distances) = (result.samples.span, squared.samples.span)
    for i in labels.indices where labels[i] != 0 {
      // In whole pixels the distance is exact, so that 1 mm is met exactly where it is.
      if Double(distances[i]).squareRoot() * spacing <= 1 { near[labels[i], default: 0] += 1 }
    }
  }
  return counts.count { label, count in Double(near[label] ?? 0) / Double(count) < 0.1 }
}

extension Plane<UInt16> {
  /// The pixels that carry any label.
  var objects: Mask { Mask(width: width, height: height, bytes: samples.map { $0 == 0 ? 0 : 1 }) }

  /// The pixels that carry `label`, in the part of the plane inside `box`.
  func object(_ label: UInt16, in box: PixelBox) -> Mask {
    Mask(width: box.width, height: box.height, bytes: cropped(to: box).samples.map { $0 == label ? 1 : 0 })
  }

  /// The smallest box around each label, in one pass.
  var boxes: [UInt16: PixelBox] {
    var boxes: [UInt16: PixelBox] = [:]
    let labels = samples.span
    for y in 0..<height {
      var x = 0
      while x < width {
        let label = labels[y * width + x]
        let start = x
        while x < width, labels[y * width + x] == label { x += 1 }
        guard label != 0 else { continue }
        let run = PixelBox(x: start, y: y, width: x - start, height: 1)
        boxes[label] = boxes[label].map { $0.union(run) } ?? run
      }
    }
    return boxes
  }
}
