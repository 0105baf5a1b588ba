/// The depth past the peak where the signal falls to `(peak + core) / 2`, between the middles of two bins by straight lines.
///
/// - Returns: `nil` where the core is not below 0.8 of the peak, or where the rim would span fewer than 3 pixels.
func rimThickness(of profile: DepthProfile, scale: ImageScale) -> Double? {
  let peak = profile.peak
  guard peak > 0, profile.core < ZoneLimits.coreToPeak * peak else { return nil }
  let half = (peak + profile.core) / 2
  var k = profile.peakIndex
  while k < profile.signal.count, profile.signal[k] >= half { k += 1 }
  guard k > 0, k < profile.signal.count else { return nil }
  let above = profile.signal[k - 1]
  let below = profile.signal[k]
  let share = above > below ? (above - half) / (above - below) : 0
  let thickness = profile.depth[k - 1] + share * (profile.depth[k] - profile.depth[k - 1])
  return thickness >= ZoneLimits.rimInPixels * scale.mean ? thickness : nil
}
