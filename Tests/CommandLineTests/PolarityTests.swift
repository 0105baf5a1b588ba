import Foundation
import Raster
import RasterCodecs
import Reporting
import ReportingTestSupport
import Testing

/// Films whose grey scale says the wrong thing about their polarity.
@Suite struct PolarityTests {
  /// A simulated film whose shadows are raised as by a gamma of one half, so that its air is no longer dark: by the grey scale
  /// alone it comes out turned round, either way.
  @Test func theNetworkDecidesWhereTheGreyScaleIsWrong() throws {
    let tool = try Tool()
    let folder = try TemporaryFolder()
    let fixture = try #require(inRepository("Fixtures")) + "/phantom-03-hip-bridge.png"
    let film = try decodeImage([UInt8](try Data(contentsOf: URL(filePath: fixture)))).samples
    let highest = Double(film.samples.max() ?? 1)
    let raised = Plane<UInt8>(
      width: film.width, height: film.height,
      samples: film.samples.map { UInt8(255 * (Double($0) / highest).squareRoot()) })
    let turned = Plane<UInt8>(width: film.width, height: film.height, samples: raised.samples.map { 255 - $0 })
    try folder.write(encodePNG8(raised), to: "in/bright.png")
    try folder.write(encodePNG8(turned), to: "in/dark.png")
    let result = try tool.run([
      "measure", folder.path("in"), "--spacing", "0.25", "--no-overlays", "--quiet", "--out", folder.path("out"),
    ])
    #expect(result.status == 0, "\(result.errors)")
    let rows = try CSVTable(parsing: try #require(folder.read("out/images.csv"))).rows.map(\.fields)
    let column = try #require(rows[0].firstIndex(of: "polarity"))
    #expect(rows.dropFirst().map { $0[column] } == ["bone-bright", "bone-dark"])
  }
}
