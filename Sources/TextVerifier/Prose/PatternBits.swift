import AdjudgeProse

/// Where each code point stands in a pattern, as bits: 64 places a word. What bit-parallel distances read.
///
/// One for a worker; loading a pattern and unloading it cost O(pattern), whatever was loaded before.
final class PatternBits {
    /// How many words a row has.
    private(set) var words = 0
    /// Rows of the code points below 256, `words` each; all zero while nothing is loaded.
    private var low: UnsafeMutablePointer<UInt64>
    private var capacity = 4
    /// For each word a table of the other code points in its 64 places: at most 64 in 128 slots.
    private var keys: UnsafeMutablePointer<UInt32>
    private var values: UnsafeMutablePointer<UInt64>
    private var row: UnsafeMutablePointer<UInt64>
    private var hasHigh = false
    /// What it costs to compare an element of a text with all words: code points beyond 255 are looked up in each.
    var steps: Int { hasHigh ? 8 * words : words }
    private static let slots = 128

    init() {
        low = .allocate(capacity: 256 * capacity)
        keys = .allocate(capacity: PatternBits.slots * capacity)
        values = .allocate(capacity: PatternBits.slots * capacity)
        row = .allocate(capacity: capacity)
        clearAll()
    }

    deinit { free() }

    /// Calls `body` with the pattern loaded. O(pattern) and what `body` does.
    @inline(__always)
    func with<Result>(_ pattern: CodePoints, _ body: (PatternBits) -> Result) -> Result {
        load(pattern)
        defer { unload(pattern) }
        return body(self)
    }

    /// The rows of the code points below 256, `words` each.
    var rows: UnsafePointer<UInt64> { UnsafePointer(low) }

    /// The places of a code point: `words` words, valid until the next call.
    @inline(__always)
    func places(of codePoint: UInt32) -> UnsafePointer<UInt64> {
        if codePoint < 256 { return UnsafePointer(low + Int(codePoint) * words) }
        return highPlaces(of: codePoint)
    }

    private func highPlaces(of codePoint: UInt32) -> UnsafePointer<UInt64> {
        for word in 0..<words {
            row[word] = hasHigh ? values[slot(word, codePoint)] : 0
        }
        return UnsafePointer(row)
    }

    /// The slot that holds a code point in a word's table, or the empty one where it would stand.
    private func slot(_ word: Int, _ codePoint: UInt32) -> Int {
        let base = word * PatternBits.slots
        var slot = Int((codePoint &* 0x9E37_79B1) >> 25)
        while keys[base + slot] != 0, keys[base + slot] != codePoint { slot = (slot + 1) & (PatternBits.slots - 1) }
        return base + slot
    }

    private func load(_ pattern: CodePoints) {
        words = (pattern.count + 63) / 64
        if words > capacity { grow() }
        for index in 0..<pattern.count {
            let codePoint = pattern[index]
            let bit: UInt64 = 1 << UInt64(index & 63)
            if codePoint < 256 {
                low[Int(codePoint) * words + index >> 6] |= bit
            } else {
                hasHigh = true
                let slot = slot(index >> 6, codePoint)
                keys[slot] = codePoint
                values[slot] |= bit
            }
        }
    }

    private func unload(_ pattern: CodePoints) {
        for index in 0..<pattern.count where pattern[index] < 256 {
            low[Int(pattern[index]) * words + index >> 6] = 0
        }
        if hasHigh {
            keys.update(repeating: 0, count: PatternBits.slots * words)
            values.update(repeating: 0, count: PatternBits.slots * words)
            hasHigh = false
        }
    }

    private func grow() {
        free()
        capacity = max(words, capacity * 2)
        low = .allocate(capacity: 256 * capacity)
        keys = .allocate(capacity: PatternBits.slots * capacity)
        values = .allocate(capacity: PatternBits.slots * capacity)
        row = .allocate(capacity: capacity)
        clearAll()
    }

    private func clearAll() {
        low.initialize(repeating: 0, count: 256 * capacity)
        keys.initialize(repeating: 0, count: PatternBits.slots * capacity)
        values.initialize(repeating: 0, count: PatternBits.slots * capacity)
        row.initialize(repeating: 0, count: capacity)
    }

    private func free() {
        low.deallocate()
        keys.deallocate()
        values.deallocate()
        row.deallocate()
    }
}
