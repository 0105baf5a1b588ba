import Raster

/// A candidate that is in doubt, and what the network says of it and its surroundings at other looks.
struct DoubtfulPart {
  /// Which of the candidates.
  let index: Int
  /// Its pixels at the working scale.
  let part: PlacedMask
  /// Where the network is asked about it.
  let box: PixelBox
  /// The probability of mineralisation in ``box`` at each other look so far.
  private(set) var seen: [Plane<Float>] = []

  /// The candidate `index` of an image of `width` by `height`, to which no other look was given yet.
  init(index: Int, part: PlacedMask, within width: Int, _ height: Int) {
    self.index = index
    self.part = part
    box = OtherLooks.asked(part.box, within: width, height)
  }

  /// Takes in what another look says, and gives the highest of the probabilities inside the part.
  mutating func lookAgain(_ probabilities: Plane<Float>) -> Float {
    seen.append(probabilities)
    return probabilities.highest(in: PlacedMask(mask: part.mask, box: part.box.moved(-box.x, -box.y)))
  }

  /// The mean of `first`, the probability in ``box`` at the first look, and those at the others.
  ///
  /// Not that of the log odds, which tells lesions from the rest: this one is the same to the bit whatever the machine's
  /// logarithm.
  func mean(with first: Plane<Float>) -> Plane<Float> {
    var result = first
    let share = 1 / Float(seen.count + 1)
    result.withMutableSamples { samples in
      for plane in seen {
        let values = plane.samples.span
        for i in samples.indices { samples[i] += values[i] }
      }
      for i in samples.indices { samples[i] *= share }
    }
    return result
  }
}
