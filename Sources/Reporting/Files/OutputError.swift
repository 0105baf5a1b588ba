/// Why a file could not be written.
public struct OutputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// At which step it went wrong.
  public enum Step: Sendable, Equatable {
    /// A file or folder could not be made.
    case create
    /// Bytes could not be written or brought to the disk.
    case write
    /// What was written before could not be read again.
    case readBack
    /// Another run has the folder.
    case inUse
  }

  /// The file or folder.
  public let path: String
  /// The step.
  public let step: Step
  /// The system's reason.
  public let reason: String

  /// What failed, why, and what to do.
  public var description: String {
    switch step {
    case .create: "\(path): cannot be created (\(reason)): give a folder that can be written with --out"
    case .write: "\(path): cannot be written (\(reason)): free some space or give another folder, then use --resume"
    case .readBack: "\(path): cannot be read again (\(reason)): repeat the command with --resume"
    case .inUse: "\(path): is in use (\(reason)): wait for its end, or give another folder with --out"
    }
  }

  /// An error at `path`.
  public init(path: String, step: Step, reason: String) {
    self.path = path
    self.step = step
    self.reason = reason
  }

  init(path: String, step: Step) { self.init(path: path, step: step, reason: systemReason()) }
}
