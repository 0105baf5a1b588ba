import Cohort
import Raster
import Reporting
import Testing

@Suite struct SettingsTests {
  private func settings(_ text: String) throws -> MeasureSettings {
    var settings = MeasureSettings()
    try settings.apply(Array(text.utf8))
    return settings
  }

  @Test func whatIsEchoedCanBeReadAgain() throws {
    let all = try settings(
      """
      {"sensitivity": "high", "spacing_mm": "0.143,0.150", "magnification": "1.20±0.03", "marker_diameter_mm": 25,
       "trust_file_density": true, "polarity": "bone-dark", "region": "hip", "scheme": "brooker",
       "max_pixels": 1000, "allow_truncated": true, "redact_text": true, "radiomics": {"bin_count": 32}}
      """)
    #expect(all != MeasureSettings())
    #expect(try settings(all.json.line) == all)
    #expect(try settings(MeasureSettings().json.line) == MeasureSettings())
    #expect(try settings("{}").digest == MeasureSettings().digest)
    #expect(all.digest != MeasureSettings().digest)
  }

  @Test(arguments: [
    ("{\"sensitivty\": \"high\"}", "'sensitivty' is unknown"), ("{\"sensitivity\": \"max\"}", "expected \"low\""),
    ("[]", "found no JSON object"), ("{", "not JSON at byte 1"), ("{\"spacing_mm\": \"0,143\"}", "with a comma"),
    ("{\"max_pixels\": 1.5}", "expected a whole number above 0"), ("{\"region\": 3}", "expected a body region"),
    ("{\"marker_diameter_mm\": -2}", "expected millimetres from 0.1"), ("{\"polarity\": \"dark\"}", "expected auto"),
  ])
  func faultsAreNamed(_ text: String, _ fault: String) {
    let error = #expect(throws: FieldError.self) { try settings(text) }
    #expect(error?.description.contains(fault) == true, "\(error?.description ?? "")")
  }
}
