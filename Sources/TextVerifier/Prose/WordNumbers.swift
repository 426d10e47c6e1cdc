import AdjudgeBase
import AdjudgeProse

/// Numbers for words, the same for the same word: what distances and n-grams of words are counted in.
///
/// A table of open addresses in the sample's arena; a look-up is O(word).
struct WordNumbers {
    private struct Slot {
        var start: UnsafePointer<UInt32>?
        var count = 0
        var number: UInt32 = 0
    }

    private let slots: UnsafeMutablePointer<Slot>
    private let mask: Int
    /// How many different words there are.
    private(set) var count = 0

    /// Room for as many words.
    init(capacity: Int, _ arena: Arena) {
        var size = 16
        while size < 2 * capacity { size *= 2 }
        slots = arena.array(repeating: Slot(), size)
        mask = size - 1
    }

    /// The number of a word, from 0 on in the order in which words come.
    mutating func number(_ word: CodePoints) -> UInt32 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in 0..<word.count { hash = (hash ^ UInt64(word[index])) &* 0x9E37_79B9_7F4A_7C15 }
        var at = Int(hash >> 32) & mask
        while let start = slots[at].start {
            if CodePoints(start: start, count: slots[at].count) == word { return slots[at].number }
            at = (at + 1) & mask
        }
        slots[at] = Slot(start: word.start, count: word.count, number: UInt32(count))
        count += 1
        return UInt32(count - 1)
    }

    /// The numbers of words, one after the other.
    mutating func numbers(_ words: [CodePoints], _ arena: Arena) -> CodePoints {
        let memory = arena.array(of: UInt32.self, words.count)
        for (index, word) in words.enumerated() { memory[index] = number(word) }
        return CodePoints(start: memory, count: words.count)
    }

    /// The numbers of both texts' words.
    static func of(_ left: [CodePoints], _ right: [CodePoints], _ arena: Arena) -> (CodePoints, CodePoints) {
        var numbers = WordNumbers(capacity: left.count + right.count, arena)
        let first = numbers.numbers(left, arena)
        return (first, numbers.numbers(right, arena))
    }
}
