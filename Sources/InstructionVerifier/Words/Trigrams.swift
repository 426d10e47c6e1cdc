import AdjudgeBase
import AdjudgeProse

/// The sequences of three code points that texts have: how many, and how many of them another text has too. One per worker.
final class Trigrams {
    /// For each of both texts a bit for every sequence of three ASCII characters, all 0 between calls. The last character picks
    /// the bit of a word, so that what stands together in a text mostly stands together here.
    private var memory: UnsafeMutablePointer<UInt64>?
    private static let wordCount = 1 << 15

    deinit { memory?.deallocate() }

    /// How many different sequences `text` has, and how many of them are in `reference`. O(text + reference).
    func overlap(of text: Bytes, with reference: Bytes, _ arena: Arena) -> (own: Int, shared: Int) {
        let words =
            memory
            ?? {
                let made = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * Trigrams.wordCount)
                made.initialize(repeating: 0, count: 2 * Trigrams.wordCount)
                memory = made
                return made
            }()
        let (seen, known) = (words, words + Trigrams.wordCount)
        var (wideKnown, wideSeen) = (NumberSet(for: reference, arena), NumberSet(for: text, arena))
        let ofReference = Trigrams.mark(reference, known, arena) { wideKnown.insert($0) }
        let ofText = Trigrams.mark(text, seen, arena) { wideSeen.insert($0) }
        var (own, shared) = (0, 0)
        for word in ofText {
            own += seen[Int(word)].nonzeroBitCount
            shared += (seen[Int(word)] & known[Int(word)]).nonzeroBitCount
            seen[Int(word)] = 0
        }
        for word in ofReference { known[Int(word)] = 0 }
        return (own + wideSeen.count, shared + wideSeen.count(in: wideKnown))
    }

    /// Sets the bits of a text's sequences of ASCII, calls `wide` with each other one; the words that have bits, far fewer than
    /// the text has characters.
    @inline(__always)
    private static func mark(
        _ text: Bytes, _ bits: UnsafeMutablePointer<UInt64>, _ arena: Arena, _ wide: (UInt64) -> Void
    ) -> UnsafeBufferPointer<UInt16> {
        // One more than there are, for what is written before it is known whether it counts.
        let touched = arena.array(of: UInt16.self, min(text.count, wordCount) + 1)
        var count = 0
        forEach(
            of: text,
            { key in
                let word = bits + key >> 6
                let before = word.pointee
                touched[count] = UInt16(truncatingIfNeeded: key >> 6)
                count &+= before == 0 ? 1 : 0
                word.pointee = before | 1 &<< UInt64(truncatingIfNeeded: key & 63)
            }, wide)
        return UnsafeBufferPointer(start: touched, count: count)
    }

    /// Calls `ascii` with each sequence of ASCII as a number below 2^21, `wide` with each other one as three of 21 bits.
    @inline(__always)
    private static func forEach(of text: Bytes, _ ascii: (Int) -> Void, _ wide: (UInt64) -> Void) {
        guard !text.isASCII else {
            guard text.count >= 3 else { return }
            var key = Int(text.start[0]) << 7 | Int(text.start[1])
            for index in 2..<text.count {
                key = (key << 7 | Int(text.start[index])) & 0x1F_FFFF
                ascii(key)
            }
            return
        }
        var window: UInt64 = 0
        var (at, seen) = (0, 0)
        while at < text.count {
            let (scalar, length) = text[at] < 0x80 ? (UInt32(text[at]), 1) : text.scalar(at: at)
            window = (window << 21 | UInt64(scalar ?? 0xFFFD)) & 0x7FFF_FFFF_FFFF_FFFF
            at += length
            seen += 1
            guard seen >= 3 else { continue }
            if window & notASCII == 0 {
                ascii(Int(window >> 42) << 14 | Int(window >> 21 & 0x7F) << 7 | Int(window & 0x7F))
            } else {
                wide(window)
            }
        }
    }

    /// The bits of three code points that ASCII's have not.
    private static let notASCII: UInt64 = {
        let one: UInt64 = 0x1F_FF80
        return one << 42 | one << 21 | one
    }()
}

extension NumberSet {
    /// Empty, for the sequences of a text that are not all ASCII.
    fileprivate init(for text: Bytes, _ arena: Arena) {
        self.init(atMost: text.isASCII ? 1 : text.count, arena)
    }
}
