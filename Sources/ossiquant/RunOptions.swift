import ArgumentParser
import Glibc

/// How a command that measures runs: where results go, how many images at a time, what becomes of earlier results.
struct RunOptions: ParsableArguments {
  @Option(help: "Folder to write results into.")
  var out: String?

  @Option(help: "Images in work at one time (default: the processor's cores).")
  var jobs: Int?

  @Flag(help: "Take over the images that an earlier run into the same folder measured.")
  var resume = false

  @Flag(help: "Replace the results in the folder.")
  var force = false

  @Flag(help: "Let a manifest name files outside its own folder.")
  var allowOutside = false

  @Flag(help: "Print nothing but failures.")
  var quiet = false

  /// Images in work at one time.
  var workers: Int { jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  func validate() throws {
    try jobs.map(checkJobs)
    if out == "" { throw ValidationError("--out is empty, expected the path of a folder.") }
    if resume, out == nil { throw ValidationError("--resume needs the folder of the earlier run: give it with --out.") }
    if resume, force { throw ValidationError("--resume and --force exclude each other: choose one.") }
  }
}

/// Refuses a `--jobs` that is no sensible number of images in work at one time.
func checkJobs(_ jobs: Int) throws {
  let allowed = 1...1024
  guard allowed.contains(jobs) else {
    throw ValidationError("--jobs is \(jobs), expected a number from \(allowed.lowerBound) to \(allowed.upperBound).")
  }
}
