public import Raster

/// A part of a plane resized by bilinear interpolation, with the source's values that it is drawn from.
///
/// Target pixel `i` lies at `(i + ½) · W / w − ½` of the source, so that the images' outer edges coincide; beyond the
/// outer centres the edge repeats. Only the source's pixels that the part needs are kept, and they may be changed.
public struct EnlargedPart: Sendable, Equatable {
  /// The part of the target.
  public let box: PixelBox
  /// The part of the source that it is drawn from.
  public let sourceBox: PixelBox
  /// The source's values in ``sourceBox``.
  public private(set) var values: Plane<Float>

  private let columns: EnlargedAxis
  private let rows: EnlargedAxis

  /// The part in `box` of `plane` resized to `width` by `height`.
  ///
  /// - Precondition: `plane` has pixels unless `box` has none, and `box` lies in the target.
  public init(_ plane: Plane<Float>, toWidth width: Int, height: Int, box: PixelBox) {
    self.init(box: box, of: width, height, in: plane.width, plane.height) { source in
      source == PixelBox(width: plane.width, height: plane.height) ? plane : plane.cropped(to: source)
    }
  }

  /// The part in `box` of a plane of `planeWidth` by `planeHeight` of which `values`, those in `valuesBox`, are known.
  ///
  /// - Precondition: what the part is drawn from lies in `valuesBox`.
  public init(
    _ values: Plane<Float>, in valuesBox: PixelBox, of planeWidth: Int, _ planeHeight: Int, toWidth width: Int,
    height: Int, box: PixelBox
  ) {
    precondition(values.width == valuesBox.width && values.height == valuesBox.height, "A box of another size")
    self.init(box: box, of: width, height, in: planeWidth, planeHeight) { source in
      values.cropped(to: source.moved(-valuesBox.x, -valuesBox.y))
    }
  }

  /// The part in `box` of `mask`, 1 inside and 0 outside, resized to `width` by `height`.
  ///
  /// - Precondition: `mask` has pixels unless `box` has none, and `box` lies in the target.
  public init(_ mask: Mask, toWidth width: Int, height: Int, box: PixelBox) {
    self.init(box: box, of: width, height, in: mask.width, mask.height) { source in
      let bytes = mask.plane.samples.span
      var values = Plane<Float>(width: source.width, height: source.height, repeating: 0)
      values.withMutableSamples { samples in
        for y in 0..<source.height {
          let from = (source.y + y) * mask.width + source.x
          let row = bytes.extracting(from..<from + source.width)
          var out = samples._mutatingExtracting(y * source.width..<(y + 1) * source.width)
          for x in row.indices { unsafe out[unchecked: x] = Float(row[unchecked: x]) }
        }
      }
      return values
    }
  }

  private init(
    box: PixelBox, of width: Int, _ height: Int, in sourceWidth: Int, _ sourceHeight: Int,
    values: (PixelBox) -> Plane<Float>
  ) {
    precondition(PixelBox(width: width, height: height).contains(box), "A part outside the target")
    self.box = box
    columns = EnlargedAxis(box.isEmpty ? 0..<0 : box.x..<box.endX, of: width, in: sourceWidth)
    rows = EnlargedAxis(box.isEmpty ? 0..<0 : box.y..<box.endY, of: height, in: sourceHeight)
    sourceBox = PixelBox(x: columns.start, y: rows.start, width: columns.length, height: rows.length)
    self.values = values(sourceBox)
  }

  /// Lets `body` change ``values``, row by row as they stand in ``sourceBox``.
  public mutating func withMutableValues(_ body: (inout MutableSpan<Float>) -> Void) {
    values.withMutableSamples(body)
  }

  /// The values of the part.
  public func sampled() -> Plane<Float> {
    var result = Plane<Float>(width: box.width, height: box.height, repeating: 0)
    let source = values.samples.span
    let width = sourceBox.width
    let firsts = columns.firsts.span
    let seconds = columns.seconds.span
    let shares = columns.shares.span
    var blended = [Float](repeating: 0, count: width)
    result.withMutableSamples { samples in
      for y in 0..<box.height {
        let share = rows.shares[y]
        let top = source.extracting(rows.firsts[y] * width..<(rows.firsts[y] + 1) * width)
        let bottom = source.extracting(rows.seconds[y] * width..<(rows.seconds[y] + 1) * width)
        var line = blended.mutableSpan
        for x in top.indices {
          unsafe line[unchecked: x] = top[unchecked: x] + (bottom[unchecked: x] - top[unchecked: x]) * share
        }
        var out = samples._mutatingExtracting(y * box.width..<(y + 1) * box.width)
        for x in firsts.indices {
          let first = line[firsts[x]]
          out[x] = first + (line[seconds[x]] - first) * shares[x]
        }
      }
    }
    return result
  }

  /// Calls `body` with every stretch of a row whose values reach `level`: the target's row and columns, in their order.
  ///
  /// Between four source pixels that all reach `level`, or of which none does, nothing is interpolated: values between
  /// them lie between theirs.
  ///
  /// - Complexity: linear in the source's pixels, the stretches and the target's pixels beside the level's contour.
  public func forEachStretch(reaching level: Float, _ body: (_ y: Int, _ columns: Range<Int>) -> Void) {
    let width = sourceBox.width
    let source = values.samples.span
    var pieces: [Piece] = []
    var states = [UInt8](repeating: 0, count: width)
    var start = 0
    while start < box.height {
      let first = rows.firsts[start]
      let second = rows.seconds[start]
      var end = start + 1
      while end < box.height, rows.firsts[end] == first { end += 1 }
      let top = source.extracting(first * width..<(first + 1) * width)
      let bottom = source.extracting(second * width..<(second + 1) * width)
      count(top, bottom, reaching: level, into: &states)
      divide(by: states.span, into: &pieces)
      if pieces.count > 1 || pieces.first?.kind != .below {
        for y in start..<end {
          draw(pieces.span, top, bottom, rows.shares[y], level) { body(box.y + y, box.x + $0..<box.x + $1) }
        }
      }
      start = end
    }
  }

  /// Neighbouring columns of the part whose four source pixels stand alike to a level.
  private struct Piece {
    enum Kind { case below, reaching, mixed }
    var kind: Kind
    var start: Int
    var end: Int
  }

  /// How many of the two pixels of each column reach `level`.
  private func count(
    _ top: Span<Float>, _ bottom: Span<Float>, reaching level: Float, into states: inout [UInt8]
  ) {
    var counts = states.mutableSpan
    precondition(counts.count == top.count && counts.count == bottom.count, "Rows of different lengths")
    for x in counts.indices {
      unsafe counts[unchecked: x] = (top[unchecked: x] >= level ? 1 : 0) &+ (bottom[unchecked: x] >= level ? 1 : 0)
    }
  }

  private func divide(by states: Span<UInt8>, into pieces: inout [Piece]) {
    pieces.removeAll(keepingCapacity: true)
    let cells = columns.cells.span
    var i = 0
    while i < cells.count {
      let start = cells[i].start
      let state = states[cells[i].first]
      var kind = Piece.Kind.mixed
      if !isMixed(cells[i], states) {
        // So are all cells up to the first column that stands otherwise.
        kind = state == 0 ? .below : .reaching
        let end = firstColumn(in: states, from: cells[i].second, unlike: state)
        while i < cells.count, cells[i].second < end { i += 1 }
      } else {
        repeat { i += 1 } while i < cells.count && isMixed(cells[i], states)
      }
      pieces.append(Piece(kind: kind, start: start, end: cells[i - 1].end))
    }
  }

  @inline(__always)
  private func isMixed(_ cell: EnlargedAxis.Cell, _ states: Span<UInt8>) -> Bool {
    states[cell.first] == 1 || states[cell.first] != states[cell.second]
  }

  @inline(__always)
  private func draw(
    _ pieces: Span<Piece>, _ top: Span<Float>, _ bottom: Span<Float>, _ share: Float, _ level: Float,
    _ body: (Int, Int) -> Void
  ) {
    let firsts = columns.firsts.span
    let seconds = columns.seconds.span
    let shares = columns.shares.span
    var open = -1
    for i in pieces.indices {
      let piece = pieces[i]
      if piece.kind == .reaching {
        if open < 0 { open = piece.start }
      } else if piece.kind == .below {
        if open >= 0 { body(open, piece.start) }
        open = -1
      } else {
        for x in piece.start..<piece.end {
          let first = top[firsts[x]] + (bottom[firsts[x]] - top[firsts[x]]) * share
          let second = top[seconds[x]] + (bottom[seconds[x]] - top[seconds[x]]) * share
          if first + (second - first) * shares[x] >= level {
            if open < 0 { open = x }
          } else if open >= 0 {
            body(open, x)
            open = -1
          }
        }
      }
    }
    if open >= 0 { body(open, box.width) }
  }
}

/// Where the columns or rows of a part of an enlarged plane lie in the source.
private struct EnlargedAxis: Sendable, Equatable {
  /// Neighbouring places that lie between the same two of the source.
  struct Cell: Sendable, Equatable {
    var first: Int
    var second: Int
    var start: Int
    var end: Int
  }

  /// The first of the source that is needed.
  let start: Int
  /// How many are needed from there.
  let length: Int
  /// For each place the one before it in the source, counted from ``start``.
  let firsts: [Int]
  /// For each place the one after it.
  let seconds: [Int]
  /// For each place how far it lies from the first to the second.
  let shares: [Float]
  let cells: [Cell]

  init(_ range: Range<Int>, of target: Int, in count: Int) {
    let places = range.map {
      BilinearNeighbours((Double($0) + 0.5) * Double(count) / Double(target) - 0.5, count: count)
    }
    let start = places.first?.first ?? 0
    self.start = start
    length = (places.last?.second ?? -1) + 1 - start
    firsts = places.map { $0.first - start }
    seconds = places.map { $0.second - start }
    shares = places.map { Float($0.fraction) }
    var cells: [Cell] = []
    for (i, place) in places.enumerated() {
      if let last = cells.indices.last, cells[last].first == place.first - start {
        cells[last].end = i + 1
      } else {
        cells.append(Cell(first: place.first - start, second: place.second - start, start: i, end: i + 1))
      }
    }
    self.cells = cells
  }
}
