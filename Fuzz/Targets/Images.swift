import Cohort
import Raster
import RasterCodecs

/// Decodes a radiograph as the pipeline does, whole and cut.
func checkImage(_ bytes: [UInt8]) throws(Finding) {
  for allowsTruncated in [false, true] {
    let limits = DecodingLimits(maximumPixels: 1 << 16, allowTruncated: allowsTruncated)
    let image: DecodedImage
    do { image = try decodeImage(bytes, limits: limits) } catch {
      try checkDecodingMessage(error.description)
      continue
    }
    let samples = image.samples
    try check(
      samples.width >= 1 && samples.height >= 1 && samples.samples.count == samples.width * samples.height,
      "\(samples.samples.count) samples for \(samples.width) x \(samples.height) pixels")
    try check(samples.samples.count <= limits.maximumPixels, "more pixels than are allowed")
    try check([8, 10, 12, 16].contains(image.bitDepth) || (1..<16).contains(image.bitDepth), "a depth out of range")
    try check(
      samples.samples.allSatisfy { Int($0) < 1 << image.bitDepth }, "a sample needs more than \(image.bitDepth) bits")
    try check(!image.truncated || allowsTruncated, "a file that ends early was taken unasked")
    try check((1...8).contains(image.orientation), "an orientation of \(image.orientation)")
    for note in image.notes { try checkMessage(note) }
    try checkRoundTrip(samples)
  }
}

/// Decodes a label map and numbers its objects.
func checkMask(_ bytes: [UInt8]) throws(Finding) {
  let values: Plane<UInt16>
  do { values = try decodeMask(bytes, limits: DecodingLimits(maximumPixels: 1 << 14)) } catch {
    try checkDecodingMessage(error.description)
    return
  }
  for spacing in [nil, PixelSpacing(x: 0.5, y: 0.25, source: .user)] {
    let given = GivenMask(values: values, clusterSpacing: spacing)
    let labels = given.labels.plane.samples
    try check(labels.count == values.samples.count, "a label map of another size than its mask")
    for (value, label) in zip(values.samples, labels) {
      try check((value == 0) == (label == 0), "value \(value) became label \(label)")
      try check(label >= 0 && Int(label) <= given.labels.count, "label \(label) of \(given.labels.count)")
    }
  }
}

/// What was decoded, encoded again and decoded once more is the same.
private func checkRoundTrip(_ samples: Plane<UInt16>) throws(Finding) {
  do {
    let again = try decodeImage(encodePNG16(samples))
    try check(again.samples == samples, "a PNG of the samples decodes to others")
  } catch let error as DecodingError {
    throw Finding("a PNG of the samples cannot be decoded: \(error)")
  } catch let finding as Finding {
    throw finding
  } catch {
    throw Finding("\(error)")
  }
}

/// The decoders' messages hold nothing of the file but numbers and chunk names.
private func checkDecodingMessage(_ text: String) throws(Finding) {
  try checkMessage(text)
  try check(
    text.unicodeScalars.allSatisfy { (0x20..<0x7F).contains($0.value) }, "a message with \(text.debugDescription)")
}
