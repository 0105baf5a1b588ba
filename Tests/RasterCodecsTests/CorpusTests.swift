import Raster
import RasterCodecs
import RasterTestSupport
import Testing

/// The decoders against an independent decoder over other people's test files; see make-reference.py.
@Suite struct CorpusTests {
  @Test(.enabled(if: SharedFolder.isPresent, "\(SharedFolder.absence)"))
  func everyFileGivesTheReferencePixelsOrATypedError() throws {
    let table = try referenceTable()
    let names = SharedFolder.files(under: "codecs").filter { $0.hasSuffix(".png") || $0.hasSuffix(".jpg") }
    #expect(Set(names) == Set(table.map(\.name)), "make the table again: the corpus has changed")
    var decoded = 0
    for entry in table {
      let bytes = try #require(SharedFolder.bytes(of: "codecs/" + entry.name), "\(entry.name)")
      do {
        let image = try decodeImage(bytes)
        decoded += 1
        #expect(entry.checksum == checksum(of: image.samples), "\(entry.name)")
        #expect(entry.width == "\(image.samples.width)" && entry.height == "\(image.samples.height)", "\(entry.name)")
      } catch {
        // The reference reads none of these either; `-` stands for that.
        #expect(entry.checksum == "-", "\(entry.name): \(error)")
        #expect(!error.description.isEmpty)
      }
    }
    #expect(decoded > 180)
  }

  @Test(.enabled(if: SharedFolder.isPresent, "\(SharedFolder.absence)"))
  func errorsNameTheirCause() throws {
    #expect(error(of: "truncated/truncated.jpg") == .truncated(.jpeg))
    guard case .unsupported(.jpeg, let what)? = error(of: "libjpeg-turbo/testimages/monkey12.jpg") else {
      Issue.record("12 bits should be unsupported")
      return
    }
    #expect(what.contains("12"))
    #expect(error(of: "exif-orientation/LICENSE") == .notAnImage(found: "text"))
    guard case .corrupt(.png, _)? = error(of: "libpng/contrib/testpngs/crashers/badadler.png") else {
      Issue.record("a wrong Adler sum should be corrupt")
      return
    }
  }

  @Test(.enabled(if: SharedFolder.isPresent, "\(SharedFolder.absence)"))
  func aTruncatedFileIsReadOnRequest() throws {
    let bytes = try #require(SharedFolder.bytes(of: "codecs/truncated/truncated.jpg"))
    let image = try decodeImage(bytes, limits: DecodingLimits(allowTruncated: true))
    #expect(image.truncated)
    #expect(image.samples.width == 290 && image.samples.height == 442)
    #expect(image.notes.contains { $0.contains("ends early") })
  }

  /// Many readers in one process: nothing is shared between calls and nothing is left behind.
  @Test(.enabled(if: SharedFolder.isPresent, "\(SharedFolder.absence)"))
  func masksOfEveryFileEndToo() throws {
    for name in SharedFolder.files(under: "codecs") {
      guard let bytes = SharedFolder.bytes(of: "codecs/" + name) else { continue }
      do {
        let mask = try decodeMask(bytes)
        #expect(mask.width > 0)
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }

  private func error(of name: String) -> DecodingError? {
    guard let bytes = SharedFolder.bytes(of: "codecs/" + name) else { return nil }
    do {
      _ = try decodeImage(bytes)
      return nil
    } catch {
      return error
    }
  }
}

/// FNV-1a 64 of the width and height (32 bits each) and the samples (16 bits each), little endian.
func checksum(of plane: Plane<UInt16>) -> String {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  func take(_ value: UInt32, bytes: Int) {
    for shift in 0..<bytes { hash = (hash ^ UInt64(value >> (8 * shift) & 255)) &* 0x100_0000_01B3 }
  }
  take(UInt32(plane.width), bytes: 4)
  take(UInt32(plane.height), bytes: 4)
  for sample in plane.samples { take(UInt32(sample), bytes: 2) }
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

private struct Reference {
  var name: String
  var width: String
  var height: String
  var checksum: String
}

private func referenceTable() throws -> [Reference] {
  let text = try String(contentsOfTestFile: "reference.tsv")
  return text.split(separator: "\n").map { line in
    let cells = line.split(separator: "\t").map(String.init)
    return Reference(name: cells[0], width: cells[1], height: cells[2], checksum: cells[3])
  }
}
