import AdjudgeBase

/// A few names, at most 64, each a capital and letters in lower case, none longer than 16 bytes.
struct NameSet: @unchecked Sendable {
    /// In memory that stays, as these sets do.
    private let names: UnsafeMutablePointer<(low: UInt64, high: UInt64)>
    /// Of each capital the names that begin with it, as bits.
    private let byCapital: UnsafeMutablePointer<UInt64>

    init(_ list: [StaticString]) {
        precondition(list.count <= 64)
        names = .allocate(capacity: list.count)
        byCapital = .allocate(capacity: 26)
        byCapital.initialize(repeating: 0, count: 26)
        for (index, name) in list.enumerated() {
            (names + index).initialize(to: Bytes(name).sixteen)
            byCapital[Int(name.utf8Start[0]) - 0x41] |= 1 << UInt64(index)
        }
    }

    /// How many of the names are among words, each counted once. O(words).
    func distinct(among words: ByteRuns) -> Int {
        var found: UInt64 = 0
        for word in words where word.start[0] &- 0x41 < 26 && word.count <= 16 {
            var candidates = byCapital[Int(word.start[0]) - 0x41] & ~found
            guard candidates != 0 else { continue }
            let key = word.sixteen
            while candidates != 0 {
                let index = candidates.trailingZeroBitCount
                candidates &= candidates &- 1
                if names[index] == key { found |= 1 << UInt64(index) }
            }
        }
        return found.nonzeroBitCount
    }
}
