import Mineralisation
import Raster
import Reporting
import ReportingTestSupport
import Testing

@Suite struct RecordTests {
  private let validator = SchemaValidator(Record.jsonSchema)

  @Test func headersAreThoseOfTheContract() {
    let images = """
      id,image,status,error,width_px,height_px,bit_depth,polarity,spacing_mm,spacing_source,magnification,segmentation,\
      bone_count,lesion_count,lesion_area_mm2,largest_lesion_feret_mm,gap_mm,gap_uncertainty_mm,brooker,della_valle,\
      borderline,grade_basis,warnings,sha256,software_version,settings_hash
      """
    let joints = "id,joint,side,bones,gap_mm,gap_uncertainty_mm,brooker,della_valle,borderline,grade_basis"
    let lesions = """
      id,lesion_id,area_mm2,area_px,perimeter_mm,feret_max_mm,feret_min_mm,major_axis_mm,minor_axis_mm,elongation,\
      sphericity,solidity,equivalent_diameter_mm,centroid_x_px,centroid_y_px,bbox_x_px,bbox_y_px,bbox_w_px,bbox_h_px,\
      max_depth_mm,mean,median,p10,p90,sd,contrast_to_soft_tissue,relative_density,cnr,core_to_peak,rim_thickness_mm,\
      rim_completeness_fraction,zonal_pattern,cleft_width_mm,cleft_width_min_mm,cleft_extent_fraction,cleft_contrast,\
      contact_length_mm,contact_fraction,distance_to_bone_mm,nearest_bone,attachment,form,maturity,\
      edge_sharpness_per_mm,lucent_septa_fraction,component_count,component_size_median_mm,origin_bones,\
      distance_to_skin_mm,compartment
      """
    #expect(Record.imageHeader(passThrough: []).joined(separator: ",") == images)
    #expect(Record.jointHeader.joined(separator: ",") == joints)
    #expect(Record.lesionHeader.joined(separator: ",") == lesions)
  }

  @Test func everyRecordKeepsToTheSchema() {
    #expect(validator.faults(of: Record(Sample.measured(passThrough: [.init("ward", .text("3"))])).json) == [])
    #expect(validator.faults(of: Record(Sample.failed()).json) == [])
  }

  @Test func theSchemaRefusesWhatItDoesNotForesee() throws {
    var members = try #require(Record(Sample.measured()).json.members)
    members.append(.init("surprise", .null))
    #expect(validator.faults(of: .object(members)) == ["$.surprise: is not foreseen"])
    members = try #require(Record(Sample.measured()).json.members).filter { $0.name != "sha256" }
    #expect(validator.faults(of: .object(members)) == ["$: \"sha256\" is missing"])
    members = try #require(Record(Sample.measured()).json.members)
    let place = try #require(members.firstIndex { $0.name == "brooker" })
    members[place].value = .text("V")
    #expect(validator.faults(of: .object(members)).count == 1)
  }

  @Test func aRecordReadAgainHasTheSameBytesAndRows() throws {
    let record = Record(Sample.measured(passThrough: [.init("ward", .text("=3"))]))
    let again = try #require(Record(line: Array(record.json.line.utf8)))
    #expect(again == record)
    #expect(again.json.line == record.json.line)
    #expect(again.imageRow(passThrough: ["ward"]) == record.imageRow(passThrough: ["ward"]))
    #expect(Record(line: Array("{}".utf8)) == nil)
  }

  @Test func cellsCarryTheValues() {
    let record = Record(Sample.measured(passThrough: [.init("ward", .text("=3"))]))
    let cells = Dictionary(
      zip(Record.imageHeader(passThrough: ["ward", "status"]), record.imageRow(passThrough: ["ward", "status"])),
      uniquingKeysWith: { first, _ in first })
    #expect(cells["spacing_mm"] == "0.2")
    #expect(cells["lesion_area_mm2"] == "12.840")
    #expect(cells["warnings"] == "one; two; three")
    #expect(cells["borderline"] == "false")
    #expect(cells["magnification"] == "")
    #expect(cells["ward"] == "'=3")
    #expect(cells["manifest_status"] == "")
    let lesion = Dictionary(
      zip(Record.lesionHeader, record.lesionRows.first ?? []),
      uniquingKeysWith: { $1 })
    #expect(lesion["id"] == "hip")
    #expect(lesion["form"] == "ring_arc")
    #expect(lesion["origin_bones"] == "femur; pelvis")
    #expect(lesion["perimeter_mm"] == "")
    #expect(
      record.jointRows == [
        [
          "hip", "hip", "left", "pelvis; femur", "9.250", "0.500", "III", "C", "false",
          "a spur leaves a gap of 9.3 mm",
        ]
      ])
  }

  @Test func featuresHaveATableOfTheirOwn() {
    let record = Record(Sample.measured())
    #expect(Record.radiomicsHeader == ["id", "lesion_id"] + radiomicsFeatureNames)
    #expect(record.radiomicsRows.count == record.lesionRows.count)
    let features = Dictionary(
      zip(Record.radiomicsHeader, record.radiomicsRows.first ?? []), uniquingKeysWith: { $1 })
    #expect(features.count == radiomicsFeatureNames.count + 2)
    #expect(features["id"] == "hip")
    #expect(features["lesion_id"] == "1")
    #expect(features["glcm_Contrast"] == "1.25")
    #expect(features["glcm_MCC"] == "")
    #expect(Record(Sample.failed()).radiomicsRows.isEmpty)
  }

  @Test func unequalSpacingIsWrittenAsThePairThatTheOptionTakes() {
    var result = Sample.measured()
    result.radiograph = RadiographFacts(Sample.radiograph(spacing: PixelSpacing(x: 0.143, y: 1, source: .user)))
    let record = Record(result)
    #expect(record.imageRow(passThrough: [])[8] == "0.143,1.0")
    #expect(validator.faults(of: record.json) == [])
  }

  @Test func oneSchemeLeavesTheOtherEmpty() {
    var result = Sample.measured()
    result.scheme = .brooker
    #expect(Record(result).json["della_valle"] == .null)
    #expect(Record(result).json["brooker"] == .text("III"))
    #expect(Record(result).json["joints"]?.elements?.first?["della_valle"] == .null)
  }

  @Test func summariesSayWhatWasFound() {
    #expect(
      Record(Sample.measured()).summary
        == "hip: 1 lesion, 12.8 mm² in all, longest 6.1 mm; gap 9.3 ± 0.5 mm; Brooker III, Della Valle C")
    #expect(Record(Sample.failed()).summary == "broken: failed: broken.png: the file is empty")
    #expect(terminalSafe("a\u{1B}[31m\u{202E}b") == "a\\u{1b}[31m\\u{202e}b")
  }
}
