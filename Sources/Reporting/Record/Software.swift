/// The program's own name and version.
public enum Software {
  /// The version that every record carries; a change of any number changes it.
  public static let version = "0.1.0"
}
