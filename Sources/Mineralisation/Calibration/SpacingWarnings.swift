public import Raster

/// Above this, edges lose the sharpness that the measurements assume.
package let coarseSpacingMM = 0.254
/// No radiograph's longer side is shorter, or longer: a finger, and a whole standing patient with room.
let smallestFieldMM = 30.0
let largestFieldMM = 1200.0

/// What a reader should know of a spacing for an image of `width` by `height` pixels.
///
/// - A side of a pixel above 0.254 mm: thin rims and clefts are not resolved.
/// - A longer side of the image under 3 cm or over 1.2 m: the spacing was probably mistyped, or belongs to another size of
///   the image.
public func spacingWarnings(_ spacing: PixelSpacing, width: Int, height: Int) -> [String] {
  var warnings: [String] = []
  let coarsest = max(spacing.x, spacing.y)
  if coarsest > coarseSpacingMM {
    warnings.append(
      "pixel spacing of \(decimal(coarsest, places: 3)) mm is coarser than 0.254 mm: thin rims and clefts are not resolved"
    )
  }
  let field = max(spacing.x * Double(width), spacing.y * Double(height))
  if field < smallestFieldMM || field > largestFieldMM {
    warnings.append(
      "pixel spacing of \(decimal(spacing.mean, places: 3)) mm makes the image \(decimal(field, places: 0)) mm long, "
        + "which no radiograph is: check the spacing and whether the image was resized")
  }
  return warnings
}
