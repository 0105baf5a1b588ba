import Foundation
import Reporting
import ReportingTestSupport
import Testing

/// One batch in several parts: `--shard`, `merge`, and the scripts for Slurm.
@Suite struct ShardTests {
  private let tool: Tool
  private let films: Films

  init() throws {
    tool = try Tool()
    films = try Films(4)
  }

  @Test func shardsAreMeasuredAndJoined() throws {
    #expect(try tool.run(films.arguments("whole", overlays: true)).status == 0)
    for index in 1...2 {
      #expect(try tool.run(films.arguments("s\(index)", "--shard", "\(index)/2", overlays: true)).status == 0)
    }
    let merged = try tool.run([
      "merge", films.folder.path("s2"), films.folder.path("s1"), "--out", films.folder.path("joined"),
    ])
    #expect(merged.status == 0, "\(merged.errors)")
    #expect(merged.errors.contains("2 shards, 4 images, 4 measured\n"))
    #expect(films.results("joined") == films.results("whole"))
    let shard = try tool.run(films.arguments("s1", "--shard", "2/2", "--resume", overlays: true))
    #expect(shard.status == 73 && shard.errors.contains("holds the results of shard 1/2"), "\(shard.errors)")
  }

  @Test func statusesTellWhatWentWrong() throws {
    #expect(try tool.run(films.arguments("s1", "--shard", "1/2")).status == 0)
    #expect(try tool.run(films.arguments("done", "--shard", "1/1")).status == 0)
    let out = films.folder.path("joined")
    let one = films.folder.path("s1")
    let cases: [([String], Int32, String)] = [
      (["measure", films.path, "--shard", "3/2"], 64, "expected I/N with I from 1 to N"),
      (["measure", films.path, "--shard", "1/2", "--perturb", "2"], 64, "exclude each other"),
      (["merge", one, "--out", out], 65, "a shard is missing: 2/2"),
      (["merge", one, one, "--out", out], 65, "is shard 1/2, and so is"),
      (["merge", films.path, "--out", out], 66, "no shard.json that can be used"),
      (["merge", one, "--out", one], 64, "is a shard and the folder to write into"),
      (["merge", one, "--out", films.folder.path("done")], 73, "holds results already"),
      (["merge", films.folder.path("done"), "--out", "/dev/null/x"], 73, "cannot be created"),
      (["merge", "--out", out], 64, "Missing expected argument"),
    ]
    for (arguments, status, message) in cases {
      let result = try tool.run(arguments)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(message), "\(arguments): \(result.errors)")
    }
  }

  /// Somebody else's shard writes into the joined results' folders alone, whatever its lists say.
  @Test func aMadeUpShardIsRefused() throws {
    #expect(try tool.run(films.arguments("s1", "--shard", "1/1")).status == 0)
    let plan = films.folder.text("s1/shard.json")
    let endless = plan.replacing("\"images\": 4", with: "\"images\": 9223372036854775807")
    let outside = plan.replacing("\"film-0\"", with: "\"../../evil\"")
    let record = films.folder.text("s1/.work/film-0.json").replacing("\"film-0\"", with: "\"../../evil\"")
    try films.folder.write(record, to: "evil.json")
    for (i, changed) in [endless, outside].enumerated() {
      #expect(changed != plan)
      try films.folder.write(changed, to: "s1/shard.json")
      let cost = try tool.cost(
        ["merge", films.folder.path("s1"), "--out", films.folder.path("joined/deep")], scratch: films.folder.path("log")
      )
      #expect(cost.status == 66 && cost.text.contains("no shard.json that can be used"), "\(i): \(cost.text)")
    }
    #expect(films.folder.files(below: "joined").isEmpty)
  }

  /// The scripts with a stand-in for `sbatch` that runs every task at once and tells what it was given.
  @Test func theSlurmScriptsGiveTheBytesOfOneRun() throws {
    let scripts = try #require(inRepository("Integrations/slurm"))
    for name in ["submit", "measure.sbatch", "merge.sbatch"] {
      let checked = try tool.runShell("bash -n \"$1\"", [scripts + "/" + name])
      #expect(checked.status == 0, "\(name): \(checked.errors)")
    }
    try films.folder.write(
      """
      #!/usr/bin/env bash
      tasks=""
      while [[ $1 == --* ]]; do
        echo "sbatch $1" >&2
        [[ $1 == --array=1-* ]] && tasks=${1#--array=1-}
        shift
      done
      if [[ -n $tasks ]]; then
        for ((i = 1; i <= tasks; i++)); do SLURM_ARRAY_TASK_ID=$i SLURM_CPUS_PER_TASK=2 bash "$@" >&2; done
      else
        bash "$@" >&2
      fi
      echo "4711;cluster"

      """, to: "bin/sbatch")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: films.folder.path("bin/sbatch"))
    let submitted = try tool.runShell(
      "PATH=\"$1:$PATH\" OSSIQUANT=\"$0\" \"$2/submit\" 3 \"$3\" \"$4\" --spacing 0.2 --no-overlays",
      [films.folder.path("bin"), scripts, films.path, films.folder.path("slurm")])
    #expect(submitted.status == 0, "\(submitted.errors)")
    #expect(submitted.errors.contains("sbatch --array=1-3"))
    #expect(submitted.errors.contains("sbatch --dependency=afterany:4711\n"))
    #expect(try tool.run(films.arguments("whole")).status == 0)
    #expect(films.results("slurm/results") == films.results("whole"))
    let lonely = try tool.runShell("bash \"$1/measure.sbatch\" 3 a b", [scripts])
    #expect(lonely.status != 0 && lonely.errors.contains("SLURM_ARRAY_TASK_ID"))
  }
}
