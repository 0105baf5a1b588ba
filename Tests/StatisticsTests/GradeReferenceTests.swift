import Statistics
import Testing

/// Against scikit-learn, statsmodels and irrCAC, by `make_reference.py`.
@Suite struct GradeReferenceTests {
  @Test(arguments: ["brooker", "binary", "unused"]) func pairs(_ name: String) throws {
    let (size, readings) = try #require(ReferenceValues.grades[name])
    var compared = 0
    for a in readings.indices {
      for b in readings.indices where b > a {
        let matrix = ConfusionMatrix(readings[a], readings[b], size: size)
        for weights in KappaWeights.allCases {
          let kappa = cohenKappa(matrix, weights: weights)
          let key = "kappa.\(name).\(a).\(b).\(weights.rawValue)"
          #expect(isReference(kappa?.value, key), "\(key)")
          #expect(isReference(kappa?.standardError, key + ".se"), "\(key)")
          #expect(isReference(kappa?.interval?.lower, key + ".lower"), "\(key)")
          #expect(isReference(kappa?.interval?.upper, key + ".upper"), "\(key)")
          compared += 1
        }
        let share = proportion(matrix.agreed, of: matrix.total)
        let key = "percentage.\(name).\(a).\(b)"
        #expect(isReference(share?.value, key))
        #expect(isReference(share?.interval?.lower, key + ".lower"), "\(key)")
        #expect(isReference(share?.interval?.upper, key + ".upper"), "\(key)")
      }
    }
    #expect(compared == 3 * readings.count * (readings.count - 1) / 2)
  }

  @Test(arguments: ["brooker", "binary", "unused"]) func allReaders(_ name: String) throws {
    let (size, readings) = try #require(ReferenceValues.grades[name])
    let counts = GradeCounts(readings, size: size)
    let kappa = fleissKappa(counts)
    #expect(isReference(kappa?.value, "fleiss.\(name)"))
    #expect(isReference(kappa?.standardError, "fleiss.\(name).se"))
    #expect(isReference(kappa?.interval?.lower, "fleiss.\(name).lower"))
    #expect(isReference(kappa?.interval?.upper, "fleiss.\(name).upper"))
    let own = fleissKappaByGrade(counts)
    let specific = specificAgreement(counts)
    #expect(own.count == size)
    for grade in 0..<size {
      guard counts.totals[grade] > 0 else {
        #expect(own[grade] == nil && specific[grade] == nil)
        continue
      }
      #expect(isReference(own[grade], "fleiss.\(name).grade.\(grade)"), "\(grade)")
      #expect(isReference(specific[grade], "specific.\(name).\(grade)"), "\(grade)")
    }
  }

  @Test func oneGradeAloneHasNoKappa() {
    let matrix = ConfusionMatrix([1, 1, 1], [1, 1, 1], size: 3)
    #expect(cohenKappa(matrix) == nil && cohenKappa(matrix, weights: .quadratic) == nil)
    #expect(fleissKappa(GradeCounts([[1, 1], [1, 1]], size: 3)) == nil)
    #expect(cohenKappa(ConfusionMatrix([], [], size: 2)) == nil && proportion(0, of: 0) == nil)
  }

  @Test func equalReadingsAgreeWholly() {
    let matrix = ConfusionMatrix([0, 1, 2, 1], [0, 1, 2, 1], size: 3)
    for weights in KappaWeights.allCases { #expect(cohenKappa(matrix, weights: weights)?.value == 1) }
    #expect(fleissKappa(GradeCounts([[0, 1], [0, 1], [0, 1]], size: 2))?.value == 1)
    #expect(GradeCounts([[0, 1, 1], [0, 1, 0]], size: 2).unanimous == 2)
  }
}
