internal import Raster
internal import RasterKernels

/// The pieces of bone that no named class holds, with what each of them touches.
///
/// The network knows that a place is bone better than it knows which bone: on real films half a shaft's width can go
/// without a name. A piece that borders on named bone along much of its edge is part of that bone.
struct UnnamedBone {
  /// A component.
  struct Piece {
    /// Its pixels.
    var area = 0
    /// Those at its edge; the image's border is no edge.
    var edge = 0
    /// Those at its edge that lie beside each named part, by the part's index.
    var touching: [Int]
    /// Those that the network is sure of (0.9).
    var sure = 0
    /// Those that the network takes for a tibia or fibula, a name that was not supported.
    var shin = 0
    /// Whether a disc of 5 mm fits somewhere inside.
    var isThick = false
    /// Whether a disc of 42 mm fits somewhere inside: more than a shaft.
    var isWide = false

    /// Pixels at the edge beside any named part.
    var beside: Int { touching.reduce(0, +) }
    /// The part that most of them lie beside; the first of equals.
    var owner: Int? { touching.indices.max { touching[$0] < touching[$1] || touching[$0] == touching[$1] && $0 > $1 } }
  }

  /// What happens to a piece.
  enum Fate: Equatable {
    /// It is a bone of its own.
    case stands
    /// It is a sliver; each of its pixels goes to the nearest named part.
    case shared
    /// It goes to the part of this index.
    case joins(Int)
  }

  /// The pieces' labels, 1 onwards.
  let labels: LabelMap
  /// The pieces in the order of their labels.
  let pieces: [Piece]

  /// The share of its edge along which a piece must touch named bone to be part of it.
  static let contact = 0.4
  /// The share of its edge along which it must touch a further part of the same name to make one bone of both.
  static let bridge = 0.15
  /// The same for a piece that runs on from a femur's shaft, which touches it with its ends alone.
  static let shaftContact = 0.05
  /// Smaller pieces in mm² that touch named bone are slivers.
  static let smallest = 200.0

  /// The pieces of `rest`, which holds no pixel of the named parts; in `owners` each of those has its index plus 1 as a label.
  ///
  /// `sure` is what the network takes for bone at 0.9, `shin` what it takes for a tibia or fibula.
  init(_ rest: Mask, sure: Mask, shin: Mask, owners: LabelMap, image: WorkingImage) {
    labels = labelComponents(of: rest)
    let shins = labels.counts(of: shin)
    let wide =
      shins.dropFirst().allSatisfy { $0 == 0 }
      ? shins
      : labels.counts(of: eroded(rest, radius: 21, spacingX: image.pitchX, spacingY: image.pitchY))
    let thick = labels.counts(of: opened(rest, radius: 2.5, spacingX: image.pitchX, spacingY: image.pitchY))
    let sure = labels.counts(of: sure)
    var pieces = labels.pixelCounts.indices.dropFirst().map { _ in
      Piece(touching: [Int](repeating: 0, count: owners.count))
    }
    for (index, area) in labels.pixelCounts.dropFirst().enumerated() {
      pieces[index].area = area
      pieces[index].sure = sure[index + 1]
      pieces[index].shin = shins[index + 1]
      pieces[index].isThick = thick[index + 1] > 0
      pieces[index].isWide = wide[index + 1] > 0
    }
    let (width, height) = (labels.width, labels.height)
    for run in labels.runs {
      for x in run.start..<run.end {
        var isEdge = false
        var beside = 0
        func look(_ x: Int, _ y: Int) {
          guard !rest[x, y] else { return }
          isEdge = true
          if beside == 0 { beside = owners[x, y] }
        }
        if x > 0 { look(x - 1, run.y) }
        if x + 1 < width { look(x + 1, run.y) }
        if run.y > 0 { look(x, run.y - 1) }
        if run.y + 1 < height { look(x, run.y + 1) }
        if isEdge { pieces[run.label - 1].edge += 1 }
        if beside > 0 { pieces[run.label - 1].touching[beside - 1] += 1 }
      }
    }
    self.pieces = pieces
  }

  /// What happens to each piece, in the order of the labels; a pixel of the working image covers `pixelArea` mm².
  func fates(pixelArea: Double) -> [Fate] {
    pieces.map { piece in
      guard let owner = piece.owner, piece.beside > 0 else { return .stands }
      if Double(piece.area) * pixelArea < Self.smallest || !piece.isThick { return .shared }
      let least = 2 * piece.shin >= piece.area && !piece.isWide ? Self.shaftContact : Self.contact
      let isPart = 5 * piece.sure >= piece.area && Double(piece.beside) >= least * Double(piece.edge)
      return isPart ? .joins(owner) : .stands
    }
  }

  /// The pieces for which `isWanted` says so, in the order of the labels.
  func mask(where isWanted: [Bool]) -> Mask { labels.mask(keeping: [false] + isWanted) }

  /// What each named part gains, `nil` where that is nothing.
  ///
  /// - Parameters:
  ///   - fates: what happens to each piece.
  ///   - owners: the named parts, the labels their indices plus 1.
  ///   - named: all named parts.
  func gains(_ fates: [Fate], owners: LabelMap, named: Mask) -> [PlacedMask?] {
    var gains = [[PlacedMask]](repeating: [], count: owners.count)
    let boxes = labels.boundingBoxes
    let shares = Shares(named, owners: owners, pieces: boxes.indices.filter { fates[$0] == .shared }.map { boxes[$0] })
    for (index, box) in boxes.enumerated() {
      guard let box, fates[index] != .stands else { continue }
      let piece = PlacedMask(mask: labels.mask(of: index + 1, in: box), box: box)
      if case .joins(let part) = fates[index] {
        gains[part].append(piece)
      } else {
        for (part, share) in shares.shares(of: piece) { gains[part].append(share) }
      }
    }
    return gains.map { PlacedMask(uniting: $0) }
  }

  /// `parts`, those of one name made one where a piece that joins either lies between them: two ends of a shaft.
  func bridged(_ parts: [BonePart], _ fates: [Fate], proposals: Proposals) -> [BonePart] {
    var whole = Array(parts.indices)
    for (piece, fate) in zip(pieces, fates) {
      guard case .joins(let owner) = fate else { continue }
      for other in parts.indices where parts[other].name == parts[owner].name {
        guard Double(piece.touching[other]) >= Self.bridge * Double(piece.edge) else { continue }
        let (from, to) = (max(whole[owner], whole[other]), min(whole[owner], whole[other]))
        for index in whole.indices where whole[index] == from { whole[index] = to }
      }
    }
    return parts.indices.filter { whole[$0] == $0 }.map { first in
      var part = parts[first]
      for index in parts.indices where index != first && whole[index] == first {
        let other = parts[index]
        part.absorb(other.placed, other.values, in: other.box, proposals: proposals)
      }
      return part
    }
  }
}

extension PlacedMask {
  /// The pixels of all `masks`; `nil` where there is none.
  fileprivate init?(uniting masks: [PlacedMask]) {
    guard let first = masks.first else { return nil }
    let box = masks.dropFirst().reduce(first.box) { $0.union($1.box) }
    var mask = Mask(width: box.width, height: box.height)
    for part in masks {
      let bytes = part.mask.plane.samples.span
      mask.withMutableFlags { whole in
        for y in 0..<part.box.height {
          let to = (part.box.y - box.y + y) * box.width + part.box.x - box.x
          for x in 0..<part.box.width where bytes[y * part.box.width + x] != 0 { whole[to + x] = 1 }
        }
      }
    }
    self.init(mask: mask, box: box)
  }
}
