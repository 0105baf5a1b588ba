import RasterCodecs

/// Makes phantoms and gives their files to `write`, in the form of radiographs with known truth.
///
/// Each has its image, `NAME.truth.json`, `NAME.lesions.png` and `NAME.bones.png`; then come `manifest.csv`,
/// `manifest-masks.csv` (those with lesions, with their masks) and `index.json` (all truths).
///
/// - Parameters:
///   - options: which ones.
///   - write: takes a file's name and bytes; what it throws ends the series.
/// - Returns: what is known of each, in order.
@discardableResult
public func writePhantoms<Failure: Error>(
  _ options: PhantomOptions, write: (_ name: String, _ bytes: [UInt8]) throws(Failure) -> Void
) throws(Failure) -> [PhantomTruth] {
  var truths: [PhantomTruth] = []
  var manifest = "image,id,spacing_mm,region\n"
  var masks = "image,id,spacing_mm,region,bone_mask,lesion_mask\n"
  for index in 0..<options.count {
    let phantom = makePhantom(index, options: options)
    let truth = phantom.truth
    let name = phantom.name
    try write(truth.image, phantom.image)
    try write("\(name).lesions.png", encodePNG8(phantom.lesions))
    try write("\(name).bones.png", encodePNG8(phantom.bones))
    try write("\(name).truth.json", Array(truth.jsonText.utf8))
    let row = "\(truth.image),\(name),\(truth.spacing),\(truth.region)"
    manifest += row + "\n"
    if !truth.lesions.isEmpty { masks += row + ",\(name).bones.png,\(name).lesions.png\n" }
    truths.append(truth)
  }
  try write("manifest.csv", Array(manifest.utf8))
  try write("manifest-masks.csv", Array(masks.utf8))
  try write("index.json", Array((JSONValue.array(truths.map(\.json)).text() + "\n").utf8))
  return truths
}
