import AdjudgeBase
import AdjudgeProse

/// A text as metrics read it: its bytes, which are enough for rules over ASCII, and its code points for all others.
struct ProseText {
    let bytes: Bytes
    let isASCII: Bool
    private let arena: Arena

    init(_ bytes: Bytes, _ arena: Arena) {
        self.bytes = bytes
        self.arena = arena
        isASCII = bytes.isASCII
    }

    /// The code points; each call makes them anew. O(text).
    var points: CodePoints { CodePoints(bytes, arena, isASCII: isASCII) }

    /// A text of ASCII in lower case. O(text).
    func lowered(_ arena: Arena) -> Bytes {
        let memory = arena.allocate(bytes.count)
        for index in 0..<bytes.count {
            let byte = bytes.start[index]
            memory[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte
        }
        return Bytes(start: memory, count: bytes.count)
    }
}
