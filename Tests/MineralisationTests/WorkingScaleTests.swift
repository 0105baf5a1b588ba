import Mineralisation
import Raster
import RasterCodecs
import Testing

/// What a film without a spacing is taken for, on films made by the program itself.
@Suite("Working scale") struct WorkingScaleTests {
  @Test(
    "A film of less of a body than is guessed is seen smaller, once the network is surer then",
    arguments: ["phantom-01-hip-islands", "phantom-02-hip-spur"])
  func smaller(name: String) throws {
    let whole = try fixture(name)
    // 120 of 188 mm, whose pixels of 0.25 mm are taken for 0.67 at first.
    let box = PixelBox(x: whole.width / 2 - 240, y: whole.height / 2 - 240, width: 480, height: 480)
    let film = Radiograph(samples: whole.samples.cropped(to: box), bitDepth: whole.bitDepth)
    let seen = try analyse(AnalysisInput(radiograph: film)).workingScale
    #expect(0.25 < seen && seen < 0.5)
  }

  /// 188 mm of a body in pixels of 0.25 mm, whose longer side is taken for 320 mm at first.
  @Test(
    "So is a film whose bone is sure, but not its names",
    arguments: ["phantom-02-hip-spur", "phantom-03-hip-bridge", "phantom-05-knee-clean"])
  func names(name: String) throws {
    let film = try fixture(name)
    let seen = try analyse(AnalysisInput(radiograph: film)).workingScale
    #expect(abs(seen - 320.0 / Double(max(film.width, film.height)) / 2.0.squareRoot()) < 1e-9)
  }

  @Test("Where little is undecided the first guess stands")
  func sure() throws {
    let film = try fixture("phantom-04-thigh-rim")
    let seen = try analyse(AnalysisInput(radiograph: film)).workingScale
    #expect(abs(seen - 320.0 / Double(max(film.width, film.height))) < 1e-9)
  }

  @Test("Less of a body is thought of where bone or its name is undecided, and believed where clearly less is then")
  func doubt() {
    let doubt = { (bone: Double, name: Double) in ScaleDoubt(bone: bone, name: name, sure: 0.2) }
    #expect(!doubt(0.029, 0.019).isLarge)
    #expect(doubt(0.031, 0).isLarge && doubt(0, 0.021).isLarge)
    #expect(doubt(0.05, 0).isLifted(by: doubt(0.044, 0)) && !doubt(0.05, 0).isLifted(by: doubt(0.046, 0)))
    #expect(doubt(0, 0.04).isLifted(by: doubt(0, 0.029)) && !doubt(0, 0.04).isLifted(by: doubt(0, 0.031)))
    // One is enough, whatever the other says; what was little before is not asked.
    #expect(doubt(0.05, 0.04).isLifted(by: doubt(0.06, 0.02)))
    let (boneless, bony) = (ScaleDoubt(bone: 0.01, name: 0, sure: 0.09), ScaleDoubt(bone: 0.01, name: 0, sure: 0.11))
    #expect(!doubt(0.05, 0.04).isLifted(by: boneless) && doubt(0.05, 0.04).isLifted(by: bony))
    #expect(!doubt(0.02, 0.04).isLifted(by: doubt(0.01, 0.04)) && !doubt(0.05, 0.01).isLifted(by: doubt(0.05, 0)))
  }

  @Test("A stated spacing is never doubted")
  func stated() throws {
    let film = try fixture("phantom-01-hip-islands", spacing: PixelSpacing(x: 0.4, y: 0.4, source: .user))
    #expect(try abs(analyse(AnalysisInput(radiograph: film)).workingScale - 0.4) < 1e-9)
  }

  private func fixture(_ name: String, spacing: PixelSpacing? = nil) throws -> Radiograph {
    let image = try filmFixture(name)
    return Radiograph(samples: image.samples, bitDepth: image.bitDepth, spacing: spacing)
  }
}
