import Raster

extension LesionBody {
  /// mm of cortical bone along each ray, outside `bones` and before a cleft is carved.
  func mineral(outside bones: [Solid], in frame: Frame) -> Plane<Float> {
    var mineral = Plane<Float>(width: frame.width, height: frame.height, repeating: 0)
    for layer in layers {
      mineral.add(pathLengths(of: layer.solids, outside: bones, in: frame), times: Float(layer.density))
    }
    return mineral
  }
}
