import Mineralisation

/// A lesion's features as members; a feature that this lesion cannot have is `null`.
func radiomicsMembers(_ features: [RadiomicsFeature]) -> [JSONValue.Member] {
  features.map { feature in
    let digits = feature.value.flatMap { $0.isFinite ? "\($0)" : nil }
    return .init(feature.name, digits.map { .number($0) } ?? .null)
  }
}
