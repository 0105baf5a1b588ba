/// Everything that stands in the beam, and how it is exposed.
struct PhantomScene {
  var region: String
  var bones: [Bone]
  var lesions: [LesionBody]
  var tissue: SoftTissue
  var metal: [Solid] = []
  /// The diameter of a calibration ball among `metal`, in mm.
  var ballDiameter: Double?
  var letter: Letter?
  var bounds: FilmBounds
  var exposure = Exposure()
  /// Whether two bones meet whose bridging is graded.
  var isGraded: Bool { region == "hip" }
  /// The outsides of all bones: new mineral lies beside them.
  var boneSolids: [Solid] { bones.flatMap { $0.parts.map(\.outside) } }
}

/// What surrounds the bones.
struct SoftTissue {
  /// The body as a whole, skin to skin.
  var body: [Solid]
  /// The part of it that is muscle and organs; the rest is fat.
  var lean: [Solid]
  /// Layers of fat between muscles.
  var fatPlanes: [Solid] = []
}

/// A letter of lead that tells the side.
struct Letter {
  var character: Character
  /// Its upper left corner, in mm.
  var x: Double
  var y: Double
  /// Its height in mm.
  var height: Double
}

/// How the beam and the detector make numbers of it.
struct Exposure {
  /// Photons per pixel without anything in the beam.
  var photons = 2e5
  /// Scattered over primary intensity.
  var scatter = 0.35
  /// The blur of focus and detector, as a standard deviation in mm.
  var blur = 0.18
  /// How far detail is lifted above large-scale brightness, as processing stations do.
  var detail = 0.5
  /// How far thick and thin parts of the body are brought to one brightness.
  var evenness = 0.7
  /// The share of bright pixels that the window leaves above its end.
  var clipped = 0.003
  /// Black borders of a collimator: left, right, top, bottom in mm.
  var collimator: FilmBounds?
}
