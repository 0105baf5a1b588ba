internal import CRasterKernels

/// The vector instructions that means, Gaussians and reductions of grey values are computed with.
///
/// All give the same bits, the later ones sooner.
public enum KernelInstructions: String, Sendable, Equatable, CaseIterable {
  /// What every processor of the architecture has.
  case baseline
  /// Vectors of 32 bytes.
  case avx2 = "AVX2"

  /// Those that this machine has, the fastest last.
  public static let available: [KernelInstructions] = allCases.filter { ckernels_has_level($0.level) }

  /// The fastest that this machine has.
  public static let best: KernelInstructions = available.last ?? .baseline

  var level: ckernels_level {
    switch self {
    case .baseline: .baseline
    case .avx2: .avx2
    }
  }
}
