package import Raster

/// What is known of one joint when it is graded: the input of the decision table.
package struct GradeFacts: Sendable, Equatable {
  /// A lesion that is attached to no bone of the joint.
  package struct Island: Sendable, Equatable {
    /// Its `lesion_id`.
    package var id: Int
    /// Its maximum Feret diameter; `nil` without a spacing.
    package var feretMM: Double?
    /// The uncertainty of ``feretMM``.
    package var uncertaintyMM: Double
    /// Whether it lies between the two bones with less than 10 mm free on either side.
    package var narrowsGap: Bool

    /// An island.
    package init(id: Int, feretMM: Double?, uncertaintyMM: Double = 0, narrowsGap: Bool = false) {
      self.id = id
      self.feretMM = feretMM
      self.uncertaintyMM = uncertaintyMM
      self.narrowsGap = narrowsGap
    }
  }

  /// A lesion that grows from one side of the joint.
  package struct Spur: Sendable, Equatable {
    /// Its `lesion_id`.
    package var id: Int
    /// The name of the bone.
    package var bone: String
    /// The bone that it covers in projection without a continuous path to it.
    package var overlappedBone: String?

    /// A spur.
    package init(id: Int, bone: String, overlappedBone: String? = nil) {
      self.id = id
      self.bone = bone
      self.overlappedBone = overlappedBone
    }
  }

  /// The names of the two opposing bones; fewer where fewer are known.
  package var bones: [String]
  /// Why no two opposing bones are known; empty where they are.
  package var missingBones: String
  /// The lesions attached to no bone.
  package var islands: [Island]
  /// The lesions attached to one side.
  package var spurs: [Spur]
  /// The `lesion_id`s of continuous paths between both sides.
  package var bridges: [Int]
  /// The shortest way from a spur's surface to the other side; `nil` without spurs or without a spacing.
  package var gap: Gap?

  /// Facts about a joint between `bones`.
  package init(
    bones: [String], missingBones: String = "", islands: [Island] = [], spurs: [Spur] = [], bridges: [Int] = [],
    gap: Gap? = nil
  ) {
    self.bones = bones
    self.missingBones = missingBones
    self.islands = islands
    self.spurs = spurs
    self.bridges = bridges
    self.gap = gap
  }
}

/// A gap as it was measured.
package struct Gap: Sendable, Equatable {
  /// From edge to edge.
  package var mm: Double
  /// The spacing's and the magnification's uncertainty and one pixel, in quadrature.
  package var uncertaintyMM: Double
  /// Where it was measured, from edge to edge.
  package var segment: Segment

  /// A gap.
  package init(mm: Double, uncertaintyMM: Double, segment: Segment) {
    self.mm = mm
    self.uncertaintyMM = uncertaintyMM
    self.segment = segment
  }
}
