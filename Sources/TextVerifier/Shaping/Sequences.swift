import AdjudgeBase

/// Words or tokens as numbers, equal ones the same: what sequences of them are compared by.
struct TokenNumbers {
    private struct Key: Hashable {
        let bytes: Bytes

        static func == (left: Key, right: Key) -> Bool { left.bytes == right.bytes }

        func hash(into hasher: inout Hasher) {
            hasher.combine(bytes: UnsafeRawBufferPointer(start: bytes.start, count: bytes.count))
        }
    }

    private var numbers: [Key: Int32] = [:]

    /// The number of a token; its bytes must live as long as the numbers are asked.
    mutating func number(_ token: Bytes) -> Int32 {
        let key = Key(bytes: token)
        if let known = numbers[key] { return known }
        let next = Int32(truncatingIfNeeded: numbers.count)
        numbers[key] = next
        return next
    }
}

/// Names for sequences of `length` neighbours: equal sequences have the same name, others another. Names are exact, not
/// hashes: each round names the pairs of what the round before named, so that O(log length) rounds are enough.
struct SequenceNames {
    private var tables: [[UInt64: Int32]] = []
    private let length: Int

    /// Names for sequences of `length` tokens, at least 1.
    init(length: Int) { self.length = length }

    /// The name of every sequence of `tokens`, in order; none where there are fewer tokens than that. Texts that are
    /// named by the same names can be compared. O(tokens · log length).
    mutating func names(_ tokens: [Int32]) -> [Int32] {
        guard tokens.count >= length else { return [] }
        var names = tokens
        var covered = 1
        var round = 0
        while covered < length {
            // The last round's halves overlap where the length is no power of two.
            let step = min(covered, length - covered)
            if tables.count == round { tables.append([:]) }
            let count = names.count - step
            for index in 0..<count {
                let pair =
                    UInt64(UInt32(bitPattern: names[index])) << 32 | UInt64(UInt32(bitPattern: names[index + step]))
                let next = Int32(truncatingIfNeeded: tables[round].count)
                if let known = tables[round][pair] {
                    names[index] = known
                } else {
                    tables[round][pair] = next
                    names[index] = next
                }
            }
            names.removeLast(step)
            covered += step
            round += 1
        }
        return names
    }
}
