import ArgumentParser
import Cohort
import Reporting

/// The images that paths on the command line lead to.
struct MeasureInputs {
  private(set) var tasks: [ImageTask]
  let passThrough: [String]
  private let manifest: String?

  /// The images of `paths`: files, folders, patterns, or one manifest.
  init(_ paths: [String], allowsOutside: Bool, quiet: Bool) throws {
    manifest = paths.first { $0.lowercased().hasSuffix(".csv") }
    if let manifest {
      guard paths.count == 1 else {
        throw failure("\(manifest): a manifest stands alone: give either one manifest or images and folders", .usage)
      }
      (tasks, passThrough) = try Self.read(manifest, allowsOutside: allowsOutside)
    } else {
      tasks = try Self.search(paths, quiet: quiet)
      passThrough = []
    }
  }

  /// Gives masks to the only image.
  mutating func setMasks(bones: String?, lesions: String?, regionOfInterest: String?) throws {
    guard bones != nil || lesions != nil || regionOfInterest != nil else { return }
    guard manifest == nil else {
      throw failure("masks beside a manifest: name them in its columns bone_mask, lesion_mask and roi", .usage)
    }
    guard tasks.count == 1 else {
      throw failure("masks for \(tasks.count) images: give one image, or name the masks in a manifest", .usage)
    }
    tasks[0].boneMask = bones
    tasks[0].lesionMask = lesions
    tasks[0].regionOfInterest = regionOfInterest
  }

  static func read(_ path: String, allowsOutside: Bool) throws -> ([ImageTask], [String]) {
    let bytes: [UInt8]
    do { bytes = try readFile(path) } catch { throw failure(error.description, .noInput) }
    let folder = folderPart(path) ?? "."
    do {
      let manifest = try Manifest(parsing: bytes, folder: folder, allowsOutside: allowsOutside)
      return (manifest.tasks, manifest.passThrough)
    } catch {
      throw failure("\(path): \(error)", .badData)
    }
  }

  private static func search(_ paths: [String], quiet: Bool) throws -> [ImageTask] {
    let found: FoundImages
    do { found = try FoundImages(paths) } catch { throw failure(error.description, .noInput) }
    if found.skippedMasks > 0, !quiet {
      Console.note("\(found.skippedMasks) files named like masks (.lesions.png, .bones.png) were passed over")
    }
    return found.tasks
  }
}
