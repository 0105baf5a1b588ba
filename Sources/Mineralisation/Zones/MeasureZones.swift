import Raster

/// Measures how density runs from a lesion's edge to its core.
///
/// - Parameters:
///   - place: the lesion and what lies around it.
///   - depth: how deep its pixels lie.
///   - references: the local soft tissue and noise.
///   - outline: the lesion's outer edge.
///   - shape: its size, for the flag of a phlebolith.
///   - contrast: its mean signal above the soft tissue.
///   - spacing: without it the pattern is indeterminate and there is no profile.
func measureZones(
  of place: LesionNeighbourhood, depth: LesionDepth, references: LocalReferences, outline: LesionOutline,
  shape: ShapeMeasurements, contrast: Double, spacing: PixelSpacing?
) -> ZoneMeasurements {
  var zones = ZoneMeasurements(mayBePhlebolith: mayBePhlebolith(shape))
  let excess = references.excess
  let inside = excess.cropped(to: place.part(depth.frame))
  guard let spacing, let profile = DepthProfile(excess: inside, depth: depth, scale: place.scale) else { return zones }
  zones.profile = .init(depthMM: profile.depth, signal: profile.signal)
  if profile.peak > 0 { zones.coreToPeak = profile.core / profile.peak }
  zones.pattern = zonalPattern(of: profile, scale: place.scale, contrast: contrast, noise: references.noise)
  if let thickness = rimThickness(of: profile, scale: place.scale) {
    zones.rimThicknessMM = thickness
    zones.rimThicknessUncertaintyMM = lengthUncertainty(thickness, spacing: spacing)
    zones.rimCompletenessFraction = rimCompleteness(
      of: profile, thickness: thickness, excess: excess, outline: outline, scale: place.scale)
  }
  return zones
}

/// Whether a lesion is round and under 6 mm; unknown lengths flag nothing.
func mayBePhlebolith(_ shape: ShapeMeasurements) -> Bool {
  guard let longest = shape.feretMaxMM, let shortest = shape.feretMinMM else { return false }
  return longest < ZoneLimits.phlebolith && shortest >= ZoneLimits.round * longest
}

/// What one pixel of edge error and the spacing's uncertainty do to a length, added in quadrature.
func lengthUncertainty(_ length: Double, spacing: PixelSpacing) -> Double {
  let scaled = length * spacing.relativeUncertainty
  return (spacing.mean * spacing.mean + scaled * scaled).squareRoot()
}
