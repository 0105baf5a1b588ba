import Cohort
import Testing

@Suite struct ChangeThresholdsTests {
  @Test func coefficientsAreReadForAllValuesOrSingleOnes() throws {
    #expect(try ChangeThresholds(stated: "12.5").common == 12.5)
    let own = try ChangeThresholds(stated: "area_mm2=30, feret_max_mm=6,gap_mm=2")
    #expect(own.common == nil)
    #expect(own.own == ["area_mm2": 30, "feret_max_mm": 6, "gap_mm": 2])
  }

  @Test(arguments: ["12,5x", "area=3", "-1", "area_mm2=", "a=b=c"])
  func whatIsNoCoefficientIsRefused(text: String) {
    #expect(throws: FieldError.self) { try ChangeThresholds(stated: text) }
  }

  /// 2.77 times the root mean square of 3 % and 4 %.
  @Test func perturbationsGiveCoefficients() throws {
    let table = """
      id,lesion_id,value,unperturbed,mean,sd,cv_percent,n_measured,n_missed
      a,1,area_mm2,10,10,0.3,3,10,0
      b,1,area_mm2,10,10,0.4,4,10,0
      b,1,perimeter_mm,10,10,0.4,4,10,0
      b,1,rim_thickness_mm,,,,,0,10
      b,1,relative_density,1,1,0.01,1,10,0

      """
    let thresholds = try ChangeThresholds(perturbation: Array(table.utf8))
    let coefficient = try #require(thresholds.own["area_mm2"])
    #expect(abs(coefficient - 2.77 * 12.5.squareRoot()) < 1e-9)
    #expect(thresholds.own.count == 2)
    #expect(thresholds.own["relative_density"] == 50, "one film does not tell what another exposure does")
    #expect(throws: FieldError.self) { try ChangeThresholds(perturbation: Array("id,value\n".utf8)) }
  }
}
