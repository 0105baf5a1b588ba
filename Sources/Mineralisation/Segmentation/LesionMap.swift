public import Raster

/// The lesions of a radiograph: one label per connected or grouped soft-tissue mineralisation.
public struct LesionMap: Sendable, Equatable {
  /// How sure the segmentation is of a lesion, and why.
  public struct Evidence: Sendable, Equatable {
    /// The probability that this is mineralisation outside native bone, 0 to 1.
    public let confidence: Double
    /// The contrast to its surroundings in units of the local noise.
    public let contrastToNoise: Double

    /// Evidence for one lesion.
    public init(confidence: Double, contrastToNoise: Double) {
      self.confidence = confidence
      self.contrastToNoise = contrastToNoise
    }
  }

  /// The label of a pixel is its lesion's `lesion_id`; every label from 1 to `count` has pixels.
  public let labels: LabelMap
  /// The evidence for each lesion, index `lesion_id - 1`; empty where the lesions were given.
  public let evidence: [Evidence]
  /// Whether the user gave them.
  public let given: Bool

  /// Lesions as segmented or given.
  public init(labels: LabelMap, evidence: [Evidence] = [], given: Bool) {
    self.labels = labels
    self.evidence = evidence
    self.given = given
  }

  /// No lesion, in a plane of `width` by `height`.
  public static func none(width: Int, height: Int) -> LesionMap {
    LesionMap(labels: LabelMap(width: width, height: height), given: false)
  }
}
