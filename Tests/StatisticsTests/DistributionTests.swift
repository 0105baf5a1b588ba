import Statistics
import Testing

/// Against scipy, by `make_reference.py`.
@Suite struct DistributionTests {
  @Test func quantilesAndFunctionsAreThoseOfSciPy() {
    var compared: [String: Int] = [:]
    for name in ReferenceValues.values.keys.sorted() {
      let fields = name.split(separator: " ").map(String.init)
      let numbers = fields.dropFirst().compactMap(Double.init)
      guard fields.count > 1, numbers.count == fields.count - 1 else { continue }
      let value: Double? =
        switch fields[0] {
        case "normal": normalQuantile(numbers[0])
        case "t": studentTQuantile(numbers[0], freedom: numbers[1])
        case "chi": chiSquaredQuantile(numbers[0], freedom: numbers[1])
        case "f": fQuantile(numbers[0], numbers[1], numbers[2])
        case "beta": incompleteBeta(numbers[0], numbers[1], numbers[2])
        case "gamma": incompleteGamma(numbers[0], numbers[1])
        default: nil
        }
      #expect(isReference(value, name), "\(name): \(value ?? .nan)")
      compared[fields[0], default: 0] += 1
    }
    #expect(compared == ["normal": 8, "t": 35, "chi": 35, "f": 49, "beta": 6, "gamma": 6])
  }

  @Test(arguments: [0.01, 0.2, 0.77, 0.999]) func theInverseUndoesTheFunction(_ p: Double) {
    for (a, b) in [(0.5, 0.5), (3, 700), (41, 2.5)] {
      #expect(abs(incompleteBeta(inverseIncompleteBeta(p, a, b), a, b) - p) < 1e-12)
    }
  }
}
