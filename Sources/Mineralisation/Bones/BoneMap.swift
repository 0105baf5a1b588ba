public import Raster

/// The native bones of a radiograph, each whole and with its own label.
public struct BoneMap: Sendable, Equatable {
  /// A bone: its name and every pixel it covers, also where another bone lies over it.
  public struct Bone: Sendable, Equatable {
    /// The label in ``BoneMap/labels``, 1 onwards.
    public let label: Int
    /// `pelvis`, `femur`, `tibia`, … or `bone` where no name is known; several may share a name (left and right).
    public let name: String
    /// Every pixel of the bone inside ``box``, overlaps included, as label 1.
    public let region: LabelMap
    /// Where ``region`` lies in the radiograph.
    public let box: PixelBox
    /// The same pixels, painted anew at every call.
    public var mask: Mask { region.foreground }

    /// A bone.
    public init(label: Int, name: String, region: LabelMap, box: PixelBox) {
      self.label = label
      self.name = name
      self.region = region
      self.box = box
    }
  }

  /// One label per pixel; where bones overlap, that of the bone that is listed first.
  public let labels: LabelMap
  /// The bones in the order of their labels.
  public let bones: [Bone]
  /// Whether the user gave them.
  public let given: Bool

  /// Bones as segmented.
  public init(labels: LabelMap, bones: [Bone], given: Bool) {
    self.labels = labels
    self.bones = bones
    self.given = given
  }

  /// No bone at all, in a plane of `width` by `height`.
  public static func none(width: Int, height: Int) -> BoneMap {
    BoneMap(labels: LabelMap(width: width, height: height), bones: [], given: false)
  }

  /// The bones of a label map without overlaps.
  ///
  /// - Parameters:
  ///   - labels: one label per bone; a label without pixels is left out of ``bones``.
  ///   - names: the name of label `i + 1` at index `i`; missing ones are called `bone`.
  ///   - given: whether the user gave the map.
  public init(labels: LabelMap, names: [String] = [], given: Bool) {
    let boxes = labels.boundingBoxes
    self.init(
      labels: labels,
      bones: boxes.indices.compactMap { i in
        guard let box = boxes[i] else { return nil }
        return Bone(
          label: i + 1, name: i < names.count ? names[i] : "bone", region: labels.region(of: i + 1, in: box), box: box)
      }, given: given)
  }

  /// Every pixel that shows bone.
  public var foreground: Mask { labels.foreground }
}
