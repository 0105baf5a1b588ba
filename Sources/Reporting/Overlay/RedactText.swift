public import Mineralisation
public import Raster
import RasterKernels

/// The radiograph with the text blanked that the field step found, for pictures that leave the house.
///
/// Shapes of letters must not shine through: every connected piece of text gives way to the rectangle around it, 2 mm
/// larger on every side; a piece of more than 60 mm (a frame, a ruler with its numbers) to squares of 5 mm wherever it
/// or its 2 mm lie. What is blanked takes the value of black. Text that the field step missed stays.
///
/// - Parameters:
///   - radiograph: the radiograph that was analysed.
///   - field: what the field step found on it.
///   - workingScale: the millimetres per pixel that it was found with, which count where there is no spacing.
public func withoutText(_ radiograph: Radiograph, _ field: Field, workingScale: Double) -> Radiograph {
  let spacing = radiograph.measuringSpacing
  let blanked = textCover(field, pitch: (spacing?.x ?? workingScale, spacing?.y ?? workingScale))
  guard !blanked.isEmpty else { return radiograph }
  let black = field.polarity == .boneDark ? UInt16(truncatingIfNeeded: 1 << radiograph.bitDepth - 1) : 0
  var samples = radiograph.samples
  for box in blanked {
    for y in box.y..<box.endY { for x in box.x..<box.endX { samples[x, y] = black } }
  }
  return Radiograph(
    samples: samples, bitDepth: radiograph.bitDepth, statedPolarity: radiograph.statedPolarity,
    spacing: radiograph.spacing, magnification: radiograph.magnification)
}

/// The rectangles that hide the text of `field`.
///
/// - Parameter pitch: millimetres per pixel, along rows and along columns.
func textCover(_ field: Field, pitch: (x: Double, y: Double)) -> [PixelBox] {
  let text = field.mask(of: .letters)
  guard text.boundingBox != nil else { return [] }
  let pieces = labelComponents(of: text)
  let margin = (x: max(2, Int(2 / pitch.x)), y: max(2, Int(2 / pitch.y)))
  let whole = PixelBox(width: text.width, height: text.height)
  var boxes: [PixelBox] = []
  var large: [Int: PixelBox] = [:]
  for (index, found) in pieces.boundingBoxes.enumerated() {
    guard let box = found else { continue }
    let grown = box.grown(margin.x, margin.y, within: text.width, text.height)
    if Double(box.width) * pitch.x <= 60, Double(box.height) * pitch.y <= 60 {
      boxes.append(grown)
    } else {
      large[index + 1] = grown
    }
  }
  let side = (x: max(1, Int(5 / pitch.x)), y: max(1, Int(5 / pitch.y)))
  for (label, box) in large.sorted(by: { $0.key < $1.key }) {
    for y in stride(from: box.y, to: box.endY, by: side.y) {
      for x in stride(from: box.x, to: box.endX, by: side.x) {
        let square = PixelBox(x: x, y: y, width: side.x, height: side.y).intersection(whole)
        let near = square.grown(margin.x, margin.y, within: text.width, text.height)
        if pieces.holds(label, in: near) { boxes.append(square) }
      }
    }
  }
  return boxes
}

extension LabelMap {
  /// Whether some pixel in `box` bears `label`.
  fileprivate func holds(_ label: Int, in box: PixelBox) -> Bool { !mask(of: label, in: box).isEmpty }
}
