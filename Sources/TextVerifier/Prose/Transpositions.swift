import AdjudgeBase
import AdjudgeProse

/// Edit distances in which two neighbours may change places.
enum Transpositions {
    /// The optimal string alignment distance: no part of a text is edited twice. Bit-parallel (Hyyrö 2003).
    /// O(left * right / 64).
    static func alignment(_ left: CodePoints, _ right: CodePoints, _ scratch: ProseScratch) -> Int {
        let (a, b) = left.trimmed(with: right)
        guard !a.isEmpty, !b.isEmpty else { return a.count + b.count }
        let (pattern, text) = a.count <= b.count ? (a, b) : (b, a)
        guard scratch.spendBits(pattern.count, 2 * text.count) else { return 0 }
        return scratch.bits.with(pattern) { blocks(pattern.count, text, $0, scratch.arena) }
    }

    /// What is kept of a block from one element of the text to the next.
    private struct Block {
        var positive = ~UInt64(0)
        var negative: UInt64 = 0
        var diagonal: UInt64 = 0
        var match: UInt64 = 0
    }

    private static func blocks(_ length: Int, _ text: CodePoints, _ bits: PatternBits, _ arena: Arena) -> Int {
        let words = bits.words
        // The block before the first is empty.
        var old = arena.array(repeating: Block(), words + 1)
        var new = arena.array(repeating: Block(), words + 1)
        var distance = length
        let last = UInt64((length - 1) & 63)
        for index in 0..<text.count {
            let places = bits.places(of: text[index])
            var (upCarry, downCarry): (UInt64, UInt64) = (1, 0)
            for word in 0..<words {
                let block = old[word + 1]
                let place = places[word]
                let swapped =
                    (((~block.diagonal & place) << 1) | ((~old[word].diagonal & new[word].match) >> 63)) & block.match
                let match = place | downCarry
                let diagonal =
                    (((match & block.positive) &+ block.positive) ^ block.positive) | match | block.negative | swapped
                let up = block.negative | ~(diagonal | block.positive)
                let down = diagonal & block.positive
                if word == words - 1 {
                    distance += Int(up >> last & 1)
                    distance -= Int(down >> last & 1)
                }
                let (upShifted, downShifted) = (up << 1 | upCarry, down << 1 | downCarry)
                (upCarry, downCarry) = (up >> 63, down >> 63)
                new[word + 1] = Block(
                    positive: downShifted | ~(diagonal | upShifted), negative: upShifted & diagonal,
                    diagonal: diagonal, match: place)
            }
            swap(&old, &new)
        }
        return distance
    }

    /// The unrestricted Damerau-Levenshtein distance (Zhao and Sahni 2019, in linear memory). O(left * right).
    static func unrestricted(_ left: CodePoints, _ right: CodePoints, _ scratch: ProseScratch) -> Int {
        let (a, b) = left.trimmed(with: right)
        guard !a.isEmpty, !b.isEmpty else { return a.count + b.count }
        // A cell takes a few steps.
        guard scratch.spend(4 * a.count * b.count) else { return 0 }
        // Elements as small numbers, so that where each stood last is a table.
        scratch.words.begin(scratch)
        let numbersA = numbers(a, scratch)
        let numbersB = numbers(b, scratch)
        let lastRows = scratch.arena.array(repeating: -1, scratch.words.count)
        let most = max(a.count, b.count) + 1
        // Each array begins at column -1.
        let size = b.count + 2
        let before = scratch.arena.array(repeating: most, size) + 1
        var above = scratch.arena.array(repeating: most, size) + 1
        var current = scratch.arena.array(repeating: most, size) + 1
        for column in 0...b.count { current[column] = column }
        for row in 1...a.count {
            swap(&above, &current)
            var lastColumn = -1
            var corner = current[0]
            current[0] = row
            var beforeCorner = most
            let element = numbersA[row - 1]
            for column in 1...b.count {
                let isEqual = element == numbersB[column - 1]
                var best = min(above[column - 1] + (isEqual ? 0 : 1), current[column - 1] + 1, above[column] + 1)
                if isEqual {
                    lastColumn = column
                    before[column] = above[column - 2]
                    beforeCorner = corner
                } else {
                    let lastRow = lastRows[Int(numbersB[column - 1])]
                    if column - lastColumn == 1 {
                        best = min(best, before[column] + row - lastRow)
                    } else if row - lastRow == 1 {
                        best = min(best, beforeCorner + column - lastColumn)
                    }
                }
                corner = current[column]
                current[column] = best
            }
            lastRows[Int(element)] = row
        }
        return current[b.count]
    }

    private static func numbers(_ text: CodePoints, _ scratch: ProseScratch) -> CodePoints {
        let memory = scratch.arena.array(of: UInt32.self, text.count)
        for index in 0..<text.count {
            let start = UnsafeRawPointer(text.start + index)
            memory[index] = scratch.words.number(start, 4, before: start + 4)
        }
        return CodePoints(start: memory, count: text.count)
    }
}
