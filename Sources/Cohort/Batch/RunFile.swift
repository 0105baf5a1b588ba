import Glibc
public import Reporting

/// What run.json tells: everything about a run that may differ from one run to the next.
public struct RunFile: Sendable {
  private let started = wallClock()
  private let clock = ContinuousClock.now
  private let arguments: [String]

  /// Starts the clock of a run called with `arguments`.
  public init(arguments: [String]) { self.arguments = arguments }

  /// Writes run.json for a batch that ended with `summary`.
  public func write(_ summary: Batch.Summary, of batch: Batch, to output: OutputLayout) throws(OutputError) {
    let settings = batch.settings
    var members = head(settings.json, settings.digest)
    members += [
      .init("jobs", .integer(batch.options.jobs)),
      .init("shard", .optional(batch.options.shard?.description)), .init("complete", .flag(!summary.stopped)),
      .init("images", .integer(summary.total)), .init("measured", .integer(summary.measured)),
      .init("taken_over", .integer(summary.reused)), .init("failed", .integer(summary.failed)),
    ]
    try writeFile((JSONValue.object(members).indented + "\n").utf8, to: output.run)
  }

  /// run.json of shards that were joined; `runs` are their own.
  func json(of summary: Merge.Summary, plan: ShardPlan, runs: [JSONValue]) -> JSONValue {
    .object(
      head(plan.settings, plan.settingsDigest) + [
        .init("complete", .flag(true)), .init("images", .integer(summary.images)),
        .init("failed", .integer(summary.failed)), .init("shards", .list(runs)),
      ])
  }

  private func head(_ settings: JSONValue, _ digest: String) -> [JSONValue.Member] {
    let elapsed = clock.duration(to: .now)
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    return [
      .init("schema", .text("ossiquant.run/1")), .init("software_version", .text(Software.version)),
      .init("weights_sha256", .text(Software.weightsDigest)),
      .init("arguments", .list(arguments.map { .text($0) })), .init("settings", settings),
      .init("settings_hash", .text(digest)), .init("started", .text(started)), .init("finished", .text(wallClock())),
      .init("seconds", .decimal(seconds, places: 3)), .init("machine", machine()),
    ]
  }
}

/// The time now, UTC, as ISO 8601.
private func wallClock() -> String {
  var moment = timespec()
  guard unsafe clock_gettime(CLOCK_REALTIME, &moment) == 0 else { return "" }
  var now = moment.tv_sec
  var parts = unsafe tm()
  guard unsafe gmtime_r(&now, &parts) != nil else { return "" }
  func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
  return unsafe "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
}

private func machine() -> JSONValue {
  #if arch(x86_64)
  let architecture = "x86_64"
  #elseif arch(arm64)
  let architecture = "arm64"
  #else
  let architecture = "other"
  #endif
  return .object([
    .init("architecture", .text(architecture)), .init("cores", .integer(sysconf(Int32(_SC_NPROCESSORS_ONLN)))),
    .init("memory_bytes", .integer(sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)))),
  ])
}
