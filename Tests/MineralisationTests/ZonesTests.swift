import Glibc
import Mineralisation
import Raster
import RasterKernels
import Testing

@Suite struct ZonesTests {
  static let solid = ZonesPhantom.Body.ellipsoid(9, 7)
  static let shell = ZonesPhantom.Body.ellipsoid(9, 7, peak: 24_000, inner: 2, core: 0.15)
  static let dense = ZonesPhantom.Body.ellipsoid(9, 7, peak: 40_000, inner: 3, core: 1, shell: 0.15)

  @Test(arguments: [0.8, 1, 1.25])
  func patternsAreTold(gamma: Double) throws {
    for (body, pattern) in [
      (Self.solid, ZoneMeasurements.Pattern.uniform), (Self.shell, .peripheral), (Self.dense, .central),
    ] {
      let phantom = ZonesPhantom(lesions: [body], slope: 60, blur: 0.25, noise: 200, gamma: gamma)
      let zones = try #require(phantom.measured().first).zones
      #expect(zones.pattern == pattern, "gamma \(gamma)")
      #expect(!zones.mayBePhlebolith)
    }
  }

  @Test func rimIsRightAtEveryTurnAndShift() throws {
    for rim in [3.0, 4.25] {
      var errors: [Double] = []
      for meeting in GridMeeting.all {
        var phantom = ZonesPhantom(width: 96, height: 96, lesions: [.frame(14, 10, rim: rim, core: 0.4)])
        phantom.turn = meeting.turn
        phantom.shiftX = meeting.x * phantom.spacing
        phantom.shiftY = meeting.y * phantom.spacing
        let zones = try #require(phantom.measured().first).zones
        let found = try #require(zones.rimThicknessMM)
        errors.append(abs(found - rim) / phantom.spacing)
        #expect(zones.pattern == .peripheral)
      }
      let middle = try #require(median(of: errors))
      #expect(middle <= 0.5, "rim \(rim): median \(middle) px")
      #expect((errors.max() ?? 9) <= 1, "rim \(rim): worst \(errors.max() ?? 9) px")
    }
  }

  @Test func coreAndPeakAreThoseDrawn() throws {
    let zones = try #require(ZonesPhantom(lesions: [.frame(14, 10, rim: 4, core: 0.4)]).measured().first).zones
    let ratio = try #require(zones.coreToPeak)
    #expect(abs(ratio - 0.4) < 0.01)
    let profile = try #require(zones.profile)
    #expect(profile.depthMM.first == 0.25)
    #expect(profile.depthMM == profile.depthMM.sorted())
    #expect(abs((profile.signal.max() ?? 0) - 20_000) < 200)
    #expect(zones.rimThicknessUncertaintyMM == 0.5)
  }

  @Test func completenessIsTheShareOfTheEdgeWithARim() throws {
    let whole = ZonesPhantom(lesions: [.frame(12, 12, rim: 3, core: 0.3)])
    let half = ZonesPhantom(lesions: [.frame(12, 12, rim: 3, core: 0.3, missingRight: true)])
    let complete = try #require(whole.measured().first?.zones.rimCompletenessFraction)
    let partial = try #require(half.measured().first?.zones.rimCompletenessFraction)
    #expect(complete > 0.99)
    #expect(abs(partial - 0.5) < 0.1)
  }

  @Test func noRimWithoutAFallToTheCore() throws {
    let zones = try #require(ZonesPhantom(lesions: [.frame(14, 10, rim: 4, core: 0.9)]).measured().first).zones
    #expect(zones.rimThicknessMM == nil)
    #expect(zones.rimCompletenessFraction == nil)
    // 1 mm is two pixels of 0.5 mm: too thin to be measured.
    let thin = try #require(ZonesPhantom(lesions: [.frame(14, 10, rim: 1, core: 0.4)]).measured().first).zones
    #expect(thin.rimThicknessMM == nil)
  }

  @Test func tooSmallOrFaintIsIndeterminate() throws {
    let small = ZonesPhantom(lesions: [.ellipsoid(2.5, 2.5)])
    #expect(small.measured().first?.zones.pattern == .indeterminate)
    // The noise of a square millimetre is half that of a pixel of 0.5 mm.
    let faint = ZonesPhantom(lesions: [.ellipsoid(9, 7, peak: 1_200)], noise: 800)
    #expect(faint.measured().first?.zones.pattern == .indeterminate)
    let seen = ZonesPhantom(lesions: [.ellipsoid(9, 7, peak: 8_000)], noise: 800)
    #expect(seen.measured().first?.zones.pattern != .indeterminate)
  }

  @Test func withoutSpacingOnlyRatiosRemain() throws {
    let phantom = ZonesPhantom(lesions: [Self.shell], bones: [.plate(20, 4, y: 14)], hasSpacing: false)
    let measured = try #require(phantom.measured().first)
    #expect(measured.zones == ZoneMeasurements())
    #expect(measured.cleft.widthMM == nil)
    #expect(measured.cleft.distanceToBoneMM == nil)
    #expect(measured.cleft.attachment == nil)
    #expect(measured.form.componentSizeMedianMM == nil)
    #expect(measured.form.edgeSharpnessPerMM == nil)
    #expect(measured.density.contrastToSoftTissue != nil)
    #expect(measured.density.relativeDensity != nil)
  }

  @Test func roundAndSmallMayBeAPhlebolith() {
    func flag(_ a: Double, _ b: Double) -> Bool? {
      ZonesPhantom(width: 80, height: 80, spacing: 0.25, lesions: [.ellipsoid(a, b)]).measured().first?.zones
        .mayBePhlebolith
    }
    #expect(flag(2.5, 2.5) == true)
    #expect(flag(3.5, 3.5) == false)
    #expect(flag(2.5, 1) == false)
  }
}
