import Benchmark
import FilmOfPhantoms
import Mineralisation
import Raster
import RasterCodecs
import RasterKernels

/// A benchmark for each kernel and each stage, for decoding alone and for all of it, on one film of 2500 x 3000 pixels.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.cpuUser, .wallClock, .peakMemoryResident], warmupIterations: 1, maxDuration: .seconds(3),
    maxIterations: 20)
  do {
    let film = try FilmOfPhantoms.samples()
    kernels(film)
    try codecs(film)
    try stages(film)
  } catch {
    preconditionFailure("The film cannot be made: \(error)")
  }
}

private func kernels(_ film: Plane<UInt16>) {
  let floats = Plane<Float>(width: film.width, height: film.height, samples: film.samples.map(Float.init))
  let middle = median(of: floats.samples) ?? 0
  let mask = Mask(of: floats) { $0 > middle }
  let working = areaReduced(film, toWidth: 715, height: 858)
  let whole = PixelBox(x: 0, y: 0, width: film.width, height: film.height)
  Benchmark("kernel: Gauss 2 px") { _ in blackHole(gaussianBlurred(floats, sigmaX: 2, sigmaY: 2)) }
  Benchmark("kernel: three boxes, 60 px") { _ in blackHole(boxGaussianBlurred(floats, sigmaX: 60, sigmaY: 60)) }
  Benchmark("kernel: median 3 x 3") { _ in blackHole(medianFiltered(film)) }
  Benchmark("kernel: gradient") { _ in blackHole(gradientMagnitude(floats)) }
  Benchmark("kernel: area means to 715 x 858") { _ in blackHole(areaReduced(film, toWidth: 715, height: 858)) }
  Benchmark("kernel: enlarging from 715 x 858") { _ in
    blackHole(resizedBilinear(working, toWidth: film.width, height: film.height))
  }
  Benchmark("kernel: level set of the same") { _ in
    var count = 0
    EnlargedPart(working, toWidth: film.width, height: film.height, box: whole)
      .forEachStretch(reaching: middle) { _, columns in count += columns.count }
    blackHole(count)
  }
  Benchmark("kernel: histogram") { _ in blackHole(histogram(of: film)) }
  Benchmark("kernel: two order statistics") { _ in
    blackHole(orderStatistics(of: floats.samples, at: [15_000, 7_485_000]))
  }
  Benchmark("kernel: labels") { _ in blackHole(labelComponents(of: mask)) }
  Benchmark("kernel: holes") { _ in blackHole(holesFilled(mask)) }
  Benchmark("kernel: distance") { _ in blackHole(squaredDistance(to: mask)) }
  Benchmark("kernel: nearest pixel") { _ in blackHole(nearestPixel(of: mask)) }
  Benchmark("kernel: opening by a disc of 3 px") { _ in blackHole(opened(mask, radius: 3)) }
  Benchmark("kernel: grey opening 81 x 81") { _ in blackHole(opened(film, halfWidth: 40, halfHeight: 40)) }
}

private func codecs(_ film: Plane<UInt16>) throws {
  let png = encodePNG16(film, effort: .small)
  let bytes = Plane(width: film.width, height: film.height, samples: film.samples.map { UInt8($0 >> 8) })
  let jpeg = encodeJPEG(bytes, quality: 92)
  let levels = Plane(width: film.width, height: film.height, samples: bytes.samples.map { Int32($0 / 64) })
  let labels = LabelMap(levels, count: 3)
  Benchmark("decode alone: PNG, 16 bit") { _ in blackHole(try decodeImage(png)) }
  Benchmark("decode alone: JPEG") { _ in blackHole(try decodeImage(jpeg)) }
  Benchmark("stage: mask to PNG") { _ in blackHole(encodePNG(labels, depth: .eight)) }
  Benchmark("end to end: PNG to masks") { _ in
    let image = try decodeImage(png)
    let analysis = try analyse(AnalysisInput(radiograph: radiograph(image.samples)))
    blackHole(encodePNG(analysis.bones.labels, depth: .eight))
    blackHole(encodePNG(analysis.lesions.labels, depth: .sixteen))
  }
}

private func stages(_ film: Plane<UInt16>) throws {
  let input = AnalysisInput(radiograph: radiograph(film))
  let whole = try analyse(input)
  var given = input
  given.givenBones = whole.bones.labels
  given.givenLesions = whole.lesions.labels
  Benchmark("stage: analysis") { _ in blackHole(try analyse(input)) }
  Benchmark("stage: analysis of given bones and lesions") { _ in blackHole(try analyse(given)) }
  guard let settings = RadiomicsSettings() else { return }
  Benchmark("stage: radiomics") { _ in
    blackHole(
      measureRadiomics(
        of: whole.lesions.labels, samples: film, spacing: input.radiograph.measuringSpacing, settings: settings))
  }
}

private func radiograph(_ samples: Plane<UInt16>) -> Radiograph {
  Radiograph(
    samples: samples, bitDepth: 16,
    spacing: PixelSpacing(x: FilmOfPhantoms.spacing, y: FilmOfPhantoms.spacing, source: .user))
}
