import AdjudgeBase
import AdjudgeProse

/// Longest common subsequences, bit-parallel (Hyyrö 2004, "Bit-parallel LCS-length computation revisited").
enum Subsequence {
    /// The length of the longest common subsequence. O(left * right / 64).
    static func length(_ left: CodePoints, _ right: CodePoints, _ scratch: ProseScratch) -> Int {
        let (a, b) = left.trimmed(with: right)
        let shared = left.count - a.count
        guard !a.isEmpty, !b.isEmpty else { return shared }
        let (pattern, text) = a.count <= b.count ? (a, b) : (b, a)
        guard scratch.spendBits(pattern.count, text.count) else { return 0 }
        return shared + scratch.bits.with(pattern) { length(of: text, $0, scratch.arena) }
    }

    /// The length for a pattern that is loaded.
    @inline(__always)
    static func length(of text: CodePoints, _ bits: PatternBits, _ arena: Arena) -> Int {
        switch bits.words {
        case 1: return oneWord(text, bits)
        case 2: return twoWords(text, bits)
        default: return manyWords(text, bits, arena)
        }
    }

    private static func oneWord(_ text: CodePoints, _ bits: PatternBits) -> Int {
        var state = ~UInt64(0)
        let rows = bits.rows
        for index in 0..<text.count {
            let element = text.start[index]
            let places = element < 256 ? rows[Int(element)] : bits.places(of: element)[0]
            state = (state &+ state & places) | state & ~places
        }
        return (~state).nonzeroBitCount
    }

    /// One number of 128 bits: of two of 64 the compiler makes a vector, and carries between its halves are slow.
    private static func twoWords(_ text: CodePoints, _ bits: PatternBits) -> Int {
        var state = ~UInt128(0)
        let rows = bits.rows
        for index in 0..<text.count {
            let element = text.start[index]
            let row = element < 256 ? rows + 2 * Int(element) : bits.places(of: element)
            let places = UInt128(row[1]) << 64 | UInt128(row[0])
            state = (state &+ state & places) | state & ~places
        }
        return (~state).nonzeroBitCount
    }

    private static func manyWords(_ text: CodePoints, _ bits: PatternBits, _ arena: Arena) -> Int {
        let words = bits.words
        let state = arena.array(repeating: ~UInt64(0), words)
        for index in 0..<text.count {
            let places = bits.places(of: text[index])
            var carry: UInt64 = 0
            for word in 0..<words {
                let old = state[word]
                let match = old & places[word]
                let (sum, first) = old.addingReportingOverflow(match)
                let (total, second) = sum.addingReportingOverflow(carry)
                carry = first || second ? 1 : 0
                state[word] = total | (old &- match)
            }
        }
        var length = 0
        for word in 0..<words { length += (~state[word]).nonzeroBitCount }
        // A search asks for many parts; each gives its memory back.
        arena.shrinkLast(UnsafeMutableRawPointer(state).assumingMemoryBound(to: UInt8.self), to: 0)
        return length
    }
}
