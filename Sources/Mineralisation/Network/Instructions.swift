internal import CNetwork

/// The vector instructions that the network is computed with.
///
/// All give the same bits, the later ones sooner.
public enum Instructions: String, Sendable, Equatable, CaseIterable {
  /// Plain C, for any processor.
  case portable
  /// Every x86-64: eight products of 16 bits at a time.
  case sse2 = "SSE2"
  /// Sixteen products of 16 bits at a time.
  case avx2 = "AVX2"
  /// 32 products of bytes at a time.
  case avxVNNI = "AVX-VNNI"
  /// 64 products of bytes at a time.
  case avx512VNNI = "AVX-512 VNNI"

  /// Those that this machine has, the fastest last.
  public static let available: [Instructions] = allCases.filter { cnetwork_has_level($0.level) }

  /// The fastest that this machine has.
  public static let best: Instructions = available.last ?? .portable

  var level: cnetwork_level {
    switch self {
    case .portable: .portable
    case .sse2: .sse2
    case .avx2: .avx2
    case .avxVNNI: .avxvnni
    case .avx512VNNI: .avx512vnni
    }
  }
}
