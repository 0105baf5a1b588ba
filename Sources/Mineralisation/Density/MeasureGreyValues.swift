public import Raster
import RasterKernels

/// The grey values of every label, index `label - 1`: mean, percentiles and standard deviation of the stored values.
///
/// Percentiles are linear between neighbours, as numpy's default; the standard deviation is over the number of pixels.
/// One look at the pixels; the references to the surroundings stay absent. A label without pixels gets 0 throughout.
///
/// - Precondition: `labels` has the size of `samples`.
public func measureGreyValues(of labels: LabelMap, samples: Plane<UInt16>) -> [DensityMeasurements] {
  precondition(labels.width == samples.width && labels.height == samples.height, "Labels of another size")
  let runs = labels.runs
  var ends = [Int](repeating: 0, count: labels.count + 1)
  for run in runs { ends[run.label] += run.count }
  for label in ends.indices.dropFirst() { ends[label] += ends[label - 1] }
  let starts = ends
  var next = Array(ends.dropLast())
  var values = [UInt16](repeating: 0, count: ends[labels.count])
  let source = samples.samples
  for run in runs {
    let row = run.y * samples.width
    let place = next[run.label - 1]
    values.replaceSubrange(place..<place + run.count, with: source[row + run.start..<row + run.end])
    next[run.label - 1] += run.count
  }
  return (0..<labels.count).map { DensityMeasurements(of: Array(values[starts[$0]..<starts[$0 + 1]])) }
}

extension DensityMeasurements {
  /// The grey values of one lesion.
  fileprivate init(of values: [UInt16]) {
    let sorted = SortedValues(values)
    self.init(
      mean: sorted.mean, median: sorted.quantile(0.5), p10: sorted.quantile(0.1), p90: sorted.quantile(0.9),
      sd: sorted.variance.squareRoot())
  }
}

/// Stored values in order, with sums that are exact.
struct SortedValues {
  private let values: [UInt16]
  private let sum: Int
  private let sumOfSquares: Int

  init(_ values: [UInt16]) {
    var sum = 0
    var squares = 0
    for value in values {
      sum &+= Int(value)
      squares &+= Int(value) &* Int(value)
    }
    self.sum = sum
    sumOfSquares = squares
    self.values = sorted(values)
  }

  /// The mean; 0 without values.
  var mean: Double { values.isEmpty ? 0 : Double(sum) / Double(values.count) }

  /// The mean squared distance from the mean; 0 without values.
  var variance: Double {
    guard !values.isEmpty else { return 0 }
    let n = Int128(values.count)
    return Double(n * Int128(sumOfSquares) - Int128(sum) * Int128(sum)) / (Double(n) * Double(n))
  }

  /// The value below which a share `q` lies, linear between neighbours; 0 without values.
  func quantile(_ q: Double) -> Double {
    guard !values.isEmpty else { return 0 }
    let place = q * Double(values.count - 1)
    let index = Int(place)
    let lower = Double(values[index])
    let upper = Double(values[min(index + 1, values.count - 1)])
    return lower + (upper - lower) * (place - Double(index))
  }
}

/// Counting beats comparing where there are more values than a histogram has bins in its cache.
private func sorted(_ values: [UInt16]) -> [UInt16] {
  guard values.count > 4096 else { return values.sorted() }
  var counts = [Int](repeating: 0, count: 65_536)
  for value in values { counts[Int(value)] += 1 }
  var result: [UInt16] = []
  result.reserveCapacity(values.count)
  for value in counts.indices where counts[value] > 0 {
    result.append(contentsOf: repeatElement(UInt16(value), count: counts[value]))
  }
  return result
}
