import Raster
import Testing

@Suite struct CyclicChecksumTests {
  @Test func theCheckValueOfTheStandard() {
    #expect(cyclicChecksum(of: Array("123456789".utf8)[...]) == 0xCBF4_3926)
    #expect(cyclicChecksum(of: []) == 0)
    #expect(cyclicChecksum(of: [1, 0, 2, 3].dropFirst()) == cyclicChecksum(of: [0, 2, 3]))
  }
}
