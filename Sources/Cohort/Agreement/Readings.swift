import Reporting

/// What one reader says of one case.
enum Reading: Equatable {
  /// The text of a cell, and its line.
  case text(String, line: Int)
  /// Nothing.
  case missing(MissingReading.Reason)
}

/// A reading that is not there.
public struct MissingReading: Sendable, Equatable {
  /// Why it is not there.
  public enum Reason: Sendable, Equatable {
    /// The reader's file has no row for the case.
    case noRow
    /// The cell is empty.
    case empty
    /// The cell holds this text, which counts as no reading.
    case text(String)
  }

  /// The reader.
  public let reader: String
  /// The case.
  public let id: String
  /// Why.
  public let reason: Reason

  /// The reason in words.
  public var words: String {
    switch reason {
    case .noRow: "no row"
    case .empty: "empty"
    case .text(let text): "'\(text)'"
    }
  }
}

/// The readings of one item, such as a grade, by all readers, matched by the cases' ids.
struct Readings {
  let name: String
  let readers: [String]
  /// The files, for messages; one for each reader.
  let tables: [String]
  /// The columns, for messages; one for each reader.
  let columns: [String]
  let ids: [String]
  /// One list for each reader, in the order of the ids.
  let cells: [[Reading]]

  /// The different texts, in the order of their first appearance.
  var texts: [String] {
    var seen: Set<String> = []
    return cells.joined().compactMap { cell in
      guard case .text(let text, _) = cell, seen.insert(text).inserted else { return nil }
      return text
    }
  }

  /// The readings that are not there.
  var missing: [MissingReading] {
    readers.indices.flatMap { reader in
      zip(ids, cells[reader]).compactMap { id, cell in
        guard case .missing(let reason) = cell else { return nil }
        return MissingReading(reader: readers[reader], id: id, reason: reason)
      }
    }
  }

  /// The readings with the `words` counted as missing.
  func withMissing(_ words: Set<String>) -> Readings {
    let cells = cells.map { cells in
      cells.map { cell -> Reading in
        guard case .text(let text, _) = cell, words.contains(text) else { return cell }
        return .missing(.text(text))
      }
    }
    return Readings(name: name, readers: readers, tables: tables, columns: columns, ids: ids, cells: cells)
  }
}

/// The items to compare in `tables`.
func matchedReadings(_ tables: [ReaderTable], _ options: AgreementOptions) throws(AgreementError) -> [Readings] {
  guard let first = tables.first else { throw .fewReaders(found: []) }
  if tables.count == 1 { return try readingsOfOneTable(first, options) }
  let wanted = options.columns.flatMap { $0 }
  for table in tables { for name in wanted { try table.require(name) } }
  let shared = first.readingColumns(options).filter { name in
    tables.allSatisfy { $0.readingColumns(options).contains(name) }
  }
  let names = wanted.isEmpty ? shared : wanted
  guard !names.isEmpty else { throw .noSharedColumn(tables: tables.map(\.table.name)) }
  var seen: Set<String> = []
  let ids = tables.flatMap(\.ids).filter { seen.insert($0).inserted }
  return names.map { name in
    Readings(
      name: name, readers: tables.map(\.reader), tables: tables.map(\.table.name), columns: tables.map { _ in name },
      ids: ids, cells: tables.map { table in ids.map { table.reading(of: $0, in: name, options: options) } })
  }
}

private func readingsOfOneTable(_ table: ReaderTable, _ options: AgreementOptions) throws(AgreementError) -> [Readings]
{
  let groups = options.columns.isEmpty ? [table.readingColumns(options)] : options.columns
  var items: [Readings] = []
  for group in groups {
    for name in group { try table.require(name) }
    guard group.count >= 2 else { throw .fewReaders(found: group) }
    items.append(
      Readings(
        name: group.joined(separator: " / "), readers: group, tables: group.map { _ in table.table.name },
        columns: group, ids: table.ids,
        cells: group.map { name in table.ids.map { table.reading(of: $0, in: name, options: options) } }))
  }
  return items
}
