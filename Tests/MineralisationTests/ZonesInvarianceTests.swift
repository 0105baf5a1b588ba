import Mineralisation
import Raster
import RasterTestSupport
import Testing

/// What must not change a measurement.
@Suite struct ZonesInvarianceTests {
  /// A rim near bone with a cleft, on sloping noisy soft tissue.
  static let phantom = ZonesPhantom(
    width: 130, height: 118, spacing: 0.4, turn: 0.4, lesions: [.frame(10, 6, rim: 2.4, core: 0.4, y: -7)],
    bones: [.plate(18, 3, y: 4.5, height: 30_000)], slope: 70, blur: 0.3, noise: 150)

  /// The figures that are compared.
  static func figures(_ measured: LesionMeasurements?) throws -> [Double] {
    let m = try #require(measured)
    return [
      try #require(m.density.contrastToSoftTissue), try #require(m.density.relativeDensity),
      try #require(m.density.cnr), try #require(m.zones.coreToPeak), try #require(m.zones.rimThicknessMM),
      try #require(m.zones.rimCompletenessFraction), try #require(m.cleft.widthMM), try #require(m.cleft.widthMinMM),
      try #require(m.cleft.extentFraction), try #require(m.cleft.contrast), try #require(m.cleft.distanceToBoneMM),
      try #require(m.form.edgeSharpnessPerMM), try #require(m.form.lucentSeptaFraction),
      try #require(m.form.componentSizeMedianMM),
    ]
  }

  static func close(_ a: [Double], _ b: [Double], within share: Double) -> Bool {
    zip(a, b).allSatisfy { abs($0 - $1) <= share * max(abs($0), 1e-3) }
  }

  @Test func flipsAndTurnsChangeNothing() throws {
    let scene = Self.phantom.scene()
    let plain = try Self.figures(measureLesions(scene.radiograph, scene.segmentation).first)
    for move in Move.allCases {
      let moved = move.applied(to: scene)
      let figures = try Self.figures(measureLesions(moved.radiograph, moved.segmentation).first)
      #expect(Self.close(plain, figures, within: 1e-4), "\(move): \(plain) became \(figures)")
    }
  }

  @Test func theOppositePolarityChangesNothingButTheStoredValues() throws {
    var dark = Self.phantom
    dark.polarity = .boneDark
    let bright = try #require(Self.phantom.measured().first)
    let inverted = try #require(dark.measured().first)
    let a = try Self.figures(bright)
    let b = try Self.figures(inverted)
    // Rounding to whole grey values falls the other way at halves.
    #expect(Self.close(a, b, within: 1e-3), "\(a) became \(b)")
    #expect(bright.zones.pattern == inverted.zones.pattern)
  }

  @Test func aLesionMeasuresTheSameAloneAndAmongOthers() throws {
    var among = Self.phantom
    among.lesions.append(.plate(2, 2, x: -18, y: 14))
    var alone = among
    alone.lesions.removeLast()
    let a = try Self.figures(alone.measured().first)
    let b = try Self.figures(among.measured().first)
    #expect(Self.close(a, b, within: 1e-2), "\(a) became \(b)")
  }

  @Test(arguments: [0.8, 1.25])
  func gammaLeavesGeometryAndPattern(gamma: Double) throws {
    var curved = Self.phantom
    curved.gamma = gamma
    let plain = try #require(Self.phantom.measured().first)
    let other = try #require(curved.measured().first)
    #expect(other.zones.pattern == plain.zones.pattern)
    #expect(other.cleft.attachment == plain.cleft.attachment)
    let half = Self.phantom.spacing / 2
    #expect(abs(try #require(other.zones.rimThicknessMM) - (try #require(plain.zones.rimThicknessMM))) < half)
    #expect(abs(try #require(other.cleft.widthMM) - (try #require(plain.cleft.widthMM))) < half)
    #expect(other.cleft.distanceToBoneMM == plain.cleft.distanceToBoneMM)
  }

  @Test func twiceTheResolutionMeasuresTheSame() throws {
    // Edges on the pixel grid of both, so that the masks cover the same places.
    func measured(_ spacing: Double, _ side: Int) throws -> LesionMeasurements {
      try #require(
        ZonesPhantom(
          width: side, height: side, spacing: spacing, lesions: [.frame(10, 6, rim: 3.2, core: 0.4, y: -8)],
          bones: [.plate(15, 4, y: 4, height: 30_000)], blur: 0.4
        ).measured().first)
    }
    let coarse = try measured(0.4, 150)
    let fine = try measured(0.2, 300)
    for (a, b) in [
      (coarse.zones.rimThicknessMM, fine.zones.rimThicknessMM), (coarse.cleft.widthMM, fine.cleft.widthMM),
      (coarse.cleft.distanceToBoneMM, fine.cleft.distanceToBoneMM),
      (coarse.density.contrastToSoftTissue, fine.density.contrastToSoftTissue),
    ] {
      let old = try #require(a)
      let new = try #require(b)
      #expect(abs(new / old - 1) < 0.01, "\(old) became \(new)")
    }
  }
}

/// The moves of a picture that leave its pixels whole.
private enum Move: CaseIterable {
  case mirrored, upended, turned, transposed

  func applied(
    to scene: (radiograph: Radiograph, segmentation: Segmentation)
  )
    -> (radiograph: Radiograph, segmentation: Segmentation)
  {
    let old = scene.segmentation
    let bones = LabelMap(moved(old.bones.labels.plane), count: old.bones.labels.count)
    let lesions = LabelMap(moved(old.lesions.labels.plane), count: old.lesions.labels.count)
    let field = Field(
      regions: moved(old.field.regions), polarity: old.field.polarity, polarityConfidence: 1)
    let segmentation = Segmentation(
      field: field, bones: BoneMap(labels: bones, names: ["femur"], given: true),
      lesions: LesionMap(labels: lesions, given: true), workingScale: old.workingScale)
    let radiograph = Radiograph(
      samples: moved(scene.radiograph.samples), bitDepth: 16, statedPolarity: scene.radiograph.statedPolarity,
      spacing: scene.radiograph.spacing)
    return (radiograph, segmentation)
  }

  private func moved<Sample>(_ plane: Plane<Sample>) -> Plane<Sample> {
    let turns = self == .turned || self == .transposed
    let width = turns ? plane.height : plane.width
    let height = turns ? plane.width : plane.height
    var samples: [Sample] = []
    for y in 0..<height {
      for x in 0..<width {
        switch self {
        case .mirrored: samples.append(plane[plane.width - 1 - x, y])
        case .upended: samples.append(plane[x, plane.height - 1 - y])
        case .turned: samples.append(plane[y, plane.height - 1 - x])
        case .transposed: samples.append(plane[y, x])
        }
      }
    }
    return Plane(width: width, height: height, samples: samples)
  }
}
