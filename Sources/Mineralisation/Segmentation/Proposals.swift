package import Raster

/// What the network tells apart.
package enum NetworkClass: String, CaseIterable, Sendable {
  case pelvis, femur, tibia, fibula, patella
  /// Any native bone, those above included.
  case bone
  case mineralisation
  /// Exposed tissue.
  case field
  case metal, letters

  /// The bones that have a name.
  static let namedBones: [NetworkClass] = [.pelvis, .femur, .tibia, .fibula, .patella]
}

/// For every pixel of the working image how probable each class is; classes do not exclude each other.
///
/// Bone and mineralisation are known to the network's own step, the others in 256 steps. Planes are made when they are asked for:
/// what they are made from takes a quarter of the memory. Mineralisation can be asked for again, see ``OtherLooks``.
package struct Proposals: Sendable, Equatable {
  /// The number of columns.
  package let width: Int
  /// The number of rows.
  package let height: Int
  private let answer: Answer

  /// What the network said and what it can be asked again, or what stands in for both.
  private enum Answer: Sendable, Equatable {
    case network(NetworkAnswer, OtherLooks)
    case planes([Plane<Float>], again: Plane<Float>)
  }

  /// Asks `network` about an image.
  init(_ input: NetworkInput, network: Network) {
    width = input.normalised.width
    height = input.normalised.height
    answer = .network(
      NetworkAnswer(network, input.planes, whole: [.bone, .mineralisation]),
      OtherLooks(network: network, image: input.normalised))
  }

  /// Proposals from elsewhere, in the order of the classes, and mineralisation as another look finds it: the same without one.
  package init(planes: [Plane<Float>], again: Plane<Float>? = nil) {
    precondition(planes.count == NetworkClass.allCases.count, "A plane for each class")
    width = planes[0].width
    height = planes[0].height
    let again = again ?? Self.plane(of: .mineralisation, planes)
    for plane in planes + [again] {
      precondition(plane.width == width && plane.height == height, "Planes of different sizes")
    }
    answer = .planes(planes, again: again)
  }

  /// Bone and mineralisation alone, of what the network said.
  var whole: Proposals {
    guard case .network(let answer, let looks) = answer else { return self }
    return Proposals(width: width, height: height, answer: .network(answer.whole, looks))
  }

  private init(width: Int, height: Int, answer: Answer) {
    self.width = width
    self.height = height
    self.answer = answer
  }

  /// The probability of `name`.
  package subscript(name: NetworkClass) -> Plane<Float> {
    values(of: name, in: PixelBox(width: width, height: height))
  }

  /// The probability of `name` inside `box`.
  func values(of name: NetworkClass, in box: PixelBox) -> Plane<Float> {
    switch answer {
    case .network(let answer, _): answer.probabilities(of: name, in: box)
    case .planes(let planes, _): Self.plane(of: name, planes).cropped(to: box)
    }
  }

  /// Where the probability of `name` reaches `level`.
  func mask(of name: NetworkClass, reaching level: Float) -> Mask {
    switch answer {
    case .network(let answer, _): answer.mask(of: name, reaching: level, width: width, height: height)
    case .planes(let planes, _): Self.plane(of: name, planes).reaching(level)
    }
  }

  /// What is seen of `part` and around it in a square of `side` pixels; `nil` without a network that saw an image.
  func view(of part: PlacedMask, side: Int) -> CandidateView? {
    guard case .network(let answer, let looks) = answer else { return nil }
    return CandidateView(of: part, side: side, in: looks.image, answer.probabilities)
  }

  /// The probability of mineralisation in what ``OtherLooks`` are asked about each of `boxes`, at another look.
  func mineralisation(around boxes: [PixelBox], at look: Look) -> [Plane<Float>] {
    switch answer {
    case .network(_, let looks): looks.mineralisation(around: boxes, at: look)
    case .planes(_, let again): boxes.map { again.cropped(to: OtherLooks.asked($0, within: width, height)) }
    }
  }

  private static func plane(of name: NetworkClass, _ planes: [Plane<Float>]) -> Plane<Float> {
    for (index, other) in NetworkClass.allCases.enumerated() where other == name { return planes[index] }
    preconditionFailure("No plane of \(name)")
  }
}
