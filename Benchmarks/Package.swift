// swift-tools-version: 6.2
import PackageDescription

/// A package of its own, so that nobody who builds Ossiquant builds the benchmarks' library too.
let package = Package(
  name: "ossiquant-benchmarks",
  platforms: [.macOS(.v13)],
  dependencies: [
    .package(name: "ossiquant", path: ".."),
    // Without its traits it needs no jemalloc.
    .package(url: "https://github.com/ordo-one/benchmark.git", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(
      name: "FilmOfPhantoms",
      dependencies: [
        .product(name: "Phantom", package: "ossiquant"), .product(name: "Raster", package: "ossiquant"),
        .product(name: "RasterCodecs", package: "ossiquant"),
      ]),
    .executableTarget(
      name: "Stages",
      dependencies: [
        "FilmOfPhantoms", .product(name: "Mineralisation", package: "ossiquant"),
        .product(name: "Raster", package: "ossiquant"), .product(name: "RasterCodecs", package: "ossiquant"),
      ]),
    .executableTarget(
      name: "Ossiquant",
      dependencies: [
        "FilmOfPhantoms", .product(name: "Benchmark", package: "benchmark"),
        .product(name: "Mineralisation", package: "ossiquant"), .product(name: "Raster", package: "ossiquant"),
        .product(name: "RasterCodecs", package: "ossiquant"), .product(name: "RasterKernels", package: "ossiquant"),
      ],
      path: "Benchmarks/Ossiquant",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
