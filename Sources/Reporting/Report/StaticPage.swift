/// A page of text, tables and drawings in one file: no code, no request to anywhere.
///
/// - Parameters:
///   - title: the heading, plain text.
///   - lead: what stands below it, plain text.
///   - body: elements of HTML whose texts are escaped already.
/// - Returns: the whole document.
public func staticPage(title: String, lead: String, body: String) -> String {
  """
  <!DOCTYPE html>
  <html lang="en">
  <head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'; \
  style-src 'sha256-\(base64SHA256(PackageResources.report_css))'">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="referrer" content="no-referrer">
  <title>Ossiquant: \(escapedHTML(title))</title>
  <style>\(String(decoding: PackageResources.report_css, as: UTF8.self))</style>
  </head>
  <body>
  <h1>\(escapedHTML(title))</h1>
  <p class="faint">\(escapedHTML(lead))</p>
  \(body)
  </body>
  </html>

  """
}

/// A table of HTML; texts are escaped here, and columns that `numbers` names stand to the right.
public func htmlTable(_ header: [String], _ rows: [[String]], numbers: Set<Int>) -> String {
  func cells(_ texts: [String], _ tag: String) -> String {
    texts.enumerated().map { i, text in
      "<\(tag)\(numbers.contains(i) ? " class=\"number\"" : "")>\(escapedHTML(text))</\(tag)>"
    }.joined()
  }
  return "<div class=\"scroll\"><table><thead><tr>\(cells(header, "th"))</tr></thead><tbody>\n"
    + rows.map { "<tr>\(cells($0, "td"))</tr>" }.joined(separator: "\n") + "\n</tbody></table></div>"
}
