/// What one phantom shows and how it is stored.
struct Recipe {
  let name: String
  let format: PhantomFormat
  var isInverted = false
  var spacing = 0.25
  let scene: @Sendable (Order) -> PhantomScene

  /// What a scene is made for.
  struct Order {
    let variation: Variation
    /// The gap that a spur leaves, in mm.
    let gap: Double?
    /// Millimetres per pixel, in which the gap must hold.
    let spacing: Double
  }

  /// All of them, in the order in which phantoms are numbered.
  static let all: [Recipe] = [
    hipIslands, hipSpur, hipBridge, thighRim, kneeClean, thighSolid, hipClean, thighCentral, kneeCluster, pelvicSpur,
  ]
}
