import AdjudgeBase

/// A set of words in lower case that programs name, none longer than 16 bytes. Most words of a text are none of them.
struct WordSet: @unchecked Sendable {
    static let maxCount = 16
    /// By the number of bytes of a word the letters that words begin with, as bits: most others are told by them. In memory
    /// that stays, as these sets do.
    private let firsts: UnsafeMutablePointer<UInt32>
    /// Open addressing, at most a quarter full.
    private let slots: UnsafeMutablePointer<(low: UInt64, high: UInt64)>
    private let shift: UInt64
    private let mask: Int

    init(_ words: [StaticString]) {
        firsts = .allocate(capacity: WordSet.maxCount + 1)
        firsts.initialize(repeating: 0, count: WordSet.maxCount + 1)
        var bits: UInt64 = 4
        while 1 << bits < 4 * words.count { bits += 1 }
        slots = .allocate(capacity: 1 << bits)
        slots.initialize(repeating: (0, 0), count: 1 << bits)
        shift = 64 - bits
        mask = 1 << bits - 1
        for word in words {
            precondition((1...WordSet.maxCount).contains(word.utf8CodeUnitCount))
            firsts[word.utf8CodeUnitCount] |= WordSet.bit(word.utf8Start[0])
            let key = Bytes(word).sixteen
            slots[place(of: key)] = key
        }
    }

    private static func bit(_ first: UInt8) -> UInt32 { 1 &<< UInt32(first & 31) }

    /// The slot of a word, or where it would be.
    @inline(__always)
    private func place(of key: (low: UInt64, high: UInt64)) -> Int {
        let product = (key.low ^ key.high &* 0xC2B2_AE3D_27D4_EB4F) &* 0x9E37_79B9_7F4A_7C15
        var slot = Int(truncatingIfNeeded: product &>> shift)
        while slots[slot].low != 0, slots[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    /// Whether a word in lower case is one of them. O(1).
    @inline(__always)
    func contains(_ word: Bytes) -> Bool { mayContain(word) && holds(word.sixteen) }

    /// Whether a word without the case of its ASCII letters is one of them. O(1).
    @inline(__always)
    func contains(caseless word: Bytes) -> Bool {
        guard mayContain(word) else { return false }
        let (low, high) = word.sixteen
        return holds((low.loweredASCII, high.loweredASCII))
    }

    /// Whether a word has the length of one of them, and its first letter in one case or the other.
    @inline(__always)
    private func mayContain(_ word: Bytes) -> Bool {
        !word.isEmpty && word.count <= WordSet.maxCount && firsts[word.count] & WordSet.bit(word.start[0]) != 0
    }

    @inline(__always)
    private func holds(_ key: (low: UInt64, high: UInt64)) -> Bool { key.low != 0 && slots[place(of: key)] == key }
}
