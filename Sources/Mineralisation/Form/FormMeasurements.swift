/// What a lesion looks like, how mature it is, and where it lies.
public struct FormMeasurements: Sendable, Equatable {
  /// The shape in the field's words.
  public enum Form: String, Sendable, Equatable, CaseIterable {
    /// One rounded body.
    case nodular
    /// Several bodies grown together, with lucent septa.
    case lobulated
    /// A cluster of dots.
    case punctate
    /// A thin band or layer.
    case sheet
    /// Rings and arcs.
    case ringArc = "ring_arc"
    /// Grown from one bone.
    case spur
    /// A continuous path between two bones.
    case bridge
  }

  /// How far ossification has come.
  public enum Maturity: String, Sendable, Equatable, CaseIterable {
    /// An unsharp edge and under a third of cortical density.
    case hazy
    /// Between the two.
    case rimmed
    /// A sharp edge and over two thirds of cortical density.
    case solid
  }

  /// The depth under the skin.
  public enum Compartment: String, Sendable, Equatable, CaseIterable {
    /// In the layer beneath the skin.
    case subcutaneous
    /// Deeper.
    case deep
  }

  /// The shape.
  public var form: Form
  /// The maturity; `nil` where density or edge are unknown.
  public var maturity: Maturity?
  /// The steepest normalised slope across the edge, median along it.
  public var edgeSharpnessPerMM: Double?
  /// The share of the lesion's inside that is lucent lines.
  public var lucentSeptaFraction: Double?
  /// The number of connected pieces.
  public var componentCount: Int
  /// The median of the pieces' maximum Feret diameters.
  public var componentSizeMedianMM: Double?
  /// The names of the bones it grows from.
  public var originBones: [String]
  /// The labels of those bones in the bone map.
  public var originBoneLabels: [Int]
  /// The shortest distance to the skin; `nil` where no skin is in the image.
  public var distanceToSkinMM: Double?
  /// The depth under the skin; `nil` where no skin is in the image.
  public var compartment: Compartment?

  /// A lesion of `componentCount` pieces.
  public init(form: Form, componentCount: Int) {
    self.form = form
    self.componentCount = componentCount
    originBones = []
    originBoneLabels = []
  }
}
