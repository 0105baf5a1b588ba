import Mineralisation

/// The program's own name and version.
public enum Software {
  /// The release; a change of any number changes it.
  public static let release = "0.1.0"

  /// The SHA-256 of the weights that are built into the program: the network's file, then the judge's.
  public static let weightsDigest = sha256(Network.embeddedFile + Judge.embeddedFile)

  /// The version that every record carries: the release, and after `+weights.` the first digits of ``weightsDigest``.
  ///
  /// Two programs of one version give the same numbers: what was measured with other weights is not taken over or
  /// joined.
  public static let version = release + "+weights." + weightsDigest.prefix(8)
}
