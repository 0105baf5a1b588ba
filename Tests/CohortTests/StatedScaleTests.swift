import Cohort
import Raster
import Testing

@Suite struct StatedScaleTests {
  @Test(arguments: [("0.143", 0.143, 0.143), (" 1 ", 1, 1), ("0.143,0.150", 0.143, 0.15), ("1.0, 2.0", 1, 2)])
  func spacingIsOneNumberOrTwo(_ text: String, _ x: Double, _ y: Double) throws {
    #expect(try StatedSpacing(text).spacing == PixelSpacing(x: x, y: y, source: .user))
  }

  @Test(arguments: ["0,143", "1,2", "0", "-0.1", "", "0.1,0.2,0.3", "0.1 0.2", "inf", "0x1", "11", "0.1,"])
  func spacingRefuses(_ text: String) {
    #expect(throws: FieldError.self) { try StatedSpacing(text) }
  }

  @Test(arguments: [("1.20", 1.2, 0), ("1.20±0.03", 1.2, 0.03), ("1.20+-0.03", 1.2, 0.03), ("1.2 ± 0.03", 1.2, 0.03)])
  func magnificationMayStateItsUncertainty(_ text: String, _ factor: Double, _ uncertainty: Double) throws {
    #expect(try Magnification(stated: text) == Magnification(factor: factor, uncertainty: uncertainty))
  }

  @Test(arguments: ["0.9", "1,2", "1.2±", "±0.1", "1.2±-0.1", "120", "1.2±1.3"])
  func magnificationRefuses(_ text: String) {
    #expect(throws: FieldError.self) { try Magnification(stated: text) }
  }

  @Test func polarityIsOneOfThreeWords() throws {
    #expect(try parsePolarity("auto") == nil)
    #expect(try parsePolarity("bone-dark") == .boneDark)
    #expect(throws: FieldError.self) { try parsePolarity("inverted") }
  }
}
