import Glibc
import Raster

/// A radiograph as the network first sees it: the scale, the image at that scale, and what the network says of it.
struct FirstLook {
  let scale: WorkingScale
  let image: WorkingImage
  let polarity: PolarityFinding
  let view: FilmView

  /// How many times a smaller scale is tried.
  private static let tries = 3
  /// Pixels along the shorter side of the working image below which there is too little to see.
  private static let leastSide = 64

  /// The first look at `radiograph`.
  ///
  /// Where its scale is a guess, and the network leaves much undecided, the film may show a smaller part of a body than is
  /// guessed: half the area each time is tried as long as the network then leaves clearly less undecided.
  init(_ radiograph: Radiograph) {
    let scale = WorkingScale(radiograph)
    self.init(WorkingImage(radiograph, scale: scale), scale, stated: radiograph.statedPolarity)
    guard scale.estimated else { return }
    var doubt = ScaleDoubt(view.proposals)
    for _ in 0..<Self.tries where doubt.isLarge {
      let scale = self.scale.closer
      let image = WorkingImage(radiograph, scale: scale)
      guard min(image.width, image.height) >= Self.leastSide else { break }
      let closer = FirstLook(image, scale, stated: radiograph.statedPolarity)
      let rest = ScaleDoubt(closer.view.proposals)
      guard doubt.isLifted(by: rest) else { break }
      (self, doubt) = (closer, rest)
    }
  }

  private init(_ image: WorkingImage, _ scale: WorkingScale, stated: Polarity?) {
    self.scale = scale
    self.image = image
    let (polarity, view) = propose(image, stated: stated)
    self.polarity = polarity
    self.view = view.spread
  }
}

/// What the network says of the image, and which end of its grey scale is bone.
///
/// The network looks first the way that the grey scale suggests. It leaves more undecided on a film turned round: where the grey
/// scale is sure, and the network doubts bone on no more than a twelfth of the image, that is the answer. Else it looks the
/// other way too, and the log odds of bright bone are 3 times the logarithm of how much more bone it leaves undecided that
/// way, 0.3 times that of how much more named bone it is sure of this way, and 6 times what the quarters of the grey scale
/// say; 100 mm² on either side keep specks from deciding. Fitted to 153 ordinary and 107 simulated films, each as it is,
/// with other gamma, sharpened, equalised in tiles and as a whole, and cut. The article on
/// segmentation says how often that is right.
private func propose(_ image: WorkingImage, stated: Polarity?) -> (PolarityFinding, FilmView) {
  let ends = GreyEnds(image.plane)
  let surround = WhiteSurround(image.plane, ends, pitchX: image.pitchX, pitchY: image.pitchY)
  let look = { (polarity: Polarity) in
    polarity == .boneBright ? FilmView(image.plane, surround, ends) : FilmView(negativeOf: image)
  }
  if let stated { return (PolarityFinding(polarity: stated, confidence: 1), look(stated)) }
  let grey = GreyScaleEvidence(image, ends, surround: surround)
  let suggested = PolarityFinding(logOdds: grey?.logOdds ?? 0).polarity
  let first = look(suggested)
  let undecided = first.proposals.certainty(of: [.bone]).undecided
  if let known = grey?.finding, 12 * undecided <= image.plane.samples.count { return (known, first) }
  let second = look(suggested == .boneBright ? .boneDark : .boneBright)
  let least = 100 / image.pixelArea
  let ratio = { (one: Int, other: Int) in log((Double(one) + least) / (Double(other) + least)) }
  let forFirst =
    3 * ratio(second.proposals.certainty(of: [.bone]).undecided, undecided)
    + 0.3 * ratio(first.proposals.sureBone, second.proposals.sureBone)
  let finding = PolarityFinding(
    logOdds: 6 * (grey?.quarters ?? 0) + (suggested == .boneBright ? forFirst : -forFirst))
  return (finding, finding.polarity == suggested ? first : second)
}

/// What the network says of an image if its bone is bright, or if it is dark.
struct FilmView {
  private(set) var proposals: Proposals
  /// The image as the network saw it, 0 … 1, bone bright.
  let shown: Plane<Float>
  /// What a diaphragm hid and the film, bone bright, shows white; the network is shown it black.
  let white: Mask?
  /// Whether its histogram was equalised as a whole, see ``EqualisedTones``.
  private let isEqualised: Bool

  /// The view of `plane`, of which these are the ends and the white surround, if there is one.
  init(_ plane: Plane<Float>, _ surround: WhiteSurround?, _ ends: GreyEnds) {
    let network = Network.embedded
    let input =
      surround.map { NetworkInput($0.blackened(plane), multiple: network.multiple) }
      ?? NetworkInput(plane, range: ends.range, multiple: network.multiple)
    shown = input.normalised
    proposals = Proposals(input, network: network)
    white = surround?.mask
    isEqualised = EqualisedTones.hold { ends.levels(of: $0) }
  }

  /// The view of the image with its sign turned.
  init(negativeOf image: WorkingImage) {
    let plane = image.plane.negated
    let ends = GreyEnds(plane)
    self.init(plane, WhiteSurround(plane, ends, pitchX: image.pitchX, pitchY: image.pitchY), ends)
  }

  /// The view with the limbs' levels given their room back, if they were taken.
  var spread: FilmView {
    guard isEqualised, let image = EqualisedTones.spread(shown, by: proposals.mask(of: .bone, reaching: 0.5)) else {
      return self
    }
    let network = Network.embedded
    var view = self
    view.proposals = Proposals(NetworkInput(normalised: image, multiple: network.multiple), network: network)
    return view
  }
}

extension Proposals {
  /// The number of pixels that are a named bone at 0.98.
  ///
  /// A film turned round shows bone of no name at 0.9 almost as often as one that is not, but hardly a femur.
  fileprivate var sureBone: Int {
    NetworkClass.namedBones.reduce(0) { $0 + mask(of: $1, reaching: 0.98).count }
  }
}

extension Plane<Float> {
  /// The plane with its sign turned.
  var negated: Plane<Float> { Plane(width: width, height: height, samples: samples.map { -$0 }) }
}
