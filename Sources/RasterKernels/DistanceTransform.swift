public import Raster

/// The squared distance from every pixel's centre to the nearest pixel's centre of `mask`, exact.
///
/// `d²(p) = min over q in mask of (spacingX · (px − qx))² + (spacingY · (py − qy))²` (Felzenszwalb and Huttenlocher 2012).
/// Pixels of the mask get 0; everything is infinite where the mask is empty.
///
/// - Parameters:
///   - mask: the set that distances lead to.
///   - reach: distances up to it are wanted; what lies farther may come out as anything that is farther, infinity too.
///   - spacingX: the distance from one column to the next.
///   - spacingY: the distance from one row to the next.
/// - Complexity: linear in the number of pixels.
public func squaredDistance(
  to mask: Mask, within reach: Double = .infinity, spacingX: Double = 1, spacingY: Double = 1
) -> Plane<Float> {
  let width = mask.width
  var result = Plane<Float>(width: width, height: mask.height, repeating: .infinity)
  guard width > 0, mask.height > 0 else { return result }
  var envelope = LowerEnvelope(count: width, spacing: spacingX)
  var below = RowsBelow(width: width)
  // A column whose nearest pixel lies more rows away decides nothing within reach.
  let most = Float((reach / spacingY).rounded(.down) + 1)
  result.withMutableSamples { samples in
    countRowsFromAbove(mask, into: &samples)
    for y in (0..<mask.height).reversed() {
      var row = samples._mutatingExtracting(y * width..<(y + 1) * width)
      below.finish(&row)
      guard envelope.build(rowCounts: row.span, atMost: most, spacing: spacingY, passesMembers: true) else {
        row.update(repeating: .infinity)
        continue
      }
      envelope.writeDistances(into: &row)
      below.clearMembers(of: &row)
    }
  }
  return result
}

/// For each pixel, the nearest pixel of a mask.
public struct NearestPixels: Sendable, Equatable {
  /// The squared distance to it; infinite where the mask is empty.
  public let squaredDistance: Plane<Float>
  /// Where it stands among the samples: `y * width + x`; -1 where the mask is empty.
  ///
  /// Of several at the same distance it is always the same one for the same mask, but which one is not promised.
  public let index: Plane<Int32>
}

/// The nearest pixel of `mask` to every pixel, with its squared distance, exact.
///
/// The same distances as ``squaredDistance(to:spacingX:spacingY:)``; with a label map, `labels.plane.samples[index]` is
/// the nearest label.
///
/// - Precondition: the plane has fewer than 2³¹ pixels.
public func nearestPixel(of mask: Mask, spacingX: Double = 1, spacingY: Double = 1) -> NearestPixels {
  let width = mask.width
  var distances = Plane<Float>(width: width, height: mask.height, repeating: .infinity)
  var indices = Plane<Int32>(width: width, height: mask.height, repeating: -1)
  precondition(distances.samples.count <= Int(Int32.max), "A plane too large for 32-bit places")
  guard width > 0, mask.height > 0 else { return NearestPixels(squaredDistance: distances, index: indices) }
  var envelope = LowerEnvelope(count: width, spacing: spacingX)
  var below = RowsBelow(width: width)
  let bytes = mask.plane.samples.span
  distances.withMutableSamples { samples in
    countRowsFromAbove(mask, into: &samples)
    indices.withMutableSamples { places in
      for y in (0..<mask.height).reversed() {
        var row = samples._mutatingExtracting(y * width..<(y + 1) * width)
        below.finish(&row)
        guard envelope.build(rowCounts: row.span, spacing: spacingY) else { continue }
        var line = places._mutatingExtracting(y * width..<(y + 1) * width)
        envelope.writePlaces(of: bytes, row: y, rowCounts: row.span, into: &line)
        envelope.writeDistances(into: &row)
      }
    }
  }
  return NearestPixels(squaredDistance: distances, index: indices)
}

/// For every pixel, the number of rows to the nearest pixel of `mask` in its column, its own row or above; infinite where there
/// is none.
private func countRowsFromAbove(_ mask: Mask, into samples: inout MutableSpan<Float>) {
  let width = mask.width
  let bytes = mask.plane.samples.span
  for y in 0..<mask.height {
    let inside = bytes.extracting(y * width..<(y + 1) * width)
    var rows = samples._mutatingExtracting(max(y - 1, 0) * width..<(y + 1) * width)
    let here = rows.count - width
    for x in inside.indices {
      unsafe rows[unchecked: here + x] = inside[unchecked: x] != 0 ? 0 : rows[unchecked: x] + 1
    }
  }
}

/// The number of rows to the nearest pixel in each column of the row last seen, from the plane's last row upwards.
private struct RowsBelow {
  private var counts: [Float]

  init(width: Int) { counts = [Float](repeating: .infinity, count: width) }

  /// Brings what lies below to the next row up, which knows what lies above.
  mutating func finish(_ row: inout MutableSpan<Float>) {
    var last = counts.mutableSpan
    precondition(last.count == row.count, "A row of another length")
    for x in row.indices {
      let below = unsafe last[unchecked: x] + 1
      let here = unsafe row[unchecked: x]
      let nearest = below < here ? below : here
      unsafe last[unchecked: x] = nearest
      unsafe row[unchecked: x] = nearest
    }
  }

  /// Sets 0 where the row last seen is part of the mask.
  func clearMembers(of row: inout MutableSpan<Float>) {
    let counts = counts.span
    precondition(counts.count == row.count, "A row of another length")
    // By bits, so that the loop vectorises everywhere.
    for x in row.indices {
      let kept: UInt32 = unsafe counts[unchecked: x] == 0 ? 0 : .max
      unsafe row[unchecked: x] = Float(bitPattern: row[unchecked: x].bitPattern & kept)
    }
  }
}

/// The lower envelope of the parabolas rooted at the columns of one row.
private struct LowerEnvelope {
  private var vertices: [Int32]
  private var heights: [Double]
  private var ends: [Double]
  private var last = -1
  private let spacing: Double

  init(count: Int, spacing: Double) {
    vertices = [Int32](repeating: 0, count: count)
    heights = [Double](repeating: 0, count: count)
    ends = [Double](repeating: 0, count: count + 1)
    self.spacing = spacing
  }

  /// Builds it from the number of rows to the mask in each column; false where no column holds any.
  ///
  /// With `passesMembers` it holds for columns outside the mask only: of each stretch inside the two ends decide for them.
  /// Columns with more rows than `most` are left out.
  mutating func build(
    rowCounts: Span<Float>, atMost most: Float = .infinity, spacing rowSpacing: Double, passesMembers: Bool = false
  ) -> Bool {
    precondition(rowCounts.count == vertices.count, "A row of another length")
    let top = Self.build(
      rowCounts, atMost: min(most, .greatestFiniteMagnitude), scale: rowSpacing / spacing, passesMembers: passesMembers,
      vertices: &vertices, heights: &heights,
      ends: &ends)
    last = top
    return top >= 0
  }

  private static func build(
    _ rowCounts: Span<Float>, atMost most: Float, scale: Double, passesMembers: Bool, vertices: inout [Int32],
    heights: inout [Double],
    ends: inout [Double]
  ) -> Int {
    var top = -1
    var vertex = vertices.mutableSpan
    var height = heights.mutableSpan
    var end = ends.mutableSpan
    for x in rowCounts.indices {
      let rows = unsafe rowCounts[unchecked: x]
      guard rows <= most else { continue }
      if passesMembers, rows == 0, x > 0, x &+ 1 < rowCounts.count,
        unsafe rowCounts[unchecked: x &- 1] == 0 && rowCounts[unchecked: x &+ 1] == 0
      {
        continue
      }
      // In columns: crossings lie at whole or fractional columns, whatever the spacing.
      let value = (Double(rows) * scale) * (Double(rows) * scale)
      while top >= 0 {
        let before = unsafe Int(vertex[unchecked: top])
        let rise = unsafe value - height[unchecked: top]
        // Neighbours, which most are, need no division.
        let slope = x &- before == 1 ? rise : rise / Double(x &- before)
        let crossing = (slope + Double(x &+ before)) * 0.5
        let start = unsafe top > 0 ? end[unchecked: top &- 1] : -.infinity
        if crossing > start {
          unsafe end[unchecked: top] = crossing
          break
        }
        top &-= 1
      }
      top &+= 1
      unsafe vertex[unchecked: top] = Int32(truncatingIfNeeded: x)
      unsafe height[unchecked: top] = value
    }
    return top
  }

  /// The squared distances of the row.
  func writeDistances(into samples: inout MutableSpan<Float>) {
    let area = spacing * spacing
    forEachPiece(columns: samples.count) { columns, vertex, height in
      // 32 bits, which convert four at a time.
      let vertex = Int32(truncatingIfNeeded: vertex)
      for x in columns {
        let away = Double(Int32(truncatingIfNeeded: x) &- vertex)
        unsafe samples[unchecked: x] = Float((away * away + height) * area)
      }
    }
  }

  /// The places of the nearest pixels of the row.
  func writePlaces(
    of bytes: Span<UInt8>, row y: Int, rowCounts: Span<Float>, into places: inout MutableSpan<Int32>
  ) {
    let width = places.count
    forEachPiece(columns: width) { columns, vertex, _ in
      let rows = Int(rowCounts[vertex])
      let above = (y - rows) * width + vertex
      let place = y >= rows && bytes[above] != 0 ? above : (y + rows) * width + vertex
      for x in columns { places[x] = Int32(truncatingIfNeeded: place) }
    }
  }

  @inline(__always)
  private func forEachPiece(columns: Int, _ body: (Range<Int>, Int, Double) -> Void) {
    var start = 0
    for piece in 0...last where start < columns {
      // The last column whose centre lies at or before the piece's end belongs to it.
      // Conversion cuts off, which is the floor from 0 on.
      let end = piece == last ? columns : ends[piece] < 0 ? 0 : min(columns, Int(ends[piece]) + 1)
      if end > start {
        body(start..<end, Int(vertices[piece]), heights[piece])
        start = end
      }
    }
  }
}
