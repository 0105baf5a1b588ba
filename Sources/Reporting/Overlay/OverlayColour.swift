/// The colours of an overlay: those of Okabe and Ito (2008), which colour-blind readers tell apart, on black.
struct OverlayColour: Sendable, Equatable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  static let bone = OverlayColour(red: 0x56, green: 0xB4, blue: 0xE9)
  static let lesion = OverlayColour(red: 0xE6, green: 0x9F, blue: 0x00)
  static let rim = OverlayColour(red: 0xF0, green: 0xE4, blue: 0x42)
  static let cleft = OverlayColour(red: 0x00, green: 0xC0, blue: 0x8E)
  static let gap = OverlayColour(red: 0xE0, green: 0x8F, blue: 0xBF)
  static let text = OverlayColour(red: 0xF2, green: 0xF2, blue: 0xF2)
  static let quiet = OverlayColour(red: 0xA8, green: 0xA8, blue: 0xA8)
  static let black = OverlayColour(red: 0, green: 0, blue: 0)
}
