import Mineralisation
import Raster

/// The names of PyRadiomics' features in the order in which every lesion has them.
///
/// They are asked of the measurement itself, on a plane of nine pixels, so that no second list can go astray.
let radiomicsNames: [String] =
  RadiomicsSettings.standard.flatMap { settings in
    measureRadiomics(
      of: LabelMap(Plane(width: 3, height: 3, repeating: 1), count: 1),
      samples: Plane(width: 3, height: 3, repeating: 1), spacing: nil, settings: settings
    ).first?.map(\.name)
  } ?? []

/// A lesion's features as members; a feature that this lesion cannot have is `null`.
func radiomicsMembers(_ features: [RadiomicsFeature]) -> [JSONValue.Member] {
  features.map { feature in
    let digits = feature.value.flatMap { $0.isFinite ? "\($0)" : nil }
    return .init(feature.name, digits.map { .number($0) } ?? .null)
  }
}
