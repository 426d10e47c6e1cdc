import AdjudgeBase

extension UInt8 {
    /// Whether a letter beside this byte is a part of a word: letters, digits, the underscore, and every byte of other
    /// scripts.
    var continuesWord: Bool { isASCIIAlphanumeric || self == 0x5F || self >= 0x80 }
}
