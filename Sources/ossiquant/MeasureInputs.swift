import ArgumentParser
import Cohort
import Reporting

/// The images that the arguments of `measure` lead to.
struct MeasureInputs {
  let tasks: [ImageTask]
  let passThrough: [String]

  init(_ command: MeasureCommand) throws {
    let manifests = command.paths.filter { $0.lowercased().hasSuffix(".csv") }
    if let manifest = manifests.first {
      guard command.paths.count == 1 else {
        throw failure("\(manifest): a manifest stands alone: give either one manifest or images and folders", .usage)
      }
      guard command.boneMask == nil, command.lesionMask == nil, command.roi == nil else {
        throw failure("masks beside a manifest: name them in its columns bone_mask, lesion_mask and roi", .usage)
      }
      (tasks, passThrough) = try Self.read(manifest, allowsOutside: command.allowOutside)
    } else {
      tasks = try Self.search(command)
      passThrough = []
    }
  }

  private static func read(_ path: String, allowsOutside: Bool) throws -> ([ImageTask], [String]) {
    let bytes: [UInt8]
    do { bytes = try readFile(path) } catch { throw failure(error.description, .noInput) }
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    do {
      let manifest = try Manifest(parsing: bytes, folder: folder, allowsOutside: allowsOutside)
      return (manifest.tasks, manifest.passThrough)
    } catch {
      throw failure("\(path): \(error)", .badData)
    }
  }

  private static func search(_ command: MeasureCommand) throws -> [ImageTask] {
    let found: FoundImages
    do { found = try FoundImages(command.paths) } catch { throw failure(error.description, .noInput) }
    if found.skippedMasks > 0, !command.quiet {
      Console.note("\(found.skippedMasks) files named like masks (.lesions.png, .bones.png) were passed over")
    }
    var tasks = found.tasks
    guard command.boneMask != nil || command.lesionMask != nil || command.roi != nil else { return tasks }
    guard tasks.count == 1 else {
      throw failure("masks for \(tasks.count) images: give one image, or name the masks in a manifest", .usage)
    }
    tasks[0].boneMask = command.boneMask
    tasks[0].lesionMask = command.lesionMask
    tasks[0].regionOfInterest = command.roi
    return tasks
  }
}
