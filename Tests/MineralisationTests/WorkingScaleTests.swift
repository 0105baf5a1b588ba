import Foundation
import Mineralisation
import Raster
import RasterCodecs
import Testing

/// What a film without a spacing is taken for, on films made by the program itself.
@Suite("Working scale") struct WorkingScaleTests {
  @Test(
    "A film of less of a body than is guessed is seen smaller, once the network is surer then",
    arguments: ["phantom-01-hip-islands", "phantom-03-hip-bridge"])
  func smaller(name: String) throws {
    let film = try fixture(name)
    let guess = 320.0 / Double(max(film.width, film.height))
    let seen = try analyse(AnalysisInput(radiograph: film)).workingScale
    #expect(abs(seen * 2.squareRoot() - guess) < 1e-9)
    // 0.25 mm is true.
    #expect(abs(seen - 0.25) < abs(guess - 0.25))
  }

  @Test("Where little is undecided the first guess stands")
  func sure() throws {
    let film = try fixture("phantom-05-knee-clean")
    let seen = try analyse(AnalysisInput(radiograph: film)).workingScale
    #expect(abs(seen - 320.0 / Double(max(film.width, film.height))) < 1e-9)
  }

  @Test("A stated spacing is never doubted")
  func stated() throws {
    let film = try fixture("phantom-01-hip-islands", spacing: PixelSpacing(x: 0.4, y: 0.4, source: .user))
    #expect(try abs(analyse(AnalysisInput(radiograph: film)).workingScale - 0.4) < 1e-9)
  }

  private func fixture(_ name: String, spacing: PixelSpacing? = nil) throws -> Radiograph {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures")
    let image = try decodeImage(Array(try Data(contentsOf: folder.appending(path: name + ".png"))))
    return Radiograph(samples: image.samples, bitDepth: image.bitDepth, spacing: spacing)
  }
}
