import AdjudgeBase
import AdjudgeProse

/// DROP's score: spans as bags of words, aligned one to one so that their F1 is greatest (Dua and others 2019).
struct DropBags {
    let scratch: ProseScratch

    /// More spans than this on a side are beyond any answer of the data set.
    static let maxSpans = 64

    struct Score {
        var exact = 0.0
        var f1 = 0.0
    }

    /// The score, with F1 rounded to two places of `scale` (1, or 100 for percent). O(words + spans³).
    func score(_ predicted: [CodePoints], _ gold: [CodePoints], scale: Double) -> Score {
        guard !predicted.isEmpty, !gold.isEmpty, predicted.count <= DropBags.maxSpans, gold.count <= DropBags.maxSpans
        else { return Score() }
        let arena = scratch.arena
        let left = predicted.map { AnswerText.drop($0, arena) }
        let right = gold.map { AnswerText.drop($0, arena) }
        let isExact = left.count == right.count && isSubset(left, of: right) && isSubset(right, of: left)
        var scores = [[Double]](repeating: [Double](repeating: 0, count: left.count), count: right.count)
        for (row, goldBag) in right.enumerated() {
            for (column, bag) in left.enumerated() where numbersMatch(goldBag, bag) {
                scores[row][column] =
                    WordOverlap.f1WithEmpty(WordOverlap.countOnce(bag, goldBag, scratch)) * scale
            }
        }
        let mean = Assignment.best(scores) / Double(max(left.count, right.count))
        return Score(exact: isExact ? 1 : 0, f1: (mean * 100).rounded(.toNearestOrEven) / 100)
    }

    /// The score of one span against one where both are printable ASCII in which spaces and hyphens alone part words; nil
    /// for others. O(words).
    func plain(_ predicted: Bytes, _ gold: Bytes, scale: Double) -> Score? {
        let table = scratch.words
        table.begin(scratch)
        guard let right = bag(gold) else { return nil }
        let goldCount = table.count
        guard let left = bag(predicted) else { return nil }
        let isSeen = scratch.arena.array(repeating: false, table.count)
        var overlap = GramOverlap(right: goldCount)
        for index in 0..<left.words.count where !isSeen[Int(left.words[index])] {
            isSeen[Int(left.words[index])] = true
            overlap.left += 1
            if Int(left.words[index]) < goldCount { overlap.matches += 1 }
        }
        var isNumberMissing = right.numbers.count > 0
        for index in 0..<right.numbers.count where isSeen[Int(right.numbers[index])] { isNumberMissing = false }
        let f1 = isNumberMissing ? 0 : WordOverlap.f1WithEmpty(overlap) * scale
        return Score(exact: left.words == right.words ? 1 : 0, f1: (f1 * 100).rounded(.toNearestOrEven) / 100)
    }

    /// The words of a span by number, and those that are numbers.
    private func bag(_ text: Bytes) -> (words: CodePoints, numbers: CodePoints)? {
        let arena = scratch.arena
        let words = arena.array(of: UInt32.self, text.count / 2 + 2)
        let numbers = arena.array(of: UInt32.self, text.count / 2 + 2)
        let memory = arena.allocate(text.count + 8)
        var (count, numberCount, written, begin) = (0, 0, 0, 0)
        var (first, hasDigit) = (0, false)
        for index in 0...text.count {
            let byte = index < text.count ? text.start[index] : 0x20
            if byte.isASCIILetter {
                memory[written] = byte | 0x20
                written += 1
                continue
            }
            if byte < 0x20 || byte > 0x7E { return nil }
            if byte.isASCIIDigit {
                hasDigit = true
                memory[written] = byte
                written += 1
                continue
            }
            guard byte == 0x20 || byte == 0x2D else { continue }
            var word = Bytes(start: memory + first, count: written - first)
            first = written
            let part = text[begin..<index]
            begin = index + 1
            let isNumeric = hasDigit || DropBags.isNumberWord(word)
            if isNumeric {
                // A number has a form of its own.
                word = AnswerText.drop(CodePoints(part, arena), arena).bytes(arena)
            } else if word.count <= 3, word.equals("a") || word.equals("an") || word.equals("the") {
                continue
            }
            hasDigit = false
            guard !word.isEmpty else { continue }
            let end = UnsafeRawPointer(word.start + word.count)
            words[count] = scratch.words.number(UnsafeRawPointer(word.start), word.count, before: end)
            if isNumeric, PythonFloat.parse(CodePoints(word, arena)) != nil {
                numbers[numberCount] = words[count]
                numberCount += 1
            }
            count += 1
        }
        return (CodePoints(start: words, count: count), CodePoints(start: numbers, count: numberCount))
    }

    /// The words that Python reads as numbers.
    private static func isNumberWord(_ word: Bytes) -> Bool {
        guard word.count == 3 || word.count == 8 else { return false }
        return word.equals("inf") || word.equals("nan") || word.equals("infinity")
    }

    private func isSubset(_ texts: [CodePoints], of others: [CodePoints]) -> Bool {
        texts.allSatisfy { text in others.contains { $0 == text } }
    }

    /// Where the gold bag has numbers, one of them must be in the other.
    private func numbersMatch(_ gold: CodePoints, _ predicted: CodePoints) -> Bool {
        let numbers = gold.words().filter { PythonFloat.parse($0) != nil }
        if numbers.isEmpty { return true }
        let words = predicted.words()
        return numbers.contains { number in words.contains { $0 == number } }
    }
}

/// The greatest sum of scores that take each row and each column at most once (Kuhn and Munkres, with potentials).
enum Assignment {
    /// O(rows² * columns) for at most as many rows as columns.
    static func best(_ scores: [[Double]]) -> Double {
        guard let width = scores.first?.count, width > 0 else { return 0 }
        if scores.count > width {
            return best((0..<width).map { column in scores.map { $0[column] } })
        }
        let (rows, columns) = (scores.count, width)
        var rowPotential = [Double](repeating: 0, count: rows + 1)
        var columnPotential = [Double](repeating: 0, count: columns + 1)
        // The row of each column; column 0 is a place outside.
        var rowOf = [Int](repeating: 0, count: columns + 1)
        var before = [Int](repeating: 0, count: columns + 1)
        for row in 1...rows {
            rowOf[0] = row
            var column = 0
            var least = [Double](repeating: .infinity, count: columns + 1)
            var isUsed = [Bool](repeating: false, count: columns + 1)
            repeat {
                isUsed[column] = true
                let current = rowOf[column]
                var delta = Double.infinity
                var next = 0
                for other in 1...columns where !isUsed[other] {
                    let cost = -scores[current - 1][other - 1] - rowPotential[current] - columnPotential[other]
                    if cost < least[other] { (least[other], before[other]) = (cost, column) }
                    if least[other] < delta { (delta, next) = (least[other], other) }
                }
                for other in 0...columns {
                    if isUsed[other] {
                        rowPotential[rowOf[other]] += delta
                        columnPotential[other] -= delta
                    } else {
                        least[other] -= delta
                    }
                }
                column = next
            } while rowOf[column] != 0
            repeat {
                let previous = before[column]
                rowOf[column] = rowOf[previous]
                column = previous
            } while column != 0
        }
        // Added by row, so that the sum is the same for the same pairs.
        var sums = [Double](repeating: 0, count: rows + 1)
        for column in 1...columns where rowOf[column] > 0 {
            sums[rowOf[column]] = scores[rowOf[column] - 1][column - 1]
        }
        return sums.reduce(0, +)
    }
}
