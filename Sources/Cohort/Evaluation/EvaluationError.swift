public import Reporting

/// Why results cannot be evaluated against truth.
public enum EvaluationError: Error, Sendable, Equatable {
  /// There is no folder at this path.
  case noFolder(String)
  /// The folder of truth holds neither NAME.truth.json nor NAME.lesions.png.
  case noTruth(folder: String)
  /// The folder of results holds no images.csv.
  case noResults(folder: String)
  /// A file of truth cannot be used; `fault` says why.
  case badTruth(path: String, fault: String)
  /// A table of the results cannot be read.
  case table(TableError)
}

extension EvaluationError: CustomStringConvertible {
  /// What was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .noFolder(let path): "\(path): no such folder: check the path and its spelling"
    case .noTruth(let folder):
      "\(folder): holds neither NAME.truth.json nor NAME.lesions.png: give a folder of truth or of masks"
    case .noResults(let folder):
      "\(folder): holds no images.csv: give the folder that `ossiquant measure --out` wrote"
    case .badTruth(let path, let fault): "\(path): \(fault)"
    case .table(let error): error.description
    }
  }

  /// Whether nothing is there to be read.
  public var isMissingInput: Bool {
    switch self {
    case .noFolder, .noTruth, .noResults: true
    default: false
    }
  }
}
