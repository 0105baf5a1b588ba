import Raster
import Testing

@Suite struct CyclicChecksumTests {
  @Test func theCheckValueOfTheStandard() {
    #expect(cyclicChecksum(of: Array("123456789".utf8)[...]) == 0xCBF4_3926)
    #expect(cyclicChecksum(of: []) == 0)
    // Through a whole stretch of eight bytes and its rest: what is known of the alphabet.
    #expect(cyclicChecksum(of: Array("abcdefghijklmnopqrstuvwxyz".utf8)[...]) == 0x4C27_50BD)
    #expect(cyclicChecksum(of: [1, 0, 2, 3].dropFirst()) == cyclicChecksum(of: [0, 2, 3]))
  }
}
