import Raster
import RasterKernels

/// The bounds between the forms, the stages of maturity and the compartments.
enum FormLimits {
  /// A cluster of at least this many pieces is punctate.
  static let pieces = 3
  /// A lesion shorter than this is a dot, in millimetres.
  static let dot = 3.0
  /// Enclosed lucent centres that make rings and arcs.
  static let rings = 3
  /// The share of the lesion that they take.
  static let ringShare = 0.05
  /// The least share of lucent lines that goes with so small a share.
  static let ringSepta = 0.2
  /// The share that is enough without lucent lines.
  static let ringShareAlone = 0.15
  /// Length over twice the largest depth of a sheet.
  static let sheetRatio = 6.0
  /// The largest thickness of a sheet, in millimetres.
  static let sheetThickness = 8.0
  /// Less solid is lobulated.
  static let lobulatedSolidity = 0.85
  /// So is more lucent septa.
  static let lobulatedSepta = 0.1
  /// An edge this sharp is sharp, per millimetre.
  static let sharpEdge = 0.5
  /// Nearer to the skin is subcutaneous, in millimetres.
  static let subcutaneous = 10.0
}

/// What the form of a lesion is judged from.
struct FormEvidence {
  var place: LesionNeighbourhood
  var depth: LesionDepth
  var outline: LesionOutline
  var references: LocalReferences?
  var shape: ShapeMeasurements
  var contacts: [Contact]
  var relativeDensity: Double?
  var skin: SkinDistance?
}

/// Measures form, maturity and place of a lesion; lengths only where `hasSpacing`.
func measureForm(_ evidence: FormEvidence, bones: BoneMap, hasSpacing: Bool) -> FormMeasurements {
  let pieces = LesionPieces(of: evidence.depth, scale: evidence.place.scale)
  var septa: Double?
  var sharpness: Double?
  var rings: (count: Int, fraction: Double) = (0, 0)
  if let references = evidence.references {
    septa = lucentSeptaFraction(place: evidence.place, references: references)
    sharpness = edgeSharpness(
      of: evidence.outline, excess: references.excess, place: evidence.place, noise: references.noise)
    rings = enclosedLucencies(excess: references.excess, place: evidence.place)
  }
  let form = form(of: evidence, pieces: pieces, septa: septa, rings: rings)
  var result = FormMeasurements(form: form, componentCount: pieces.count)
  result.lucentSeptaFraction = septa
  result.maturity = maturity(sharpness: sharpness, density: evidence.relativeDensity)
  result.originBoneLabels = evidence.contacts.map(\.label)
  result.originBones = evidence.contacts.map { contact in
    bones.bones.first { $0.label == contact.label }?.name ?? "bone"
  }
  guard hasSpacing else { return result }
  result.componentSizeMedianMM = pieces.medianSize
  result.edgeSharpnessPerMM = sharpness
  result.distanceToSkinMM = evidence.skin?.shortest
  result.compartment = evidence.skin.map { $0.shortest < FormLimits.subcutaneous ? .subcutaneous : .deep }
  return result
}

/// The first form that holds, from the most to the least specific.
private func form(
  of evidence: FormEvidence, pieces: LesionPieces, septa: Double?, rings: (count: Int, fraction: Double)
) -> FormMeasurements.Form {
  if evidence.contacts.count >= 2 { return .bridge }
  if evidence.contacts.count == 1 { return .spur }
  let ringed =
    rings.fraction >= FormLimits.ringShareAlone
    || (rings.fraction >= FormLimits.ringShare && (septa ?? 0) >= FormLimits.ringSepta)
  if rings.count >= FormLimits.rings, ringed { return .ringArc }
  if pieces.count >= FormLimits.pieces, pieces.medianSize < ClusterRule.size { return .punctate }
  if pieces.length < FormLimits.dot { return .punctate }
  if pieces.length >= FormLimits.sheetRatio * pieces.thickness, pieces.thickness <= FormLimits.sheetThickness {
    return .sheet
  }
  let solid = (evidence.shape.solidity ?? 1) >= FormLimits.lobulatedSolidity
  if !solid || (septa ?? 0) >= FormLimits.lobulatedSepta { return .lobulated }
  return .nodular
}

/// Hazy, rimmed or solid, by how sharp the edge is and how dense the mineral.
func maturity(sharpness: Double?, density: Double?) -> FormMeasurements.Maturity? {
  guard let sharpness, let density else { return nil }
  let sharp = sharpness >= FormLimits.sharpEdge
  if !sharp, density < 1.0 / 3 { return .hazy }
  if sharp, density > 2.0 / 3 { return .solid }
  return .rimmed
}
