import Reporting

/// An entry to the program by which bytes from outside come in.
///
/// Each may end in an error or in a result; both must keep to what is promised of them. A broken promise is a
/// ``Finding``, a crash or a hang needs no check.
package enum FuzzTarget: String, CaseIterable, Sendable {
  /// A radiograph with a PNG signature.
  case png
  /// A radiograph with a JPEG signature.
  case jpeg
  /// A label map.
  case mask
  /// A table of images.
  case manifest
  /// A line for `ossiquant worker`.
  case worker
  /// A settings file.
  case settings

  /// Gives `bytes` to the entry and checks what comes of it.
  package func run(_ bytes: [UInt8]) throws(Finding) {
    switch self {
    case .png, .jpeg: try checkImage(bytes)
    case .mask: try checkMask(bytes)
    case .manifest: try checkManifest(bytes)
    case .worker: try checkWorkerLine(bytes)
    case .settings: try checkSettings(bytes)
    }
  }
}

/// A promise that some bytes broke.
package struct Finding: Error, Sendable, Equatable, CustomStringConvertible {
  /// The promise and what was found instead.
  package let description: String

  init(_ description: String) { self.description = description }
}

/// Throws a ``Finding`` where `promise` does not hold.
func check(_ promise: Bool, _ text: @autoclosure () -> String) throws(Finding) {
  if !promise { throw Finding(text()) }
}

/// Checks that a message for people is not empty and, as it is shown, one line that steers no terminal.
func checkMessage(_ text: String) throws(Finding) {
  try check(!text.isEmpty, "an empty message")
  try check(
    terminalSafe(text).unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) },
    "the message \(text.debugDescription) steers a terminal")
}
