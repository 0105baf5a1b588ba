import FuzzTargets
import Glibc

/// What libFuzzer calls with every input; the environment's FUZZ_TARGET names the entry.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  do { try chosenTarget.run(bytes) } catch { fatalError("\(error)") }
  return 0
}

private let chosenTarget: FuzzTarget = {
  let name = unsafe getenv("FUZZ_TARGET").map { unsafe String(cString: $0) }
  guard let target = name.flatMap(FuzzTarget.init(rawValue:)) else {
    fatalError("FUZZ_TARGET: expected one of \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))")
  }
  return target
}()
