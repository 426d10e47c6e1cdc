import CaseFiles
import MathVerifier

/// How texts are torn: by number, so that a process that starts where another died makes the same ones.
struct Tearing {
    private enum Piece {
        case response(row: Int, end: Int)
        case reference(row: Int, end: Int)
        case splice(seed: Int)
    }

    private let rows: [Pair]
    private let cuts: [Piece]
    private let splices: Int
    private let commands: [[UInt8]]

    /// Every cut of `rows`, then `splices` splices of them with every command in turn.
    init(_ rows: [Pair], splices: Int) {
        self.rows = rows
        self.splices = rows.isEmpty ? 0 : splices
        commands = (MathNames.commands + MathNames.words + Tearing.openers).map { Array($0.utf8) }
        var cuts: [Piece] = []
        var seen: Set<Int> = []
        for (index, row) in rows.enumerated() {
            for end in Tearing.ends(of: row.response, seed: index)
            where seen.insert(Tearing.hash(row.response, end, row.reference)).inserted {
                cuts.append(.response(row: index, end: end))
            }
            for end in Tearing.ends(of: row.reference, seed: index)
            where seen.insert(Tearing.hash(row.reference, end, row.response)).inserted {
                cuts.append(.reference(row: index, end: end))
            }
        }
        self.cuts = cuts
    }

    /// What begins something that must end, beside commands.
    private static let openers = [
        "{", "}", "[", "(", "|", "$", "$$", "\\(", "\\[", "```", "```python\n", "~~~", "<answer>", "</answer>",
        "<think>",
        "</think>", "<|im_end|>", "<", "\\boxed", "\\boxed{", "\\fbox{", "\\begin{", "\\end{", "\\begin{array}{",
        "\\begin{cases}", "####", "#### ", "answer:", "Final Answer: The final answer is", "the answer is", "答案是", "ℝ",
        "√",
        "½", "²", "①", "−", "\u{202E}", "\u{301}", "^", "_", "^{", "_{", "\\frac{", "\\text{ ", "\\sqrt[", "&", "\\\\",
        "\t", "\r", "0.", "1e", "1,", "%", "=", "!", "'", "\"", "\u{0}",
    ]

    var count: Int { cuts.count + splices }
    var cutCount: Int { cuts.count }
    var commandCount: Int { commands.count }

    /// The torn texts of that number.
    subscript(_ number: Int) -> Pair {
        switch number < cuts.count ? cuts[number] : .splice(seed: number - cuts.count) {
        case .response(let row, let end):
            Pair(response: Array(rows[row].response.prefix(end)), reference: rows[row].reference)
        case .reference(let row, let end):
            Pair(response: rows[row].response, reference: Array(rows[row].reference.prefix(end)))
        case .splice(let seed): spliced(seed)
        }
    }

    /// The beginning of one text, a command, the end of another; of one in four the reference is torn too.
    private func spliced(_ seed: Int) -> Pair {
        var random = Seeded(seed: UInt64(seed))
        let command = commands[seed % commands.count]
        func splice(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
            let head = first.prefix(random.below(min(first.count, 300) + 1))
            let tail = second.suffix(random.below(min(second.count, 300) + 1))
            return head + command + (random.below(2) == 0 ? [] : tail)
        }
        let (first, second) = (rows[random.below(rows.count)], rows[random.below(rows.count)])
        let isTwice = random.below(4) == 0
        return Pair(
            response: splice(first.response, second.response),
            reference: isTwice ? splice(first.reference, second.reference) : first.reference)
    }

    // MARK: Where to cut

    private static let everywhere = 2048
    private static let near = 64
    /// Long texts with more places than this are loops of a few bytes: some of their places, at random, say it all.
    private static let mostPlaces = 1_000

    /// Every offset of a short text; of a long one those near commands, braces and fences, and 200 at random.
    static func ends(of text: [UInt8], seed: Int) -> [Int] {
        guard text.count > everywhere else { return Array(0...text.count) }
        var isEnd = [Bool](repeating: false, count: text.count + 1)
        for index in text.indices where "\\{}`".utf8.contains(text[index]) {
            for end in max(0, index - near)...min(text.count, index + near) { isEnd[end] = true }
        }
        var random = Seeded(seed: UInt64(seed))
        var places = isEnd.indices.filter { isEnd[$0] }
        if places.count > mostPlaces {
            places.shuffle(using: &random)
            places.removeSubrange(mostPlaces...)
        }
        return places + (0..<200).map { _ in random.below(text.count + 1) }
    }

    private static func hash(_ text: [UInt8], _ end: Int, _ other: [UInt8]) -> Int {
        var hasher = Hasher()
        text.withUnsafeBytes { hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0[..<end])) }
        hasher.combine(end)
        other.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }
}
