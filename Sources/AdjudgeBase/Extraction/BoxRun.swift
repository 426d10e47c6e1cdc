/// Boxes that share a sentence: `\\boxed{1}` and `\\boxed{2}`.
public enum BoxRun {
    /// More bytes than this between two boxes are not one sentence's.
    private static let maxGap = 70
    /// More words than this between two boxes say something of their own.
    private static let maxWords = 5
    /// More boxes than this are not looked at.
    private static let maxBoxes = 32

    /// The contents of the boxes of a response that share their sentence with the one that holds `answer`, in order,
    /// `answer` last; nil when it is alone, or does not stand in a box of the response. O(gaps).
    public static func contents(of answer: Bytes, in response: Bytes) -> [Bytes]? {
        guard let place = AnswerPlace(of: answer, in: response) else { return nil }
        return run(before: place) { gap, _ in isOneSentence(gap) }
    }

    /// The boxes that say one thing or another, the one that holds `answer` last: with a word of choice between them, or
    /// side by side on a line with nothing but separators. Nil where the text says more, or corrects itself. O(gaps).
    public static func alternatives(of answer: Bytes, in response: Bytes) -> [Bytes]? {
        AnswerPlace(of: answer, in: response).flatMap(alternatives)
    }

    /// The same of an answer whose place is known.
    public static func alternatives(at place: AnswerPlace) -> [Bytes]? {
        run(before: place) { gap, isFirst in
            guard isOneSentence(gap) || beginsWithChoice(gap), !holdsWord(of: corrections, gap) else { return false }
            return holdsWord(of: choices, gap) || holdsSignOfChoice(gap) || isSeparator(gap)
                || !isFirst && words(in: gap) == 0
        }
    }

    /// What the boxes hold that lead to an answer's, each parted from the next as `joins` says of the text between them
    /// and of whether it is the gap right before the answer's; the answer last. Nil where there is none.
    @inline(__always)
    private static func run(before place: AnswerPlace, _ joins: (Bytes, Bool) -> Bool) -> [Bytes]? {
        guard var (box, _) = place.box else { return nil }
        // From the last: nearly every answer stands alone, and needs no list.
        var contents: [Bytes] = []
        while contents.count + 1 < maxBoxes, let earlier = boxBefore(box, in: place.response),
            let content = earlier.content, earlier.end <= box.start,
            joins(place.response[earlier.end..<box.start], contents.isEmpty)
        {
            contents.append(content.trimmed)
            box = earlier
        }
        return contents.isEmpty ? nil : contents.reversed() + [place.answer]
    }

    /// The box before another, where it may end within ``maxGap`` of it: most responses have none, and are not searched.
    private static func boxBefore(_ box: Box, in response: Bytes) -> Box? {
        let from = max(0, box.start - maxGap - 1)
        let reach = response[from..<box.start]
        if reach.findLast(Bytes("}")) != nil { return Box.last(in: response, before: box.start) }
        // A box without braces ends with its formula or its line.
        guard reach.findLast(in: lineEnds) != nil else { return nil }
        let line = response[0..<from].findLast(Bytes("\n")) ?? 0
        return Box.last(in: response, from: line, before: box.start)
    }

    private static let lineEnds = ByteSet("$\n")

    private static let choices: [StaticString] = [
        "or", "either", "maybe", "perhaps", "possibly", "alternatively", "otherwise", "else", "unless", "vs", "versus",
        "ou", "oder", "o", "или", "或", "或者", "もしくは", "または",
    ]
    private static let corrections: [StaticString] = [
        "no", "wait", "actually", "rather", "instead", "not", "correct", "corrected", "correction", "sorry", "hmm",
        "better", "precisely", "equivalently", "equals", "simplified", "simply",
    ]

    /// `\lor`, `\vee` and `|` between formulas.
    private static func holdsSignOfChoice(_ gap: Bytes) -> Bool {
        holdsWord(of: ["lor", "vee"], gap) || words(in: gap) == 0 && gap.find(Bytes("|")) != nil
    }

    /// A sentence of its own that begins with a word of choice: "\boxed{4}. Or maybe \boxed{5}."
    private static func beginsWithChoice(_ gap: Bytes) -> Bool {
        guard gap.count <= maxGap, let stop = gap.find(Bytes(". ")) else { return false }
        let rest = gap.suffix(from: stop + 2)
        let first = rest[0..<((0..<rest.count).first { !isWordByte(rest[$0]) } ?? rest.count)]
        return choices.contains { isSame(first, Bytes($0)) } && words(in: rest) < maxWords
    }

    /// True for what only sets boxes of one line apart: commas, `and`, spaces, the signs of formulas.
    private static func isSeparator(_ gap: Bytes) -> Bool {
        var at = 0
        while at < gap.count {
            switch gap[at] {
            case 0x20, 0x09, UInt8(ascii: "$"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "/"),
                UInt8(ascii: "&"), UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: "{"), UInt8(ascii: "}"):
                at += 1
            case UInt8(ascii: "\\"):
                let rest = gap.suffix(from: at + 1)
                if let command = spaces.first(where: { rest.hasPrefix($0) }) {
                    at += 1 + command.utf8CodeUnitCount
                } else if !rest.isEmpty, !isWordByte(rest[0]) {
                    at += 2
                } else {
                    return false
                }
            case _ where gap.suffix(from: at).hasPrefix("and") && !isWordByte(at + 3 < gap.count ? gap[at + 3] : 0x20):
                at += 3
            default: return false
            }
        }
        return true
    }

    private static let spaces: [StaticString] = ["quad", "qquad", "text", "mbox", "textrm"]

    private static func holdsWord(of list: [StaticString], _ gap: Bytes) -> Bool {
        var start = 0
        while start < gap.count {
            while start < gap.count, !isWordByte(gap[start]) { start += 1 }
            var end = start
            while end < gap.count, isWordByte(gap[end]) { end += 1 }
            let word = gap[start..<end]
            if !word.isEmpty, list.contains(where: { isSame(word, Bytes($0)) }) { return true }
            start = end
        }
        return false
    }

    private static func isSame(_ word: Bytes, _ known: Bytes) -> Bool {
        word.count == known.count
            && (0..<word.count).allSatisfy { word[$0] == known[$0] || word[$0] < 0x80 && word[$0] | 0x20 == known[$0] }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool { byte.isASCIILetter || byte >= 0x80 }

    /// True when nothing between two boxes ends a sentence or a paragraph.
    private static func isOneSentence(_ gap: Bytes) -> Bool {
        guard gap.count <= maxGap else { return false }
        for index in 0..<gap.count {
            let next = index + 1 < gap.count ? gap[index + 1] : 0x20
            if gap[index] == UInt8(ascii: "."), next <= 0x20 { return false }
            if gap[index] == 0x0A, next == 0x0A { return false }
        }
        return words(in: gap) <= maxWords
    }

    private static func words(in gap: Bytes) -> Int {
        var words = 0
        for index in 0..<gap.count where gap[index].isASCIILetter {
            let before = index > 0 ? gap[index - 1] : 0x20
            if before == UInt8(ascii: " ") || before == UInt8(ascii: "{") { words += 1 }
        }
        return words
    }
}
