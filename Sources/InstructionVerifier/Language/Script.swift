import AdjudgeBase

/// The scripts that tell languages apart.
enum Script: Int, CaseIterable {
    case latin, greek, cyrillic, armenian, hebrew, arabic, devanagari, bengali, gurmukhi, gujarati, odia, tamil, telugu
    case kannada, malayalam, sinhala, thai, lao, tibetan, burmese, georgian, ethiopic, khmer, hangul, kana, han, other

    /// The script of a letter; nil for what is no letter. Blocks of Unicode, O(log of the blocks).
    static func of(_ scalar: UInt32) -> Script? {
        if scalar < 0x80 { return scalar.isASCIILetter ? .latin : nil }
        var (low, high) = (0, blocks.count)
        while low < high {
            let middle = (low + high) / 2
            if scalar > blocks[middle].last { low = middle + 1 } else { high = middle }
        }
        guard low < blocks.count, blocks[low].first <= scalar else { return nil }
        // Digits, signs and marks lie among the letters of their block.
        guard let properties = Unicode.Scalar(scalar)?.properties else { return nil }
        return properties.isAlphabetic ? blocks[low].script : nil
    }

    /// The language that a script alone names, where it does.
    var language: StaticString? {
        switch self {
        case .greek: "el"
        case .armenian: "hy"
        case .hebrew: "he"
        case .bengali: "bn"
        case .gurmukhi: "pa"
        case .gujarati: "gu"
        case .odia: "or"
        case .tamil: "ta"
        case .telugu: "te"
        case .kannada: "kn"
        case .malayalam: "ml"
        case .sinhala: "si"
        case .thai: "th"
        case .lao: "lo"
        case .tibetan: "bo"
        case .burmese: "my"
        case .georgian: "ka"
        case .ethiopic: "am"
        case .khmer: "km"
        case .hangul: "ko"
        case .kana: "ja"
        default: nil
        }
    }

    private static let blocks: [(first: UInt32, last: UInt32, script: Script)] = [
        (0xAA, 0x24F, .latin), (0x250, 0x2AF, .latin), (0x370, 0x3FF, .greek), (0x400, 0x52F, .cyrillic),
        (0x531, 0x58F, .armenian), (0x590, 0x5FF, .hebrew), (0x600, 0x6FF, .arabic), (0x750, 0x77F, .arabic),
        (0x8A0, 0x8FF, .arabic), (0x900, 0x97F, .devanagari), (0x980, 0x9FF, .bengali), (0xA00, 0xA7F, .gurmukhi),
        (0xA80, 0xAFF, .gujarati), (0xB00, 0xB7F, .odia), (0xB80, 0xBFF, .tamil), (0xC00, 0xC7F, .telugu),
        (0xC80, 0xCFF, .kannada), (0xD00, 0xD7F, .malayalam), (0xD80, 0xDFF, .sinhala), (0xE00, 0xE7F, .thai),
        (0xE80, 0xEFF, .lao), (0xF00, 0xFFF, .tibetan), (0x1000, 0x109F, .burmese), (0x10A0, 0x10FF, .georgian),
        (0x1100, 0x11FF, .hangul), (0x1200, 0x139F, .ethiopic), (0x13A0, 0x177F, .other), (0x1780, 0x17FF, .khmer),
        (0x1800, 0x1DFF, .other), (0x1E00, 0x1EFF, .latin), (0x1F00, 0x1FFF, .greek), (0x2C60, 0x2C7F, .latin),
        (0x2DE0, 0x2DFF, .cyrillic), (0x3005, 0x3007, .han), (0x3040, 0x30FF, .kana), (0x3105, 0x312F, .han),
        (0x3130, 0x318F, .hangul), (0x31F0, 0x31FF, .kana), (0x3400, 0x4DBF, .han), (0x4E00, 0x9FFF, .han),
        (0xA000, 0xA4CF, .other), (0xA640, 0xA69F, .cyrillic), (0xA720, 0xA7FF, .latin), (0xA8E0, 0xA8FF, .devanagari),
        (0xAC00, 0xD7FF, .hangul), (0xF900, 0xFAFF, .han), (0xFB1D, 0xFB4F, .hebrew), (0xFB50, 0xFDFF, .arabic),
        (0xFE70, 0xFEFC, .arabic), (0xFF21, 0xFF5A, .latin), (0xFF66, 0xFF9F, .kana), (0x20000, 0x323AF, .han),
    ]
}
