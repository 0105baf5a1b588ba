// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: the language at its strictest, so that what is unsafe or undeclared shows in the build.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "ossiquant",
  products: [
    .executable(name: "ossiquant", targets: ["ossiquant"]),
    .library(name: "Mineralisation", targets: ["Mineralisation"]),
    // What the benchmarks, a package of their own, measure besides.
    .library(name: "Phantom", targets: ["Phantom"]),
    .library(name: "Raster", targets: ["Raster"]),
    .library(name: "RasterCodecs", targets: ["RasterCodecs"]),
    .library(name: "RasterKernels", targets: ["RasterKernels"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
  ],
  targets: [
    // MARK: Files: bytes to samples and back
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"])]),
    .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .target(name: "CRasterCodecs", dependencies: ["CDeflate", "CPNG", "CJPEG"]),
    .target(name: "RasterCodecs", dependencies: ["CRasterCodecs", "Raster"], swiftSettings: strict),

    // MARK: Planes and what is computed on them
    .target(name: "Raster", swiftSettings: strict),
    .target(name: "CRasterKernels"),
    .target(name: "RasterKernels", dependencies: ["CRasterKernels", "Raster"], swiftSettings: strict),

    .target(name: "Statistics", dependencies: ["Raster", "RasterKernels"], swiftSettings: strict),

    // MARK: The domain
    .target(name: "CNetwork", exclude: ["judge.bin", "weights.bin"]),
    .target(name: "Mineralisation", dependencies: ["CNetwork", "Raster", "RasterKernels"], swiftSettings: strict),

    // MARK: Records, files and many images
    .target(
      name: "Reporting",
      dependencies: [
        "Mineralisation", "Raster", "RasterCodecs", "RasterKernels", .product(name: "Crypto", package: "swift-crypto"),
      ],
      resources: [.embedInCode("Report/Page/report.css"), .embedInCode("Report/Page/report.js")], swiftSettings: strict),
    .target(
      name: "Cohort",
      dependencies: ["Mineralisation", "Raster", "RasterCodecs", "RasterKernels", "Reporting", "Statistics"],
      swiftSettings: strict),
    .target(name: "CAllocation"),
    .target(name: "Phantom", dependencies: ["Raster", "RasterCodecs", "RasterKernels"], swiftSettings: strict),
    .executableTarget(
      name: "ossiquant",
      dependencies: [
        "CAllocation", "Cohort", "Mineralisation", "Phantom", "Raster", "RasterCodecs", "RasterKernels", "Reporting",
        "Statistics", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // MARK: Development: what the confidence is fitted to
    .executableTarget(
      name: "candidates", dependencies: ["Mineralisation", "Raster", "RasterCodecs"], swiftSettings: strict),

    // MARK: Tests
    .executableTarget(name: "cost", path: "Tests/Cost", swiftSettings: strict),
    .target(
      name: "RasterTestSupport", dependencies: ["Raster"], path: "Tests/RasterTestSupport", swiftSettings: strict),
    .testTarget(name: "RasterTests", dependencies: ["Raster", "RasterTestSupport"], swiftSettings: strict),
    .testTarget(
      name: "RasterKernelsTests", dependencies: ["Raster", "RasterKernels", "RasterTestSupport"], swiftSettings: strict),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Raster", "Statistics"],
      exclude: ["make_reference.py", "grades.tsv", "measurements.tsv", "reference.tsv"], swiftSettings: strict),
    .testTarget(
      name: "RasterCodecsTests", dependencies: ["CRasterCodecs", "Raster", "RasterCodecs", "RasterTestSupport"],
      exclude: ["make-reference.py", "reference.tsv"], swiftSettings: strict),
    .testTarget(
      name: "MineralisationTests",
      dependencies: ["Mineralisation", "Raster", "RasterCodecs", "RasterKernels", "RasterTestSupport"],
      swiftSettings: strict),
    .target(
      name: "ReportingTestSupport", dependencies: ["Mineralisation", "Raster", "RasterCodecs", "Reporting"],
      path: "Tests/ReportingTestSupport", swiftSettings: strict),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Mineralisation", "Raster", "RasterTestSupport", "Reporting", "ReportingTestSupport"],
      exclude: ["Goldens"], swiftSettings: strict),
    .testTarget(
      name: "CohortTests",
      dependencies: [
        "Cohort", "Mineralisation", "Phantom", "Raster", "RasterCodecs", "RasterTestSupport", "Reporting",
        "ReportingTestSupport", "Statistics",
      ],
      exclude: ["Goldens"], swiftSettings: strict),
    .testTarget(name: "PhantomTests", dependencies: ["Phantom", "Raster", "RasterCodecs"], swiftSettings: strict),
    .target(
      name: "FuzzTargets", dependencies: ["Cohort", "Raster", "RasterCodecs", "Reporting"], path: "Fuzz/Targets",
      swiftSettings: strict),
    .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets", "Raster"], swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "Raster", "RasterCodecs", "RasterKernels", "Reporting", "ReportingTestSupport", "cost", "ossiquant",
      ],
      swiftSettings: strict),
  ]
)

// MARK: Fuzzing
// Only Scripts/fuzz sets this: the driver has no `main` of its own, libFuzzer brings it.
if Context.environment["OSSIQUANT_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["FuzzTargets"], path: "Fuzz/Driver",
      swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}
