import Mineralisation

/// A joint of an image, with the image's name and the schemes that are written.
struct JointRow: Sendable {
  var id: String
  var joint: Joint
  var scheme: GradingScheme
}

/// The fields of a joint after the image's `id`, in the order of joints.csv; what follows them is in the record alone.
let jointColumns: [Column<JointRow>] = [
  .text("joint", "The joint's name: hip, knee or joint.") { $0.joint.name },
  .choice("side", of: ["left", "right", "single"], "The half of the image it lies in, seen on the screen.") {
    $0.joint.side.rawValue
  },
  .texts("bones", "The names of its two bones.") { $0.joint.boneNames },
  .number("gap_mm", places: 3, "The shortest distance between its bones' surfaces, spurs included.") {
    $0.joint.grade.gapMM
  },
  .number("gap_uncertainty_mm", places: 3, "Its standard uncertainty.") { $0.joint.grade.gapUncertaintyMM },
  .choice("brooker", "Brooker's class.") { $0.scheme == .dellaValle ? nil : $0.joint.grade.brooker },
  .choice("della_valle", "Della Valle's grade.") { $0.scheme == .brooker ? nil : $0.joint.grade.dellaValle },
  .flag("borderline", "Whether the grade could fall the other way within the uncertainty.") {
    $0.joint.grade.borderline
  },
  .text("grade_basis", "Why the grade is what it is.") { $0.joint.grade.basis },
  .numbers("bone_labels", places: 0, "The labels of its two bones in the bone mask.") {
    $0.joint.boneLabels.map(Double.init)
  }.recordOnly,
  .numbers("lesion_ids", places: 0, "The lesions that belong to it.") { $0.joint.lesionIDs.map(Double.init) }
    .recordOnly,
]
