import Raster

extension Letter {
  /// 1 where the letter's lead lies: five by seven cells.
  func lead(in frame: Frame) -> Plane<Float> {
    var plane = Plane<Float>(width: frame.width, height: frame.height, repeating: 0)
    let cell = height / 7
    for (row, line) in Letter.shape(of: character).enumerated() {
      for (column, mark) in line.enumerated() where mark == "#" {
        let left = x + Double(column) * cell
        let top = y + Double(row) * cell
        for pixelY in frame.rows(top, top + cell) where frame.y(pixelY) >= top && frame.y(pixelY) < top + cell {
          for pixelX in frame.columns(left, left + cell)
          where frame.x(pixelX) >= left && frame.x(pixelX) < left + cell {
            plane[pixelX, pixelY] = 1
          }
        }
      }
    }
    return plane
  }

  private static func shape(of character: Character) -> [String] {
    switch character {
    case "R": ["####.", "#...#", "#...#", "####.", "#.#..", "#..#.", "#...#"]
    default: ["#....", "#....", "#....", "#....", "#....", "#....", "#####"]
    }
  }
}
