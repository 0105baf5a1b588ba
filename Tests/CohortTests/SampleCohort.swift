import Cohort
import Raster
import RasterCodecs
import RasterTestSupport
import Reporting
import ReportingTestSupport
import Testing

/// A manifest of six rows: three images that can be measured, one with a mask of another size, one text that calls
/// itself an image, one that bears an id twice.
struct SampleCohort {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for (i, name) in ["a", "b", "c", "d"].enumerated() {
      var generator = SplitMix64(seed: UInt64(i))
      let plane = Plane<UInt8>(
        width: 40, height: 30, samples: (0..<1200).map { _ in UInt8.random(in: 20...220, using: &generator) })
      try folder.write(encodePNG8(plane), to: "\(name).png")
    }
    var mask = Plane<UInt8>(width: 40, height: 30, repeating: 0)
    for y in 10..<16 { for x in 5..<15 { mask[x, y] = 255 } }
    try folder.write(encodePNG8(mask), to: "mask.png")
    try folder.write(encodePNG8(Plane<UInt8>(width: 4, height: 4, repeating: 1)), to: "small.png")
    try folder.write("no image", to: "e.png")
    try folder.write(
      """
      image,spacing_mm,lesion_mask,ward
      a.png,0.2,,1
      b.png,0.2,mask.png,=2
      c.png,,,3
      d.png,0.2,small.png,4
      e.png,0.2,,5
      a.png,0.2,,6

      """, to: "manifest.csv")
  }

  /// A batch of the manifest as it is now.
  func batch(
    into name: String, jobs: Int = 2, settings: MeasureSettings = .init(),
    _ change: (inout Batch.Options) -> Void = { _ in }
  ) throws -> Batch {
    let bytes = try #require(folder.read("manifest.csv"))
    let manifest = try Manifest(parsing: bytes, folder: folder.path)
    var options = Batch.Options(jobs: jobs)
    change(&options)
    return Batch(
      tasks: manifest.tasks, passThrough: manifest.passThrough, settings: settings,
      output: OutputLayout(folder: folder.path(name)), options: options)
  }

  /// Measures shard `index` of `count` as the program does, run.json included.
  func measureShard(
    _ index: Int, of count: Int, into name: String, settings: MeasureSettings = .init(), overlays: Bool = false
  ) async throws {
    let part = try batch(into: name, settings: settings) {
      $0.shard = Shard(index: index, count: count)
      $0.overlays = overlays
    }
    let runFile = RunFile(arguments: [])
    try runFile.write(try await part.run { _ in }, of: part, to: try #require(part.output))
  }

  /// Joins shards into the folder `name`.
  @discardableResult
  func merge(_ shards: [String], into name: String) throws -> Merge.Summary {
    try Merge(shards.map { folder.path($0) }, output: OutputLayout(folder: folder.path(name)))
      .run(RunFile(arguments: []))
  }

  /// The files below `name` but run.json, which may differ.
  func results(_ name: String) -> [String: [UInt8]] { folder.files(below: name).filter { $0.key != "run.json" } }
}
