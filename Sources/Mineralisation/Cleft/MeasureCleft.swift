import Raster
import RasterKernels

/// The bounds between cleft, contact and distance.
enum CleftLimits {
  /// Masks this near touch: a pixel and a half, or the blur of a sharp edge.
  static let contactInPixels = 1.5
  /// A valley of less than this share of the lower wall's height is none.
  static let valleyShare = 0.15
  /// In a gap under ``closedGap`` that an outline found in the image leaves, a shallower valley is none: mineral joins
  /// what the outline holds apart.
  static let narrowValleyShare = 0.5
  /// Nor one of less depth than this many times the noise.
  static let valleyToNoise = 2.0
  /// Without a valley a narrower gap is contact.
  static let closedGap = 1.0
  /// A lesion is attached from this length of contact on, in millimetres.
  static let contactLength = 1.0
  /// Contact over this share of the lesion's length is broad.
  static let broadShare = 0.5
  /// The length of cleft from one mark to the next, in millimetres.
  static let markStep = 2.0
  /// The share of the facing edge that makes a cleft.
  static let cleftExtent = 0.1
}

/// One bone that a lesion touches, and over what length.
struct Contact: Equatable {
  var label: Int
  var length: Double
}

/// The cleft of a lesion with the bones that it touches.
struct CleftFindings {
  var measurements = CleftMeasurements()
  /// The bones of which at least a millimetre is touched, by label.
  var contacts: [Contact] = []
}

/// Measures the lucent line between a lesion and the bone that it faces.
///
/// - Parameters:
///   - outline: the lesion's edge.
///   - bones: the edge of bone around it.
///   - references: the signal above the local soft tissue, and its noise.
///   - nearest: the label of the nearest bone and its distance, wherever it lies; `nil` without bone.
func measureCleft(
  of place: LesionNeighbourhood, outline: LesionOutline, bones: BoneEdge, references: LocalReferences?,
  spacing: PixelSpacing?, nearest: NearestBone?, shape: ShapeMeasurements
) -> CleftFindings {
  var findings = CleftFindings()
  findings.measurements.nearestBone = nearest?.name
  guard let spacing, let nearest else { return findings }
  findings.measurements.distanceToBoneMM = nearest.distance
  findings.measurements.attachment = .separate
  guard nearest.distance <= FacingEdge.reach else { return findings }
  let facing = FacingEdge(outline: outline, bones: bones, place: place)
  guard !facing.sites.isEmpty else { return findings }
  let tallies = CleftTallies(facing, references: references, place: place)
  tallies.fill(&findings, spacing: spacing, shape: shape)
  return findings
}

/// What the facing edge adds up to.
struct CleftTallies {
  private var widths: [Double] = []
  private var contrasts: [Double] = []
  private var cleftLength = 0.0
  private var contactLength = 0.0
  private var facingLength = 0.0
  private var lengthByBone: [Int32: Double] = [:]
  private var marks: [Segment] = []

  init(_ facing: FacingEdge, references: LocalReferences?, place: LesionNeighbourhood) {
    var finder = references.map { ValleyFinder(facing, excess: $0.excess, place: place) }
    let touching = CleftLimits.contactInPixels * place.scale.mean
    for (i, site) in facing.sites.enumerated() {
      facingLength += site.edge.length
      if site.distance <= touching {
        add(contact: site)
        continue
      }
      guard let references, let valley = finder?.valley(at: i) else { continue }
      let wall = min(valley.lesionWall, valley.boneWall)
      let narrow = !place.lesionsGiven && site.distance <= CleftLimits.closedGap
      let share = narrow ? CleftLimits.narrowValleyShare : CleftLimits.valleyShare
      if wall > 0, valley.depth > share * wall,
        valley.depth > CleftLimits.valleyToNoise * references.noise
      {
        widths.append(max(site.distance + valley.shift - valley.boneShift, 0))
        contrasts.append(min(valley.depth / wall, 1))
        if Int(cleftLength / CleftLimits.markStep) < Int((cleftLength + site.edge.length) / CleftLimits.markStep) {
          marks.append(place.segment(site))
        }
        cleftLength += site.edge.length
      } else if site.distance <= CleftLimits.closedGap {
        add(contact: site)
      }
    }
  }

  private mutating func add(contact site: FacingEdge.Site) {
    contactLength += site.edge.length
    lengthByBone[site.bone.label, default: 0] += site.edge.length
  }

  /// Writes the measurements.
  func fill(_ findings: inout CleftFindings, spacing: PixelSpacing, shape: ShapeMeasurements) {
    findings.contacts = lengthByBone.filter { $0.value >= CleftLimits.contactLength }
      .map { Contact(label: Int($0.key), length: $0.value) }.sorted { $0.label < $1.label }
    findings.measurements.contactLengthMM = contactLength
    if facingLength > 0 {
      findings.measurements.contactFraction = contactLength / facingLength
      findings.measurements.extentFraction = cleftLength / facingLength
    }
    if let width = median(of: widths) {
      findings.measurements.widthMM = width
      findings.measurements.widthMinMM = widths.min()
      findings.measurements.widthUncertaintyMM = lengthUncertainty(width, spacing: spacing)
      findings.measurements.contrast = median(of: contrasts)
    }
    findings.measurements.attachment = attachment(findings, shape)
    findings.measurements.marks = marks
  }

  private func attachment(_ findings: CleftFindings, _ shape: ShapeMeasurements) -> CleftMeasurements.Attachment {
    if contactLength >= CleftLimits.contactLength {
      let longest = shape.feretMaxMM ?? contactLength
      return contactLength >= CleftLimits.broadShare * longest ? .broad : .focal
    }
    let extent = findings.measurements.extentFraction ?? 0
    return extent >= CleftLimits.cleftExtent ? .cleft : .separate
  }
}

extension LesionNeighbourhood {
  /// The way from the lesion's edge to bone's edge, in pixels of the radiograph.
  fileprivate func segment(_ site: FacingEdge.Site) -> Segment {
    Segment(point(site.edge.x, site.edge.y), point(site.bone.x, site.bone.y))
  }

  private func point(_ x: Double, _ y: Double) -> Point {
    Point(Double(box.x) + x / scale.x, Double(box.y) + y / scale.y)
  }
}
