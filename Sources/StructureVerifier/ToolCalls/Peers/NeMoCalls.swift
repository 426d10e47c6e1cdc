import AdjudgeBase
import AdjudgeFormats
import AdjudgeProse

/// NeMo-Gym's single_step_tool_use_with_argument_comparison.
///
/// Unsafe accepts: any text where a text is expected; true for 1; strings of two words and more by common words, which the
/// threshold 0 lets all match; calls too many without `parallel`.
struct NeMoCalls: PeerCallRule {
    enum Mode: Sendable { case strict, fractional, f1 }

    struct Settings: Sendable {
        var threshold = 0.1
        var floatThreshold = 1e-6
        var isParallel = false
        var allowsSubset = false
        var allowsSuperset = false
        var mode = Mode.strict

        init() {}

        init(_ node: DocumentNode) throws(DocumentError) {
            if let value = node.member("threshold") {
                threshold = try value.double()
                guard (0...0.5).contains(threshold) else {
                    throw value.mismatch(expected: "a number from 0 to 0.5: equal texts have 0.5")
                }
            }
            isParallel = try node.member("parallel")?.bool() ?? false
            allowsSubset = try node.member("allow_subset")?.bool() ?? false
            allowsSuperset = try node.member("allow_superset")?.bool() ?? false
            mode =
                try node.member("mode")?.choice(
                    "a mode", [("binary_strict", .strict), ("fractional", .fractional), ("f1", .f1)]) ?? .strict
        }
    }

    let settings: Settings

    init(_ settings: Settings) { self.settings = settings }

    func reward(
        _ expected: ExpectedTurn, _ wanted: [ToolCall], _ made: [ToolCall], _ input: CheckInput, _ scratch: Scratch
    ) -> Double? {
        if case .message = expected { return made.isEmpty && !input.answer.bytes.trimmed.isEmpty ? 1 : 0 }
        guard !wanted.isEmpty else { return nil }
        if made.isEmpty { return 0 }
        if wanted.count == 1, made.count == 1 { return matches(wanted[0], made[0], scratch) ? 1 : 0 }
        if settings.isParallel {
            if made.count < wanted.count, !settings.allowsSubset { return 0 }
            if made.count > wanted.count, !settings.allowsSuperset { return 0 }
        }
        guard let matched = CallMatching(wanted, made, scratch).most({ matches($0, $1, scratch) }) else { return .nan }
        if !settings.isParallel { return matched == wanted.count ? 1 : 0 }
        let required = settings.allowsSubset ? min(wanted.count, made.count) : wanted.count
        switch settings.mode {
        case .strict: return matched == required ? 1 : 0
        case .fractional: return Double(matched) / Double(required)
        case .f1: return 2 * Double(matched) / Double(wanted.count + made.count)
        }
    }

    private func matches(_ expected: ToolCall, _ actual: ToolCall, _ scratch: Scratch) -> Bool {
        expected.name == actual.name && matches(expected.arguments, actual.arguments, scratch)
    }

    /// `isinstance(actual, type(expected))`, then by that type.
    func matches(_ expected: JSONValue, _ actual: JSONValue, _ scratch: Scratch) -> Bool {
        scratch.spend(1)
        switch expected.kind {
        case .null: return actual.kind == .null
        case .bool: return actual.kind == .bool && expected.boolValue == actual.boolValue
        case .number:
            // The same digits are the same number; with an exponent Python may read an infinity, which differs from itself.
            if actual.kind == .number, expected.raw == actual.raw, expected.raw.isShortWithoutExponent { return true }
            if expected.isInteger {
                var comparison = JSONComparison(scratch: scratch)
                comparison.numbers = .python
                return (actual.isInteger || actual.kind == .bool) && comparison.equal(expected, actual)
            }
            guard actual.kind == .number, !actual.isInteger, let mine = Decimal(expected.raw),
                let other = Decimal(actual.raw)
            else { return false }
            return abs(mine.double - other.double) < settings.floatThreshold
        case .string: return actual.kind == .string && textsMatch(expected, actual, scratch)
        case .array:
            guard actual.kind == .array, actual.count == expected.count else { return false }
            var others = actual.elements
            for element in expected.elements {
                guard let other = others.next(), matches(element, other, scratch) else { return false }
            }
            return true
        case .object:
            guard actual.kind == .object, actual.count == expected.count else { return false }
            for (key, value) in expected.members {
                scratch.spend(actual.count)
                guard let other = actual.member(key.string(into: scratch.arena)!), matches(value, other, scratch) else {
                    return false
                }
            }
            return true
        }
    }

    /// The share of common words, which counts those of both texts, so that equal ones have a half.
    private func textsMatch(_ expected: JSONValue, _ actual: JSONValue, _ scratch: Scratch) -> Bool {
        let arena = scratch.arena
        let texts = (expected.string(into: arena)!, actual.string(into: arena)!)
        scratch.spend(texts.0.count + texts.1.count)
        if texts.0.isASCII, texts.1.isASCII, let common = texts.0.commonWords(with: texts.1) {
            if common.least < 2 { return texts.0 == texts.1 }
            return Double(common.both) / Double(common.all) >= settings.threshold
        }
        if texts.0.wordCount < 2 || texts.1.wordCount < 2 { return texts.0 == texts.1 }
        if texts.0 == texts.1 { return settings.threshold <= 0.5 }
        let mine = CodePoints(texts.0, arena).lowered(arena).words()
        let other = CodePoints(texts.1, arena).lowered(arena).words()
        var counts: [Key: Int] = [:]
        for word in mine { counts[Key(word.memory), default: 0] += 1 }
        var common = 0
        for word in other {
            let key = Key(word.memory)
            if let left = counts[key], left > 0 {
                counts[key] = left - 1
                common += 1
            }
        }
        return Double(common) / Double(mine.count + other.count) >= settings.threshold
    }
}

/// A word of a text.
private struct Word {
    var hash: UInt64 = 0
    var start = 0
    var end = 0
}

extension Bytes {
    /// The most words of a text that are compared with each other.
    private static let fewWords = 32

    /// How many words two texts of ASCII have in common, whatever their case, each as often as in both, how many both
    /// have together, and the lesser number; nil for texts of many words. O(text + words * words).
    fileprivate func commonWords(with other: Bytes) -> (both: Int, all: Int, least: Int)? {
        withUnsafeTemporaryAllocation(of: Word.self, capacity: 2 * Bytes.fewWords) {
            memory -> (both: Int, all: Int, least: Int)? in
            let (words, others) = (memory.baseAddress!, memory.baseAddress! + Bytes.fewWords)
            guard let count = readWords(into: words), let otherCount = other.readWords(into: others) else { return nil }
            var (left, both) = (UInt64(1) << UInt64(otherCount) &- 1, 0)
            for index in 0..<count {
                let word = words[index]
                var rest = left
                while rest != 0 {
                    let candidate = rest.trailingZeroBitCount
                    if word.hash == others[candidate].hash, isSame(word, others[candidate], of: other) {
                        left &= ~(1 << UInt64(candidate))
                        both += 1
                        break
                    }
                    rest &= rest - 1
                }
            }
            return (both, count + otherCount, Swift.min(count, otherCount))
        }
    }

    /// Writes the words; nil where there are more than ``fewWords``.
    private func readWords(into words: UnsafeMutablePointer<Word>) -> Int? {
        var (found, at) = (0, 0)
        while true {
            while at < count, start[at].isPythonSpace { at += 1 }
            guard at < count else { return found }
            guard found < Bytes.fewWords else { return nil }
            var word = Word(hash: 0x9E37_79B9_7F4A_7C15, start: at)
            while at < count, !start[at].isPythonSpace {
                word.hash = (word.hash ^ UInt64(start[at].lowered)) &* 0x0000_0100_0000_01B3
                at += 1
            }
            word.end = at
            (words + found).initialize(to: word)
            found += 1
        }
    }

    /// Equal hashes may be made on purpose, so that letters decide.
    private func isSame(_ word: Word, _ other: Word, of text: Bytes) -> Bool {
        guard word.end - word.start == other.end - other.start else { return false }
        for offset in 0..<word.end - word.start
        where self[word.start + offset].lowered != text[other.start + offset].lowered { return false }
        return true
    }
}

extension Bytes {
    /// Whether a number has so few digits and no exponent that it is finite whoever reads it.
    fileprivate var isShortWithoutExponent: Bool {
        count <= 15 && (0..<count).allSatisfy { start[$0] | 0x20 != UInt8(ascii: "e") }
    }
}

extension UInt8 {
    fileprivate var lowered: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
    fileprivate var isPythonSpace: Bool { self == 0x20 || self &- 0x09 < 5 || self &- 0x1C < 4 }
}

extension CodePoints {
    /// The bytes of its code points in memory, for tables and comparisons.
    var memory: Bytes { Bytes(start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: 4 * count) }
}
