import AdjudgeBase
import AdjudgeProse

/// The sequences of three code points that texts have: how many, and how many of them another text has too. One per worker.
final class Trigrams {
    /// Of both texts a bit for every sequence of three ASCII characters, all 0 between calls. The last character picks the bit
    /// of a word, so that what stands together in a text mostly stands together here.
    private var memory: UnsafeMutablePointer<Words>?
    private static let wordCount = 1 << 15

    /// The bits of 64 sequences.
    private struct Words {
        var known: UInt64 = 0
        var seen: UInt64 = 0
    }

    deinit { memory?.deallocate() }

    /// How many different sequences `text` has, and how many of them are in `reference`. O(text + reference).
    func overlap(of text: Bytes, with reference: Bytes, _ arena: Arena) -> (own: Int, shared: Int) {
        let words =
            memory
            ?? {
                let made = UnsafeMutablePointer<Words>.allocate(capacity: Trigrams.wordCount)
                made.initialize(repeating: Words(), count: Trigrams.wordCount)
                memory = made
                return made
            }()
        // The words with bits of the reference and those with bits of the text, far fewer than the texts have characters: what
        // there is to clear.
        let touched = arena.array(
            of: UInt16.self, min(reference.count, Trigrams.wordCount) + min(text.count, Trigrams.wordCount))
        var touchedCount = 0
        var (own, shared) = (0, 0)
        var (wideKnown, wideSeen) = (NumberSet(for: reference, arena), NumberSet(for: text, arena))
        Trigrams.forEach(
            of: reference,
            { key in
                let word = words + key >> 6
                if word.pointee.known == 0 {
                    touched[touchedCount] = UInt16(truncatingIfNeeded: key >> 6)
                    touchedCount += 1
                }
                word.pointee.known |= 1 << UInt64(key & 63)
            }, { wideKnown.insert($0) })
        Trigrams.forEach(
            of: text,
            { key in
                let (word, bit) = (words + key >> 6, 1 << UInt64(key & 63) as UInt64)
                let before = word.pointee
                if before.seen == 0 {
                    touched[touchedCount] = UInt16(truncatingIfNeeded: key >> 6)
                    touchedCount += 1
                }
                let isNew = before.seen & bit == 0
                own += isNew ? 1 : 0
                shared += isNew && before.known & bit != 0 ? 1 : 0
                word.pointee.seen = before.seen | bit
            }, { wideSeen.insert($0) })
        for index in 0..<touchedCount { words[Int(touched[index])] = Words() }
        return (own + wideSeen.count, shared + wideSeen.count(in: wideKnown))
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
