/// Characters and words, as Python's `len` and `str.split` have them.
extension Bytes {
    /// How many code points well-formed text has. O(count).
    public var codePointCount: Int {
        var points = 0
        for offset in 0..<count where start[offset] & 0xC0 != 0x80 { points += 1 }
        return points
    }

    /// Calls `body` with each run of characters between white space, as `text.split()` gives them. O(count).
    @inlinable @inline(__always)
    public func forEachWord(_ body: (Bytes) -> Void) {
        var at = 0
        while at < count {
            let space = pythonSpaceLength(at: at)
            if space > 0 {
                at += space
                continue
            }
            let first = at
            // No byte inside a character begins white space.
            while at < count, pythonSpaceLength(at: at) == 0 { at += 1 }
            body(self[first..<at])
        }
    }

    /// How many words the text has. O(count).
    public var wordCount: Int {
        var words = 0
        forEachWord { _ in words += 1 }
        return words
    }
}
