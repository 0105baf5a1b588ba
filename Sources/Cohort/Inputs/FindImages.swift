public import Reporting

/// Why there is nothing to measure.
public enum InputSearchError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A path leads nowhere, or to what is neither file nor folder.
  case input(InputError)
  /// A folder without images.
  case noImages(path: String)
  /// A pattern that nothing fits.
  case noMatch(pattern: String)

  /// What was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .input(let error): error.description
    case .noImages(let path):
      "\(path): no image found, expected files ending in .png, .jpg or .jpeg: give another folder or a manifest"
    case .noMatch(let pattern):
      "\(pattern): no image fits this pattern, expected files ending in .png, .jpg or .jpeg, or folders of them:"
        + " check the path and its spelling"
    }
  }
}

/// The images that files and folders hold.
public struct FoundImages: Sendable, Equatable {
  /// The images: the paths in their order, a folder's images sorted by their relative path.
  public var tasks: [ImageTask] = []
  /// Files named like masks (`NAME.lesions.png`, `NAME.bones.png`) that were passed over.
  public var skippedMasks = 0

  /// Finds the images that `paths` lead to.
  ///
  /// Folders are searched to the bottom; hidden files and folders, and folders that hold results, are passed over. What
  /// bears an image's name and is no ordinary file is found all the same, so that it has a row with the reason; so have
  /// images and folders whose names are no UTF-8. A path that leads nowhere and holds `*`, `?` or `[` is a pattern, as a
  /// shell understands it; ids of what fits begin after the folder in front of the first of these signs.
  public init(_ paths: [String]) throws(InputSearchError) {
    for path in paths {
      switch FileFacts(at: path)?.kind {
      case nil:
        guard let pattern = PathPattern(path) else { throw .input(InputError(unfound: path)) }
        var search = FolderSearch(root: pattern.root)
        for match in pattern.matches { search.take(match) }
        guard !search.found.isEmpty else { throw .noMatch(pattern: path) }
        skippedMasks += search.skippedMasks
        tasks += search.tasks
      case .special: throw .input(.notAFile(path: path))
      case .file: tasks.append(ImageTask(id: withoutExtension(lastComponent(path)), image: path, path: path))
      case .folder:
        var search = FolderSearch(root: path)
        search.visit("")
        guard !search.found.isEmpty else { throw .noImages(path: path) }
        skippedMasks += search.skippedMasks
        tasks += search.tasks
      }
    }
    tellApart()
  }

  /// Images of one name keep their extension in the id; where that is no help either, only the first is measured.
  private mutating func tellApart() {
    let counts = Dictionary(tasks.map { ($0.id, 1) }, uniquingKeysWith: +)
    for i in tasks.indices where counts[tasks[i].id, default: 0] > 1 {
      let name = lastComponent(tasks[i].image)
      tasks[i].id += name.dropFirst(withoutExtension(name).count)
    }
    var seen: Set<String> = []
    for i in tasks.indices {
      if let fault = faultOfID(tasks[i].id) { tasks[i].problem = "\(tasks[i].image): \(fault)" }
      if !seen.insert(tasks[i].id).inserted {
        tasks[i].problem =
          "\(tasks[i].image): another image has the id '\(tasks[i].id)' too:"
          + " measure the folders apart, or list the images in a manifest with a column 'id'"
      }
    }
  }
}

private struct FolderSearch {
  let root: String
  var found: [String] = []
  /// Those of ``found`` whose names are no UTF-8, so that nothing can be opened under them.
  private var inexact: Set<String> = []
  var skippedMasks = 0
  private var visited: Set<String> = []

  init(root: String) { self.root = root }

  var tasks: [ImageTask] {
    found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { relative in
      let id = pathComponents(withoutExtension(relative)).joined(separator: "__")
      var task = ImageTask(id: id, image: relative, path: root + "/" + relative)
      if inexact.contains(relative) {
        task.problem = "\(relative): the name is not UTF-8, and no table could tell it: rename the file or folder"
      }
      return task
    }
  }

  mutating func visit(_ relative: String) {
    let folder = relative.isEmpty ? root : root + "/" + relative
    // A link that leads back up would otherwise be followed for ever.
    guard let facts = FileFacts(at: folder), visited.insert(facts.identity).inserted else { return }
    guard let entries = entriesInFolder(folder), !holdsResults(entries.map(\.name)) else { return }
    for entry in entries where !isHidden(entry.name) {
      let path = relative.isEmpty ? entry.name : relative + "/" + entry.name
      if entry.isExact {
        take(path)
      } else if entry.isInexactFolder || isImage(entry.name) {
        found.append(path)
        inexact.insert(path)
      }
    }
  }

  /// Takes an image, or what a folder holds.
  mutating func take(_ path: String) {
    let name = lastComponent(path)
    let kind = FileFacts(at: root + "/" + path)?.kind
    if kind == .folder { return visit(path) }
    guard isImage(name), kind != nil || isDanglingLink(root + "/" + path) else { return }
    // Pipes, devices, sockets and links to nowhere have their rows too: reading refuses them, with the reason, unopened.
    if isMask(name) { skippedMasks += 1 } else { found.append(path) }
  }

  private func holdsResults(_ names: [String]) -> Bool { names.contains("run.json") || names.contains(".work") }

  private func isMask(_ name: String) -> Bool {
    let lower = name.lowercased()
    return lower.hasSuffix(".lesions.png") || lower.hasSuffix(".bones.png")
  }

  private func isImage(_ name: String) -> Bool {
    let lower = name.lowercased()
    return [".png", ".jpg", ".jpeg"].contains { lower.hasSuffix($0) }
  }
}
