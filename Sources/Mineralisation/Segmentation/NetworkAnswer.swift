internal import Raster

/// The network's logits with what they mean.
///
/// A logit that is not whole is known in 256 steps, each a sixteenth in the log odds; one half lies between two of them.
struct NetworkAnswer: Sendable, Equatable {
  /// The logits of the classes that are known, and the pixels that they are of.
  private let classes: [NetworkClass: Logits.Values]
  private let known: PixelBox
  /// The probability of each whole logit and of each step, in its middle; both ascend.
  private let ofWords: [Float]
  private let ofBytes: [Float]

  /// What `network` says of `planes`, or of their part inside `box`, whole for the classes `whole`.
  init(_ network: Network, _ planes: InputPlanes, in box: PixelBox? = nil, whole: [NetworkClass]) {
    let names = network.classes.map(NetworkClass.init(rawValue:))
    let logits = network.logits(
      of: planes, in: box, whole: Set(names.indices.filter { names[$0].map(whole.contains) ?? false }))
    known = logits.box
    classes = zip(names, logits.classes).reduce(into: [:]) { known, each in
      if let name = each.0 { known[name] = each.1 }
    }
    let ofWords = network.probabilities.map { Float($0) / 65535 }
    let each = ofWords.count / 256
    ofBytes = stride(from: each / 2, to: ofWords.count, by: each).map { ofWords[$0] }
    self.ofWords = ofWords
  }

  private init(_ other: NetworkAnswer, keeping isKept: (Logits.Values) -> Bool) {
    classes = other.classes.filter { isKept($0.value) }
    (known, ofWords, ofBytes) = (other.known, other.ofWords, other.ofBytes)
  }

  /// What is whole, and nothing of the other classes.
  var whole: NetworkAnswer {
    NetworkAnswer(self) { values in
      if case .words = values { true } else { false }
    }
  }

  /// The probability of a class inside `box`, of which it was asked; where the network does not know it, 1 of the field and 0
  /// else.
  func probabilities(of name: NetworkClass, in box: PixelBox) -> Plane<Float> {
    switch classes[name] {
    case .words(let values): probabilities(of: values.span, in: box, by: ofWords.span)
    case .bytes(let values): probabilities(of: values.span, in: box, by: ofBytes.span)
    case nil: Plane(width: box.width, height: box.height, repeating: name == .field ? 1 : 0)
    }
  }

  /// Where a class reaches `level` in the upper left `width` by `height` pixels, where all was asked.
  func mask(of name: NetworkClass, reaching level: Float, width: Int, height: Int) -> Mask {
    switch classes[name] {
    case .words(let values): mask(of: values.span, reaching: level, width, height, by: ofWords)
    case .bytes(let values): mask(of: values.span, reaching: level, width, height, by: ofBytes)
    case nil:
      probabilities(of: name, in: PixelBox(width: width, height: height)).reaching(level)
    }
  }

  /// What `table`, at whose front the least value stands, says of `values` inside `box`.
  @inline(__always)
  private func probabilities<Value: FixedWidthInteger>(
    of values: Span<Value>, in box: PixelBox, by table: Span<Float>
  ) -> Plane<Float> {
    let offset = Value.isSigned ? table.count / 2 : 0
    let samples = unsafe [Float](unsafeUninitializedCapacity: box.width * box.height) { samples, written in
      for y in 0..<box.height {
        let from = (box.y - known.y + y) * known.width + box.x - known.x
        let row = values.extracting(from..<from + box.width)
        // The network's values lie in its table by their clamping.
        for x in row.indices { unsafe samples[written &+ x] = table[unchecked: Int(row[unchecked: x]) &+ offset] }
        written += box.width
      }
    }
    return Plane(width: box.width, height: box.height, samples: samples)
  }

  /// Where `values` reach what `table` says is `level`.
  @inline(__always)
  private func mask<Value: FixedWidthInteger>(
    of values: Span<Value>, reaching level: Float, _ width: Int, _ height: Int, by table: [Float]
  ) -> Mask {
    var mask = Mask(width: width, height: height)
    guard let least = table.firstIndex(where: { $0 >= level }) else { return mask }
    let limit = Value(least - (Value.isSigned ? table.count / 2 : 0))
    mask.withMutableFlags { bytes in
      for y in 0..<height {
        let from = y * known.width
        let row = values.extracting(from..<from + width)
        var out = bytes._mutatingExtracting(y * width..<(y + 1) * width)
        for x in out.indices { unsafe out[unchecked: x] = row[unchecked: x] >= limit ? 1 : 0 }
      }
    }
    return mask
  }
}
