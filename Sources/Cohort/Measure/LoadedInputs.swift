import RasterCodecs
import Reporting

/// The bytes of an image and its masks, with the digest of everything that the record depends on.
struct LoadedInputs {
  /// The image's bytes; whoever has decoded them may let them go.
  var image: [UInt8]
  let boneMask: [UInt8]?
  let lesionMask: [UInt8]?
  let regionOfInterest: [UInt8]?
  let provenance: Provenance

  /// Reads what `task` names and what is not in `embedded`.
  ///
  /// - Throws: the first file's reason.
  init(_ task: ImageTask, _ settings: SettingsEcho, embedded: EmbeddedInputs = .init()) throws(InputError) {
    let limits = settings.settings.limits
    if let bytes = embedded.image { image = bytes } else { image = try Self.read(task.path, limits) }
    boneMask = try Self.read(task.boneMask, unless: embedded.boneMask, limits)
    lesionMask = try Self.read(task.lesionMask, unless: embedded.lesionMask, limits)
    regionOfInterest = try Self.read(task.regionOfInterest, unless: embedded.regionOfInterest, limits)
    var provenance = settings.provenance(of: task)
    provenance.imageDigest = sha256(image)
    provenance.boneMaskDigest = boneMask.map { sha256($0) }
    provenance.lesionMaskDigest = lesionMask.map { sha256($0) }
    provenance.regionOfInterestDigest = regionOfInterest.map { sha256($0) }
    let digests = [
      provenance.imageDigest, provenance.boneMaskDigest, provenance.lesionMaskDigest,
      provenance.regionOfInterestDigest,
    ]
    let all: [JSONValue] =
      [.text(Software.version), .text(Record.schema), .text(settings.digest), task.stated]
      + digests.map { JSONValue.optional($0) }
    provenance.inputDigest = sha256(JSONValue.list(all).line)
    self.provenance = provenance
  }

  private static func read(
    _ path: String?, unless embedded: [UInt8]?, _ limits: DecodingLimits
  ) throws(InputError) -> [UInt8]? {
    guard embedded == nil, let path else { return embedded }
    return try read(path, limits)
  }

  /// Reads an image; of what only bears an image's name no more is taken than of a text.
  private static func read(_ path: String, _ limits: DecodingLimits) throws(InputError) -> [UInt8] {
    try readFile(path) { start in
      startsAsImage(start) ? limits.maximumFileBytes : min(maximumTextBytes, limits.maximumFileBytes)
    }
  }
}

/// Bytes that came with a request instead of a path.
struct EmbeddedInputs: Sendable, Equatable {
  var image: [UInt8]?
  var boneMask: [UInt8]?
  var lesionMask: [UInt8]?
  var regionOfInterest: [UInt8]?
}

/// The settings with what every record repeats of them, made once for a batch.
struct SettingsEcho: Sendable {
  /// The settings.
  let settings: MeasureSettings
  /// The settings in full.
  let json: JSONValue
  /// Their digest.
  let digest: String

  /// The echo of `settings`.
  init(_ settings: MeasureSettings) {
    self.settings = settings
    json = settings.json
    digest = settings.digest
  }

  /// The provenance of a task of which nothing was read.
  func provenance(of task: ImageTask) -> Provenance {
    Provenance(settings: json, settingsDigest: digest, inputDigest: "")
  }
}
