import RasterKernels
public import Statistics

/// How accurate results are against images with known truth.
public struct Evaluation: Sendable, Equatable {
  /// A figure over a group of images or lesions.
  public struct Row: Sendable, Equatable {
    /// Its name, with its unit.
    public let figure: String
    /// How many values it rests on.
    public let count: Int
    /// The figure.
    public let value: Double
    /// Its 95 % interval, by drawing images anew.
    public let interval: Interval?
  }

  /// Images or lesions that belong together.
  public struct Group: Sendable, Equatable {
    /// What tells them apart: `all`, `region` or `kind`.
    public let by: String
    /// The region or kind; `all` for all.
    public let name: String
    /// How many images it has.
    public let images: Int
    /// How many true lesions it has.
    public let lesions: Int
    /// The figures that can be told.
    public let rows: [Row]
  }

  /// The images in the order of their names.
  public let cases: [EvaluatedCase]
  /// All, each region, each kind of lesion.
  public let groups: [Group]
  /// Whether the masks were given to the program, so that only measurements and grades are evaluated.
  public let masksGiven: Bool
  /// How the intervals were drawn.
  public let bootstrap: Bootstrap

  /// Evaluates the folder `results` against the folder `truth`.
  ///
  /// - Parameters:
  ///   - truth: a folder of NAME.truth.json with masks, or of masks alone.
  ///   - results: what `ossiquant measure --out` wrote.
  ///   - masksGiven: whether the masks were given to the program.
  ///   - spacing: millimetres per pixel of masks alone, where the results do not say.
  ///   - bootstrap: how intervals are drawn.
  public init(
    truth: String, results: String, masksGiven: Bool = false, spacing: Double? = nil,
    bootstrap: Bootstrap = Bootstrap()
  ) throws(EvaluationError) {
    let truth = try TruthFolder(truth, spacing: spacing)
    let results = try ResultFolder(results)
    var cases: [EvaluatedCase] = []
    for name in truth.names { cases.append(try evaluate(name, truth: truth, results: results)) }
    self.cases = cases
    self.masksGiven = masksGiven
    self.bootstrap = bootstrap
    let figures = EvaluationFigure.all.filter {
      !masksGiven || !EvaluationFigure.namesOfSegmentation.contains($0.name)
    }
    let everything = Group(by: "all", name: "all", cases, figures, bootstrap) { _ in true }
    let regions = inOrder(cases.map(\.region)).map { region in
      Group(by: "region", name: region, cases.filter { $0.region == region }, figures, bootstrap) { _ in true }
    }
    let ofLesions = figures.filter { !$0.ofImages }
    let kinds = inOrder(cases.flatMap { $0.lesions.map(\.kind) }).map { kind in
      let own = cases.filter { $0.lesions.contains { $0.kind == kind } }
      return Group(by: "kind", name: kind, own, ofLesions, bootstrap) { $0.kind == kind }
    }
    groups = [everything] + regions + kinds
  }
}

extension Evaluation.Group {
  fileprivate init(
    by: String, name: String, _ cases: [EvaluatedCase], _ figures: [EvaluationFigure], _ bootstrap: Bootstrap,
    takes: (EvaluatedLesion) -> Bool
  ) {
    let told = figures.map { figure in (figure, cases.map { figure.values($0, takes) }) }
      .filter { _, values in values.contains { !$0.isEmpty } }
    let intervals = bootstrap.intervals(count: cases.count) { sample in
      told.map { figure, values in
        var drawn: [Double] = []
        for i in sample { drawn += values[i] }
        return figure.combined(drawn)
      }
    }
    self.by = by
    self.name = name
    images = cases.count
    lesions = cases.reduce(0) { $0 + $1.lesions.count(where: takes) }
    rows = zip(told, intervals).compactMap { told, interval in
      let values = told.1.flatMap { $0 }
      guard let value = told.0.combined(values) else { return nil }
      return Evaluation.Row(figure: told.0.name, count: values.count, value: value, interval: interval)
    }
  }
}

/// The different texts in the order of their UTF-8 bytes.
private func inOrder(_ texts: [String]) -> [String] {
  Set(texts).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
