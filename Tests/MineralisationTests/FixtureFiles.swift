import Foundation
import Mineralisation
import RasterCodecs
import Testing

/// The film `name` of `Fixtures`, without its ending.
func filmFixture(_ name: String) throws -> DecodedImage { try decodeImage(fixture(name + ".png")) }

/// The bytes of a file of `Fixtures/network`.
func networkFixture(_ name: String) throws -> [UInt8] { try fixture("network/" + name) }

private func fixture(_ path: String) throws -> [UInt8] {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures")
  return Array(try Data(contentsOf: folder.appending(path: path)))
}

/// Expects that `read` refuses the weights file `whole` once it is damaged, each kind of damage by its name.
func expectDamageRefused<Weights>(_ whole: [UInt8], _ read: ([UInt8]) throws -> Weights) {
  var wrong = whole
  wrong[0] ^= 1
  #expect(throws: NetworkError.notAWeightsFile) { try read(wrong) }
  wrong = whole
  wrong[whole.count / 2] ^= 1
  #expect(throws: NetworkError.checksum) { try read(wrong) }
  #expect(throws: NetworkError.checksum) { try read(Array(whole.dropLast(9))) }
  #expect(throws: NetworkError.truncated(at: 0)) { try read([]) }
}
