import AdjudgeBase
import AdjudgeProse

/// Levenshtein's distance, bit-parallel (Myers 1999; in blocks: Hyyrö 2003).
enum Levenshtein {
    /// The fewest insertions, deletions and substitutions. O(left * right / 64).
    static func distance(_ left: CodePoints, _ right: CodePoints, _ scratch: ProseScratch) -> Int {
        let (a, b) = left.trimmed(with: right)
        guard !a.isEmpty, !b.isEmpty else { return a.count + b.count }
        let (pattern, text) = a.count <= b.count ? (a, b) : (b, a)
        guard scratch.spendBits(pattern.count, text.count) else { return 0 }
        return scratch.bits.with(pattern) { bits in
            bits.words == 1
                ? oneWord(pattern.count, text, bits)
                : blocks(pattern.count, text, bits, scratch.arena, record: nil)
        }
    }

    /// How an alignment of the fewest edits is made up, from `source` to `target`.
    struct Alignment {
        var matches = 0
        var substitutions = 0
        var deletions = 0
        var insertions = 0
        var edits: Int { substitutions + deletions + insertions }
    }

    /// The alignment that rapidfuzz's `editops` gives: of those with the fewest edits the one that, read from the end,
    /// prefers a deletion, then an insertion. O(source * target / 64) in time and memory.
    static func alignment(_ source: CodePoints, _ target: CodePoints, _ scratch: ProseScratch) -> Alignment {
        let (a, b) = source.trimmed(with: target)
        var alignment = Alignment(matches: source.count - a.count)
        guard !a.isEmpty, !b.isEmpty else {
            alignment.deletions = a.count
            alignment.insertions = b.count
            return alignment
        }
        let words = (a.count + 63) / 64
        guard scratch.spend(4 * words * b.count + a.count) else { return alignment }
        let rows = Rows(words: words, scratch.arena, count: b.count)
        _ = scratch.bits.with(a) { blocks(a.count, b, $0, scratch.arena, record: rows) }
        var (column, row) = (a.count, b.count)
        while column > 0, row > 0 {
            if Rows.bit(rows.positive, words, row - 1, column - 1) {
                alignment.deletions += 1
                column -= 1
            } else {
                row -= 1
                if row > 0, Rows.bit(rows.negative, words, row - 1, column - 1) {
                    alignment.insertions += 1
                } else {
                    column -= 1
                    if a[column] == b[row] { alignment.matches += 1 } else { alignment.substitutions += 1 }
                }
            }
        }
        alignment.deletions += column
        alignment.insertions += row
        return alignment
    }

    /// The vertical differences after each element of the text.
    private struct Rows {
        let positive: UnsafeMutablePointer<UInt64>
        let negative: UnsafeMutablePointer<UInt64>

        init(words: Int, _ arena: Arena, count: Int) {
            positive = arena.array(of: UInt64.self, words * count)
            negative = arena.array(of: UInt64.self, words * count)
        }

        static func bit(_ rows: UnsafeMutablePointer<UInt64>, _ words: Int, _ row: Int, _ column: Int) -> Bool {
            rows[row * words + column >> 6] >> UInt64(column & 63) & 1 == 1
        }
    }

    private static func oneWord(_ length: Int, _ text: CodePoints, _ bits: PatternBits) -> Int {
        var (positive, negative) = (~UInt64(0), UInt64(0))
        var distance = length
        let last = UInt64(length - 1)
        let rows = bits.rows
        for index in 0..<text.count {
            let element = text.start[index]
            let match = element < 256 ? rows[Int(element)] : bits.places(of: element)[0]
            let diagonal = (((match & positive) &+ positive) ^ positive) | match | negative
            let up = negative | ~(diagonal | positive)
            let down = diagonal & positive
            distance += Int(up >> last & 1)
            distance -= Int(down >> last & 1)
            let (upShifted, downShifted) = (up << 1 | 1, down << 1)
            positive = downShifted | ~(diagonal | upShifted)
            negative = upShifted & diagonal
        }
        return distance
    }

    private static func blocks(
        _ length: Int, _ text: CodePoints, _ bits: PatternBits, _ arena: Arena, record: Rows?
    ) -> Int {
        let words = bits.words
        let positive = arena.array(repeating: ~UInt64(0), words)
        let negative = arena.array(repeating: UInt64(0), words)
        var distance = length
        let last = UInt64((length - 1) & 63)
        for index in 0..<text.count {
            let places = bits.places(of: text[index])
            var (upCarry, downCarry): (UInt64, UInt64) = (1, 0)
            for word in 0..<words {
                let (vertical, falling) = (positive[word], negative[word])
                let match = places[word] | downCarry
                let diagonal = (((match & vertical) &+ vertical) ^ vertical) | match | falling
                let up = falling | ~(diagonal | vertical)
                let down = diagonal & vertical
                if word == words - 1 {
                    distance += Int(up >> last & 1)
                    distance -= Int(down >> last & 1)
                }
                let (upShifted, downShifted) = (up << 1 | upCarry, down << 1 | downCarry)
                (upCarry, downCarry) = (up >> 63, down >> 63)
                positive[word] = downShifted | ~(diagonal | upShifted)
                negative[word] = upShifted & diagonal
            }
            if let record {
                (record.positive + index * words).update(from: positive, count: words)
                (record.negative + index * words).update(from: negative, count: words)
            }
        }
        return distance
    }
}
