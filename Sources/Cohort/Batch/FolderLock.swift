import Glibc
import Reporting

/// The right to write into an output folder, or to rely on it, for as long as a run lasts.
///
/// A lock that the system cannot give (some network folders know none) is done without.
struct FolderLock: Sendable {
  private let descriptor: Int32

  /// Locks `output`, whose folders are made.
  ///
  /// - Throws: ``OutputError`` where another run holds the folder.
  init(_ output: OutputLayout, forWriting: Bool) throws(OutputError) {
    descriptor = unsafe open(output.lock, (forWriting ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC, 0o666)
    guard descriptor >= 0, flock(descriptor, (forWriting ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 else { return }
    let isTaken = errno == EWOULDBLOCK
    guard isTaken else { return }
    close(descriptor)
    throw OutputError(path: output.folder, step: .inUse, reason: "another run is writing there")
  }

  /// Gives the folder back.
  func release() {
    if descriptor >= 0 { close(descriptor) }
  }
}
