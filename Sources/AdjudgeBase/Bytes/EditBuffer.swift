import Glibc

/// A text that is rewritten step by step in a worker's arena, for rules that consist of a list of replacements.
public struct EditBuffer {
    /// The current text.
    public private(set) var bytes: Bytes
    private let arena: Arena

    /// A buffer that starts with `text`, which itself is never changed.
    public init(_ text: Bytes, arena: Arena) {
        bytes = text
        self.arena = arena
    }

    /// Reduces the text to `part`.
    public mutating func keep(_ part: Bytes) { bytes = part }

    /// Replaces every occurrence of `old`, left to right, none overlapping. O(text).
    public mutating func replace(_ old: StaticString, with new: StaticString) {
        let (old, new) = (Bytes(old), Bytes(new))
        guard var found = bytes.find(old) else { return }
        let growth = max(0, new.count - old.count)
        let to = arena.allocate(bytes.count + growth * (bytes.count / old.count))
        var count = 0
        var at = 0
        while true {
            (to + count).update(from: bytes.start + at, count: found)
            count += found
            (to + count).update(from: new.start, count: new.count)
            count += new.count
            at += found + old.count
            guard let next = bytes.suffix(from: at).find(old) else { break }
            found = next
        }
        (to + count).update(from: bytes.start + at, count: bytes.count - at)
        finish(to, count + bytes.count - at)
    }

    /// Rewrites the text. `body` gets the text and room for `growth` times as many bytes, and returns the number of
    /// bytes that it wrote.
    public mutating func rewrite(growth: Int = 1, _ body: (Bytes, UnsafeMutablePointer<UInt8>) -> Int) {
        let to = arena.allocate(bytes.count * growth + 16)
        finish(to, body(bytes, to))
    }

    private mutating func finish(_ memory: UnsafeMutablePointer<UInt8>, _ count: Int) {
        arena.shrinkLast(memory, to: count)
        bytes = Bytes(start: memory, count: count)
    }
}
