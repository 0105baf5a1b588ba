import Mineralisation
import Raster
import Testing

@Suite struct GradeSpacingTests {
  private func warnings(_ mm: Double, _ width: Int, _ height: Int) -> [String] {
    PixelSpacing(x: mm, y: mm, source: .user).map { spacingWarnings($0, width: width, height: height) } ?? ["none"]
  }

  @Test func usualSpacingPassesWithoutAWord() {
    #expect(warnings(0.15, 1749, 1840).isEmpty)
    #expect(warnings(0.254, 1000, 1000).isEmpty)
  }

  @Test func coarsePixelsWarn() {
    #expect(warnings(0.26, 1000, 1000).count == 1)
    #expect(warnings(0.26, 1000, 1000).first?.contains("0.254 mm") == true)
  }

  @Test(arguments: [(0.15, 100, 199), (0.2, 3000, 6100)]) func impossibleFieldsWarn(mm: Double, width: Int, height: Int)
  {
    #expect(warnings(mm, width, height).contains { $0.contains("which no radiograph is") })
  }
}
