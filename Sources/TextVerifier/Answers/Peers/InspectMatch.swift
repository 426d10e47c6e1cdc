import AdjudgeBase
import AdjudgeProse
import Glibc

/// Inspect's `match`: text at a place of the response, or a number by five significant digits.
struct InspectMatch {
    let input: PeerAnswer.Input

    func matches(_ value: CodePoints, _ target: CodePoints) -> Bool {
        let arena = input.arena
        var (value, target) = (value.stripped, target.stripped)
        if input.options.ignoresCase { (value, target) = (value.caseFolded(arena), target.caseFolded(arena)) }
        if input.options.isNumeric {
            target = withoutNumberMarks(target)
            if number(target) != nil { return matchesNumber(withoutNumberMarks(value), target) }
        }
        // A number that is no number is compared as text, with its marks.
        if !input.options.isNumeric || number(target) == nil {
            value = value.trimmed(isMark)
            target = target.trimmed(isMark)
        }
        switch input.options.location {
        case .begin: return value.commonPrefix(target) == target.count
        case .end: return value.commonSuffix(target) == target.count
        case .exact: return value == target
        case .any: return value.contains(target, arena)
        }
    }

    private func isMark(_ codePoint: UInt32) -> Bool {
        CodePoints.isPunctuation(codePoint) || codePoint == 0x20 || codePoint >= 0x09 && codePoint <= 0x0D
    }

    private func matchesNumber(_ value: CodePoints, _ target: CodePoints) -> Bool {
        let wanted = written(number(target)!)
        let words = value.words()
        switch input.options.location {
        case .begin: return words.lazy.compactMap { number($0) }.first.map { written($0) == wanted } ?? false
        case .end: return words.reversed().lazy.compactMap { number($0) }.first.map { written($0) == wanted } ?? false
        case .any: return words.contains { number($0).map { written($0) == wanted } ?? false }
        case .exact: return number(value, trims: false).map { written($0) == wanted } ?? false
        }
    }

    /// Without currency signs, commas, emphasis, and full stops that are no decimal points.
    private func withoutNumberMarks(_ text: CodePoints) -> CodePoints {
        func isFormat(_ codePoint: UInt32) -> Bool {
            switch codePoint {
            case 0x24, 0x2C, 0xA3, 0x20AC, 0x2A, 0x5F: true
            default: false
            }
        }
        // A backslash before such a sign goes with it.
        let memory = input.arena.array(of: UInt32.self, text.count)
        var count = 0
        for index in 0..<text.count {
            if isFormat(text[index]) { continue }
            if text[index] == 0x5C, index + 1 < text.count, isFormat(text[index + 1]) { continue }
            memory[count] = text[index]
            count += 1
        }
        let plain = CodePoints(start: memory, count: count)
        let kept = input.arena.array(of: UInt32.self, count)
        var written = 0
        for index in 0..<count {
            if plain[index] == 0x2E {
                let next = index + 1 < count ? Unicode.Scalar(plain[index + 1]) : nil
                guard let next, next.properties.numericType == .decimal else { continue }
            }
            kept[written] = plain[index]
            written += 1
        }
        return CodePoints(start: kept, count: written)
    }

    private func number(_ word: CodePoints, trims: Bool = true) -> Double? {
        let word = trims ? word.trimmed { InspectMatch.marks.contains($0) } : word
        let value = PythonFloat.parse(word) ?? UnicodeNumber.parse(word)
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    private static let marks = Set("!?:;()[]{}'\"`".unicodeScalars.map(\.value))

    /// `format(number, ".5g")`
    private func written(_ number: Double) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 40) { buffer in
            _ = withVaList([number]) { vsnprintf(buffer.baseAddress!, buffer.count, "%.5g", $0) }
            return String(cString: buffer.baseAddress!)
        }
    }
}
