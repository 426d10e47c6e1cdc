import AdjudgeBase

extension CodePoints {
    /// The words that white space parts, as `str.split()` gives them. O(count).
    public func words() -> [CodePoints] {
        var words: [CodePoints] = []
        var begin = 0
        for index in 0...count where index == count || CodePoints.isSpace(start[index]) {
            if index > begin { words.append(self[begin..<index]) }
            begin = index + 1
        }
        return words
    }

    /// White space as Python's `str.isspace` has it.
    @inlinable
    public static func isSpace(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0x20, 0x09...0x0D, 0x1C...0x1F, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
            0x3000:
            true
        default: false
        }
    }

    /// The words with single spaces between them. O(sum of the words).
    public static func joined(_ words: [CodePoints], _ arena: Arena) -> CodePoints {
        let memory = arena.array(of: UInt32.self, words.reduce(0) { $0 + $1.count + 1 })
        var count = 0
        for (index, word) in words.enumerated() {
            if index > 0 {
                memory[count] = 0x20
                count += 1
            }
            (memory + count).update(from: word.start, count: word.count)
            count += word.count
        }
        return CodePoints(start: memory, count: count)
    }
}
