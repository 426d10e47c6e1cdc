/// The labels of international names of hosts (RFC 5891, 5892), as far as properties of single characters and the
/// contextual rules decide; the tables of IDNA 2008's derived properties are approximated by general categories.
enum InternationalLabel {
    /// Whether a label is one that a name may have.
    static func isValid(_ label: [Unicode.Scalar]) -> Bool {
        guard let first = label.first, first != "-", label.last != "-" else { return false }
        if label.count >= 4, label[2] == "-", label[3] == "-" { return false }
        switch first.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return false
        default: break
        }
        let isArabic = label.contains { (0x660...0x669).contains($0.value) }
        let isExtended = label.contains { (0x6F0...0x6F9).contains($0.value) }
        if isArabic, isExtended { return false }
        for (index, scalar) in label.enumerated() {
            guard isAllowed(scalar, at: index, in: label) else { return false }
        }
        return true
    }

    /// Whether the labels of a name keep the rules for two directions (RFC 5893), as far as Hebrew, Arabic and their
    /// digits make them: where any label runs from right to left, none begins with a digit, and none mixes.
    static func areDirected(_ labels: [[Unicode.Scalar]]) -> Bool {
        func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
            (0x590...0x8FF).contains(scalar.value) && scalar.properties.numericType == nil
                || (0xFB1D...0xFDFF).contains(scalar.value) || (0xFE70...0xFEFF).contains(scalar.value)
        }
        guard labels.contains(where: { $0.contains(where: isRightToLeft) }) else { return true }
        return labels.allSatisfy { label in
            guard let first = label.first, first.properties.numericType == nil else { return false }
            guard label.contains(where: isRightToLeft) else { return true }
            let hasLatin = label.contains { $0.isASCII && $0.properties.isAlphabetic }
            let hasDigits = label.contains { $0.isASCII && $0.properties.numericType != nil }
            return !hasLatin && !(hasDigits && label.contains { (0x660...0x669).contains($0.value) })
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar, at index: Int, in label: [Unicode.Scalar]) -> Bool {
        let before = index > 0 ? label[index - 1] : nil
        let behind = index + 1 < label.count ? label[index + 1] : nil
        switch scalar.value {
        case 0x2D: return true
        case 0xB7: return before == "l" && behind == "l"
        case 0x375:
            return behind.map { (0x370...0x3FF).contains($0.value) || (0x1F00...0x1FFF).contains($0.value) } ?? false
        case 0x5F3, 0x5F4: return before.map { (0x590...0x5FF).contains($0.value) } ?? false
        case 0x30FB:
            return label.contains {
                (0x3040...0x309F).contains($0.value) || (0x30A0...0x30FF).contains($0.value) && $0.value != 0x30FB
                    || (0x3400...0x9FFF).contains($0.value)
            }
        case 0x200D: return before?.properties.canonicalCombiningClass == .virama
        case 0x200C: return before?.properties.canonicalCombiningClass == .virama || isJoined(index, in: label)
        case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007: return true
        case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: return false
        default: break
        }
        if scalar.isASCII { return scalar.value.isASCIIAlphanumeric }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark, .decimalNumber: return true
        default: return false
        }
    }

    /// A non-joiner between letters that would join; only that there are some is looked at.
    private static func isJoined(_ index: Int, in label: [Unicode.Scalar]) -> Bool {
        index > 0 && index + 1 < label.count && (0x620...0x8FF).contains(label[index - 1].value)
            && (0x620...0x8FF).contains(label[index + 1].value)
    }
}
