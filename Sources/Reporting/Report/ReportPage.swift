/// The self-contained page of a batch: tables, pictures and code in one file that asks for nothing from anywhere.
///
/// Records and pictures are written one after the other, so that memory does not grow with their number.
public struct ReportPage: ~Copyable {
  /// The most images whose pictures are put into the page; beyond, they are linked only.
  public static let maximumPictures = 2_000

  private var file: AtomicFile
  private var count = 0

  /// Starts the page at `path`.
  ///
  /// - Parameters:
  ///   - path: where the page will be.
  ///   - linksOverlays: whether full overlays lie beside the page.
  public init(_ path: String, linksOverlays: Bool) throws(OutputError) {
    var page = try AtomicFile(path)
    try page.append(Self.head(linksOverlays: linksOverlays))
    try page.append("<script type=\"application/json\" id=\"records\">[\n")
    file = page
  }

  /// Adds an image, in the order of the table.
  public mutating func add(_ record: Record) throws(OutputError) {
    try file.append((count > 0 ? ",\n" : "") + record.page.line)
    count += 1
  }

  /// Ends the records; pictures follow.
  public mutating func endRecords() throws(OutputError) { try file.append("\n]</script>\n") }

  /// Adds the JPEG picture of the image at `index`.
  public mutating func add(picture: [UInt8], at index: Int) throws(OutputError) {
    try file.append("<script type=\"text/plain\" id=\"overlay-\(index)\">\(base64(picture))</script>\n")
  }

  /// Ends the page and gives it its name.
  public consuming func finish(settings: JSONValue, settingsDigest: String) throws(OutputError) {
    try file.append(Self.foot(settings: settings, settingsDigest: settingsDigest))
    try file.commit()
  }

  private static func head(linksOverlays: Bool) -> String {
    let policy =
      "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
      + "script-src 'sha256-\(base64SHA256(PackageResources.report_js))'; "
      + "style-src 'sha256-\(base64SHA256(PackageResources.report_css))'"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <title>Ossiquant: soft-tissue mineralisation</title>
      <style>\(String(decoding: PackageResources.report_css, as: UTF8.self))</style>
      </head>
      <body data-overlays="\(linksOverlays)">
      <h1>Soft-tissue mineralisation</h1>
      <p class="faint">Measured by Ossiquant \(Software.version). Research use only: measurements and published grades, \
      no diagnosis.</p>
      <div class="tiles" id="tiles"></div>
      <div class="charts" id="charts"></div>
      <h2>Images</h2>
      <div class="controls">
      <label>Filter <input id="filter" type="search" placeholder="name, grade, note"></label>
      <label>Show <select id="kind"><option value="all">all</option><option value="lesion">with a lesion</option>\
      <option value="clean">without a lesion</option><option value="borderline">borderline</option>\
      <option value="warned">with notes</option><option value="failed">failed</option></select></label>
      <span class="faint" id="count"></span>
      <span class="faint">A row opens its image.</span>
      </div>
      <div class="scroll"><table><thead><tr id="header"></tr></thead><tbody id="rows"></tbody></table></div>
      <p class="more"><button id="more" type="button" hidden>Show more</button></p>

      """
  }

  private static func foot(settings: JSONValue, settingsDigest: String) -> String {
    """
    <h2>Settings and provenance</h2>
    <p>Software version \(Software.version), record form \(Record.schema), settings hash \(settingsDigest).</p>
    <pre>\(escapedHTML(settings.indented))</pre>
    <p class="faint">Everything on this page derives from results.ndjson; images.csv, joints.csv and lesions.csv hold the
    same numbers. Lengths are at the plane that each image names; an empty cell means that the image cannot tell.</p>
    <script>\(String(decoding: PackageResources.report_js, as: UTF8.self))</script>
    </body>
    </html>

    """
  }
}

extension Record {
  /// What the page needs of the record: all but the settings, which stand once at its foot.
  fileprivate var page: JSONValue {
    .object((json.members ?? []).filter { $0.name != "settings" })
  }
}

/// `text` with the characters escaped that HTML gives a meaning.
public func escapedHTML(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}
