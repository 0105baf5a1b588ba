public import Raster

/// PyRadiomics' shape2D, first-order, GLCM and GLRLM features of every label, index `label - 1`, always in the same order.
///
/// The names are PyRadiomics' (`shape2D_Elongation`, `firstorder_Mean`, `glcm_Contrast`); the values equal those of
/// PyRadiomics 3.0.1 on the stored samples of a one-slice volume. Each label is looked at inside its own box only.
/// Without a spacing what depends on a pixel's size is absent. A label without pixels gets no feature.
///
/// - Precondition: `labels` has the size of `samples`.
public func measureRadiomics(
  of labels: LabelMap, samples: Plane<UInt16>, spacing: PixelSpacing?, settings: RadiomicsSettings
) -> [[RadiomicsFeature]] {
  precondition(labels.width == samples.width && labels.height == samples.height, "Labels of another size")
  return labels.boundingBoxes.enumerated().map { i, box in
    guard let box else { return [] }
    return radiomics(
      samples.cropped(to: box), inside: labels.mask(of: i + 1, in: box), spacing: spacing, settings: settings)
  }
}

/// The names of all features in the order in which ``measureRadiomics(of:samples:spacing:settings:)`` gives them.
public let radiomicsFeatureNames: [String] = {
  let samples = Plane<UInt16>(width: 1, height: 1, repeating: 1)
  let mask = Mask(width: 1, height: 1, bytes: [1])
  guard let settings = RadiomicsSettings.standard else { return [] }
  return radiomics(samples, inside: mask, spacing: nil, settings: settings).map(\.name)
}()

private func radiomics(
  _ samples: Plane<UInt16>, inside mask: Mask, spacing: PixelSpacing?, settings: RadiomicsSettings
) -> [RadiomicsFeature] {
  let levels = GreyLevels(of: samples, inside: mask, settings.discretisation)
  return meshFeatures(mask, spacing: spacing) + firstOrderFeatures(levels, pixelArea: spacing?.pixelArea)
    + coOccurrenceFeatures(levels, settings: settings) + runLengthFeatures(levels)
}
