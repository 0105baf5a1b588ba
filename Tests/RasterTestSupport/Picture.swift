public import Raster

extension Mask {
  /// Reads a mask drawn in characters: `#` is inside, anything else is outside; lines are rows.
  public init(drawn picture: String) {
    let rows = picture.split(separator: "\n").map(Array.init)
    let width = rows.map(\.count).max() ?? 0
    var bytes: [UInt8] = []
    for row in rows { bytes += (0..<width).map { $0 < row.count && row[$0] == "#" ? 1 : 0 } }
    self.init(width: width, height: rows.count, bytes: bytes)
  }

  /// The mask drawn in characters, `#` inside and `.` outside.
  public var picture: String {
    (0..<height).map { y in (0..<width).map { x in self[x, y] ? "#" : "." }.joined() }.joined(separator: "\n")
  }

  /// A seeded mask in which a share `density` of the pixels is inside.
  public static func random(width: Int, height: Int, density: Double, seed: UInt64) -> Mask {
    var generator = SplitMix64(seed: seed)
    let bytes = (0..<width * height).map { _ in Double.random(in: 0..<1, using: &generator) < density ? UInt8(1) : 0 }
    return Mask(width: width, height: height, bytes: bytes)
  }
}
