/// One field of a record: its name, its kind, its meaning and where it comes from.
///
/// CSV columns, NDJSON members and the JSON Schema all derive from the same list of these.
public struct Column<Row>: Sendable {
  /// What a field may hold.
  public enum Kind: Sendable, Equatable {
    /// Any text.
    case text
    /// One of these texts.
    case choice([String])
    /// A whole number.
    case integer
    /// A number with so many decimals.
    case number(places: Int)
    /// A number with so many decimals, or two of them in a text, joined by a comma: along columns and along rows.
    case numberOrPair
    /// Yes or no.
    case flag
    /// A list of texts; joined by `; ` in a table.
    case texts
    /// A list of numbers with so many decimals.
    case numbers(places: Int)
  }

  /// The name, of the column and of the member.
  public let name: String
  /// What it may hold.
  public let kind: Kind
  /// What it means, for the schema.
  public let meaning: String
  /// Whether it stands in the CSV table too, or in the record alone.
  public let inTable: Bool
  /// The value in a row.
  let value: @Sendable (Row) -> JSONValue

  private init(
    _ name: String, _ kind: Kind, _ meaning: String, _ value: @escaping @Sendable (Row) -> JSONValue,
    inTable: Bool = true
  ) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
    self.inTable = inTable
    self.value = value
  }

  /// The same field in the record alone.
  var recordOnly: Column { Column(name, kind, meaning, value, inTable: false) }

  static func text(_ name: String, _ meaning: String, _ value: @escaping @Sendable (Row) -> String?) -> Column {
    Column(name, .text, meaning, { .optional(value($0)) })
  }

  static func choice<Choice: RawRepresentable<String> & CaseIterable & SendableMetatype>(
    _ name: String, _ meaning: String, _ value: @escaping @Sendable (Row) -> Choice?
  ) -> Column {
    Column(name, .choice(Choice.allCases.map(\.rawValue)), meaning, { .optional(value($0)?.rawValue) })
  }

  static func choice(
    _ name: String, of choices: [String], _ meaning: String, _ value: @escaping @Sendable (Row) -> String?
  ) -> Column {
    Column(name, .choice(choices), meaning, { .optional(value($0)) })
  }

  static func integer(_ name: String, _ meaning: String, _ value: @escaping @Sendable (Row) -> Int?) -> Column {
    Column(name, .integer, meaning, { value($0).map { .integer($0) } ?? .null })
  }

  static func number(
    _ name: String, places: Int, _ meaning: String, _ value: @escaping @Sendable (Row) -> Double?
  ) -> Column {
    Column(name, .number(places: places), meaning, { .decimal(value($0), places: places) })
  }

  static func numberOrPair(
    _ name: String, _ meaning: String, _ value: @escaping @Sendable (Row) -> (x: String, y: String)?
  ) -> Column {
    Column(
      name, .numberOrPair, meaning,
      { row in value(row).map { $0.x == $0.y ? .number($0.x) : .text($0.x + "," + $0.y) } ?? .null })
  }

  static func flag(_ name: String, _ meaning: String, _ value: @escaping @Sendable (Row) -> Bool?) -> Column {
    Column(name, .flag, meaning, { value($0).map { .flag($0) } ?? .null })
  }

  static func texts(_ name: String, _ meaning: String, _ value: @escaping @Sendable (Row) -> [String]?) -> Column {
    Column(name, .texts, meaning, { value($0).map { .list($0.map { .text($0) }) } ?? .null })
  }

  static func numbers(
    _ name: String, places: Int, _ meaning: String, _ value: @escaping @Sendable (Row) -> [Double]?
  ) -> Column {
    Column(
      name, .numbers(places: places), meaning,
      { value($0).map { .list($0.map { .decimal($0, places: places) }) } ?? .null })
  }
}

extension [JSONValue.Member] {
  /// The members that `columns` make of `row`, in their order.
  init<Row>(_ row: Row, _ columns: [Column<Row>]) {
    self = columns.map { .init($0.name, $0.value(row)) }
  }
}

/// What stands in a table's cell for a member of a record.
func tableCell(_ value: JSONValue?) -> String {
  switch value {
  case nil, .null: ""
  case .flag(let flag): flag ? "true" : "false"
  case .number(let digits): digits
  case .text(let text): withoutFormula(text)
  case .list(let values): withoutFormula(values.map { $0.string ?? $0.line }.joined(separator: "; "))
  case .object(let members): withoutFormula(JSONValue.object(members).line)
  }
}
