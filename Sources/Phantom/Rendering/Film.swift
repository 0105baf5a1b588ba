import Glibc
import Raster

/// Linear attenuation, per mm at about 60 keV.
private enum Attenuation {
  static let lean: Float = 0.0195
  static let fat: Float = 0.0170
  /// Cortical bone over the soft tissue that it displaces.
  static let cortical: Float = 0.042
  static let steel: Float = 0.30
  static let lead: Float = 2
}

/// The attenuation −ln(I / I₀) that the detector sees: Beer's law, scatter, blur and photon noise.
func exposedFilm(_ scene: PhantomScene, _ projection: Projection, in frame: Frame, seed: UInt64) -> Plane<Float> {
  var noise = NoiseSource(seed: seed)
  let attenuation = totalAttenuation(scene, projection, in: frame, &noise)
  var intensity = attenuation
  intensity.withMutableSamples { samples in for i in samples.indices { samples[i] = expf(-samples[i]) } }
  // Scatter arises where something stands in the beam: nothing comes from the open beam.
  var source = intensity
  source.withMutableSamples { samples in for i in samples.indices { samples[i] *= 1 - samples[i] } }
  intensity.add(source.blurred(sigma: 18 / frame.spacing), times: Float(scene.exposure.scatter))
  intensity = intensity.softened(sigma: scene.exposure.blur / frame.spacing)
  let photons = Float(scene.exposure.photons)
  intensity.withMutableSamples { samples in
    for i in samples.indices {
      let counted = samples[i] * photons + noise.normal() * (samples[i] * photons).squareRoot()
      samples[i] = -logf(max(counted, 1) / photons)
    }
  }
  return intensity
}

private func totalAttenuation(
  _ scene: PhantomScene, _ projection: Projection, in frame: Frame, _ noise: inout NoiseSource
) -> Plane<Float> {
  let (width, height, spacing) = (frame.width, frame.height, frame.spacing)
  let body = pathLengths(of: scene.tissue.body, in: frame)
  var lean = pathLengths(of: scene.tissue.lean, in: frame)
  // Muscle bundles run along the limb.
  var bundles = noise.smoothField(width: width, height: height, sigmaX: 1.5 / spacing, sigmaY: 14 / spacing)
  bundles.withMutableSamples { samples in for i in samples.indices { samples[i] = 1 + 0.02 * samples[i] } }
  lean.multiply(by: bundles)
  var total = body
  total.withMutableSamples { samples in for i in samples.indices { samples[i] *= Attenuation.fat } }
  total.add(lean, times: Attenuation.lean - Attenuation.fat)
  total.add(pathLengths(of: scene.tissue.fatPlanes, in: frame), times: Attenuation.fat - Attenuation.lean)

  var texture = noise.smoothField(width: width, height: height, sigmaX: 0.35 / spacing, sigmaY: 0.5 / spacing)
  texture.withMutableSamples { samples in for i in samples.indices { samples[i] = 1 + 0.12 * samples[i] } }
  var spongy = projection.trabecular
  spongy.multiply(by: texture)
  total.add(spongy, times: Attenuation.cortical)
  total.add(projection.cortical, times: Attenuation.cortical)
  for lesion in projection.lesions {
    var mineral = lesion
    mineral.multiply(by: texture)
    total.add(mineral, times: Attenuation.cortical)
  }
  total.add(pathLengths(of: scene.metal, in: frame), times: Attenuation.steel)
  if let letter = scene.letter { total.add(letter.lead(in: frame), times: Attenuation.lead) }
  return total
}
