import Glibc
import Synchronization

/// Whether somebody pressed Ctrl-C or a scheduler asked the program to end.
public enum Interruption {
  private static let signalNumber = Atomic<Int32>(0)

  /// The signal that asked; `nil` as long as none did.
  public static var signal: Int32? {
    let number = signalNumber.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Takes SIGINT and SIGTERM as a wish to finish what is running; the second one ends the program at once.
  public static func watch() {
    for number in [SIGINT, SIGTERM] {
      _ = Glibc.signal(number) { received in
        let earlier = Interruption.signalNumber.exchange(received, ordering: .relaxed)
        if earlier != 0 { _exit(128 + received) }
      }
    }
  }
}
