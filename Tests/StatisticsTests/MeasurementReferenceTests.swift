import Statistics
import Testing

/// Against pingouin and numpy, by `make_reference.py`.
@Suite struct MeasurementReferenceTests {
  private static let names = ["area", "gap", "far", "noise", "shifted"]

  @Test(arguments: names) func intraclassCorrelations(_ name: String) throws {
    let readings = try #require(ReferenceValues.measurements[name])
    let icc = try #require(IntraclassCorrelation(MeasurementTable(readings)))
    for (estimate, kind) in [
      (icc.agreement, "agreement"), (icc.consistency, "consistency"), (icc.meanAgreement, "mean"),
    ] {
      let key = "icc.\(name).\(kind)"
      #expect(isReference(estimate.value, key), "\(key) \(estimate)")
      #expect(isReference(estimate.interval?.lower, key + ".lower"), "\(key) \(estimate)")
      #expect(isReference(estimate.interval?.upper, key + ".upper"), "\(key) \(estimate)")
    }
  }

  @Test(arguments: names) func withinSubject(_ name: String) throws {
    let readings = try #require(ReferenceValues.measurements[name])
    let within = try #require(WithinSubject(MeasurementTable(readings)))
    #expect(isReference(within.deviation.value, "within.\(name)"))
    #expect(isReference(within.deviation.interval?.lower, "within.\(name).lower"))
    #expect(isReference(within.deviation.interval?.upper, "within.\(name).upper"))
    #expect(isReference(within.repeatability.value, "repeatability.\(name)"))
    #expect(isReference(within.variation, "within.\(name).cv"))
  }

  @Test(arguments: names) func pairs(_ name: String) throws {
    let readings = try #require(ReferenceValues.measurements[name])
    for a in readings.indices {
      for b in readings.indices where b > a {
        let key = "\(name).\(a).\(b)"
        let limits = try #require(BlandAltman(readings[a], readings[b]))
        for (estimate, part) in [
          (limits.bias, "bias"), (limits.lowerLimit, "lowerLimit"), (limits.upperLimit, "upperLimit"),
        ] {
          #expect(isReference(estimate.value, "bland.\(key).\(part)"), "\(key) \(part)")
          #expect(isReference(estimate.interval?.lower, "bland.\(key).\(part).lower"), "\(key) \(part)")
          #expect(isReference(estimate.interval?.upper, "bland.\(key).\(part).upper"), "\(key) \(part)")
        }
        let lin = try #require(LinConcordance(readings[a], readings[b]))
        #expect(isReference(lin.coefficient.value, "lin.\(key)"))
        #expect(isReference(lin.coefficient.standardError, "lin.\(key).se"), "\(key)")
        #expect(isReference(lin.coefficient.interval?.lower, "lin.\(key).lower"), "\(key)")
        #expect(isReference(lin.coefficient.interval?.upper, "lin.\(key).upper"), "\(key)")
        #expect(isReference(lin.pearson, "lin.\(key).pearson"))
      }
    }
  }

  @Test func whatCannotBeToldIsAbsent() throws {
    let same = MeasurementTable([[2, 2, 2], [2, 2, 2]])
    #expect(IntraclassCorrelation(same) == nil && IntraclassCorrelation(MeasurementTable([[1], [2]])) == nil)
    #expect(LinConcordance([2, 2], [2, 2]) == nil && BlandAltman([1], [2]) == nil)
    let equal = try #require(IntraclassCorrelation(MeasurementTable([[1, 2, 4], [1, 2, 4]])))
    #expect(equal.agreement.value == 1 && equal.agreement.interval == nil)
    #expect(WithinSubject(MeasurementTable([[-1, 2], [1, 2]]))?.variation == nil)
    #expect(LinConcordance([1, 2, 3], [1, 2, 3])?.coefficient.value == 1)
  }
}
