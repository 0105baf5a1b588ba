import Raster
public import Reporting

extension ImageTask {
  /// The image as a line for `ossiquant worker`, which answers with the record that a batch would write.
  ///
  /// Paths are absolute, so that a worker may stand anywhere. A row with a fault goes along, so that the answers are
  /// complete.
  public var request: JSONValue {
    var members: [JSONValue.Member] = [.init("id", .text(id)), .init("image", .text(image))]
    if let problem {
      members += [.init("problem", .text(problem)), .init("pass_through", .object(passThrough))]
      return .object(members)
    }
    members.append(.init("path", .text(absolute(path))))
    if let spacing { members.append(.init("spacing_mm", .text("\(spacing.x),\(spacing.y)"))) }
    if let magnification {
      members.append(.init("magnification", .text("\(magnification.factor)±\(magnification.uncertainty)")))
    }
    if let polarity { members.append(.init("polarity", .text(polarity.rawValue))) }
    if let region { members.append(.init("region", .text(region))) }
    for (name, mask) in [("bone_mask", boneMask), ("lesion_mask", lesionMask), ("roi", regionOfInterest)] {
      if let mask { members.append(.init(name, .text(absolute(mask)))) }
    }
    members.append(.init("pass_through", .object(passThrough)))
    return .object(members)
  }

  /// `path` as it is found from everywhere; one that leads nowhere stays as it is.
  private func absolute(_ path: String) -> String { canonicalPath(path) ?? path }
}
