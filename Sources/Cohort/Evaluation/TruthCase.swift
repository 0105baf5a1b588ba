import Raster
import RasterCodecs
import Reporting

/// A lesion that is known to be there.
struct TruthLesion: Equatable {
  /// Its value in the mask.
  let label: UInt16
  let kind: String
  let area: Double?
  let feret: Double?
  let rim: Double?
  let cleft: Double?
  let distanceToBone: Double?
  let maxDepth: Double

  /// The zonal pattern that a measurement should find; `nil` where projection may hide it.
  ///
  /// Rims that are visible, uniform and central lesions, each at least 3 mm deep.
  var zonalPattern: String? {
    guard maxDepth >= 3 else { return nil }
    switch kind {
    case "rim": return rim == nil ? nil : "peripheral"
    case "uniform", "central": return kind
    default: return nil
    }
  }

  /// Whether its outline is a meaningful one: clusters of points and rings have none.
  var hasExtent: Bool { kind != "punctate" && kind != "ring_arc" }
}

/// What is known to be true of one image: a NAME.truth.json.
struct TruthCase: Equatable {
  let name: String
  let width: Int
  let height: Int
  /// Millimetres per pixel.
  let spacing: Double
  let region: String
  let lesions: [TruthLesion]
  let brooker: String?
  let dellaValle: String?
  let gap: Double?

  /// Reads the truth of the image `name` from the document at `path`.
  init(name: String, path: String) throws(EvaluationError) {
    func broken(_ fault: String) -> EvaluationError { .badTruth(path: path, fault: fault) }
    let json: JSONValue
    do { json = try JSONValue(parsing: try readFile(path)) } catch { throw broken("\(error)") }
    func number(_ key: String, of value: JSONValue) throws(EvaluationError) -> Double {
      guard let number = value[key]?.double else { throw broken("has no number '\(key)'") }
      return number
    }
    self.name = name
    let sides = (try number("width", of: json), try number("height", of: json))
    spacing = try number("spacing_mm", of: json)
    guard let width = Int(exactly: sides.0), let height = Int(exactly: sides.1), width > 0, height > 0, spacing > 0
    else {
      throw broken("width and height must be whole numbers above 0, and spacing_mm above 0")
    }
    let most = DecodingLimits().maximumPixels
    guard width <= most / height else { throw broken("\(width) x \(height) pixels, expected at most \(most)") }
    self.width = width
    self.height = height
    region = json["region"]?.string ?? "unknown"
    brooker = json["brooker"]?.string
    dellaValle = json["della_valle"]?.string
    gap = json["gap_mm"]?.double
    guard let listed = json["lesions"]?.elements else { throw broken("has no list 'lesions'") }
    var lesions: [TruthLesion] = []
    for value in listed {
      guard let label = UInt16(exactly: try number("id", of: value)), label > 0 else {
        throw broken("has a lesion whose id is not between 1 and 65535")
      }
      guard let kind = value["kind"]?.string else { throw broken("has a lesion without 'kind'") }
      lesions.append(
        TruthLesion(
          label: label, kind: kind, area: value["area_mm2"]?.double, feret: value["feret_max_mm"]?.double,
          rim: value["rim_thickness_mm"]?.double, cleft: value["cleft_mm"]?.double,
          distanceToBone: value["distance_to_bone_mm"]?.double, maxDepth: value["max_depth_mm"]?.double ?? 0))
    }
    self.lesions = lesions
  }

  /// What a mask alone tells: where its lesions lie and how large they are.
  init(name: String, lesions: Plane<UInt16>, spacing: Double, region: String) {
    self.name = name
    width = lesions.width
    height = lesions.height
    self.spacing = spacing
    self.region = region
    var counts = [Int](repeating: 0, count: 1 << 16)
    for label in lesions.samples { counts[Int(label)] += 1 }
    self.lesions = (1..<counts.count).filter { counts[$0] > 0 }.map { label in
      TruthLesion(
        label: UInt16(label), kind: "lesion", area: Double(counts[label]) * spacing * spacing, feret: nil, rim: nil,
        cleft: nil, distanceToBone: nil, maxDepth: 0)
    }
    brooker = nil
    dellaValle = nil
    gap = nil
  }
}
