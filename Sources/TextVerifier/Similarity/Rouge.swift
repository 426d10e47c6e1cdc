import AdjudgeProse

/// ROUGE as Google's `rouge_score` computes it, each as precision, recall and F1, 0 to 1.
struct Rouge {
    struct Score {
        var precision = 0.0
        var recall = 0.0
        var f1: Double { precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0 }
    }

    let stems: Bool
    let scratch: ProseScratch

    /// ROUGE-N. O(hypothesis + reference).
    func grams(_ order: Int, _ hypothesis: CodePoints, _ reference: CodePoints) -> Score {
        let (left, right) = WordNumbers.of(tokens(hypothesis), tokens(reference), scratch.arena)
        let overlap = Grams.overlaps(left, right, orders: order, scratch)[order - 1]
        return Score(
            precision: Double(overlap.matches) / Double(max(overlap.left, 1)),
            recall: Double(overlap.matches) / Double(max(overlap.right, 1)))
    }

    /// ROUGE-L: by the longest common subsequence. O(hypothesis * reference / 64).
    func longest(_ hypothesis: CodePoints, _ reference: CodePoints) -> Score {
        let (left, right) = WordNumbers.of(tokens(hypothesis), tokens(reference), scratch.arena)
        guard !left.isEmpty, !right.isEmpty else { return Score() }
        let length = Double(Subsequence.length(left, right, scratch))
        return Score(precision: length / Double(left.count), recall: length / Double(right.count))
    }

    /// ROUGE-Lsum: line by line, by the union of what each line of the reference has in common with all of the other
    /// text. O(hypothesis * reference).
    func longestBySentence(_ hypothesis: CodePoints, _ reference: CodePoints) -> Score {
        let (leftLines, rightLines) = (lines(hypothesis), lines(reference))
        var numbers = WordNumbers(
            capacity: leftLines.reduce(0) { $0 + $1.count } + rightLines.reduce(0) { $0 + $1.count }, scratch.arena)
        let left = leftLines.map { numbers.numbers($0, scratch.arena) }
        let right = rightLines.map { numbers.numbers($0, scratch.arena) }
        let (leftCount, rightCount) = (left.reduce(0) { $0 + $1.count }, right.reduce(0) { $0 + $1.count })
        guard leftCount > 0, rightCount > 0 else { return Score() }
        // No word is counted more often than it stands in either text.
        var open = [Int](repeating: 0, count: numbers.count)
        var openReference = open
        for line in left { for index in 0..<line.count { open[Int(line[index])] += 1 } }
        for line in right { for index in 0..<line.count { openReference[Int(line[index])] += 1 } }
        var hits = 0
        for line in right {
            var isShared = [Bool](repeating: false, count: line.count)
            for other in left { mark(line, other, &isShared) }
            for index in 0..<line.count where isShared[index] {
                let word = Int(line[index])
                if open[word] > 0, openReference[word] > 0 {
                    hits += 1
                    open[word] -= 1
                    openReference[word] -= 1
                }
            }
        }
        return Score(precision: Double(hits) / Double(leftCount), recall: Double(hits) / Double(rightCount))
    }

    // MARK: Tokens

    /// Runs of ASCII letters and digits in lower case; those of more than three stemmed where asked.
    private func tokens(_ text: CodePoints) -> [CodePoints] {
        let lower = text.lowered(scratch.arena)
        let memory = UnsafeMutablePointer(mutating: lower.start)
        var tokens: [CodePoints] = []
        var begin = 0
        for index in 0...lower.count where index == lower.count || !isAlphanumeric(lower[index]) {
            if index > begin {
                var count = index - begin
                if stems, count > 3 { count = PorterStemmer.stem(memory + begin, count) }
                tokens.append(CodePoints(start: memory + begin, count: count))
            }
            begin = index + 1
        }
        return tokens
    }

    private func isAlphanumeric(_ codePoint: UInt32) -> Bool {
        (codePoint >= 0x61 && codePoint <= 0x7A) || codePoint.isASCIIDigit
    }

    private func lines(_ text: CodePoints) -> [[CodePoints]] {
        var lines: [[CodePoints]] = []
        var begin = 0
        for index in 0...text.count where index == text.count || text[index] == 0x0A {
            if index > begin { lines.append(tokens(text[begin..<index])) }
            begin = index + 1
        }
        return lines
    }

    /// Marks the words of `line` in the common subsequence that reading the table from the end finds.
    private func mark(_ line: CodePoints, _ other: CodePoints, _ isShared: inout [Bool]) {
        let width = other.count + 1
        guard !line.isEmpty, !other.isEmpty, scratch.spend(2 * (line.count + 1) * width) else { return }
        let table = scratch.arena.array(repeating: Int32(0), (line.count + 1) * width)
        for row in 1...line.count {
            for column in 1...other.count {
                let at = row * width + column
                table[at] =
                    line[row - 1] == other[column - 1]
                    ? table[at - width - 1] + 1 : max(table[at - width], table[at - 1])
            }
        }
        var (row, column) = (line.count, other.count)
        while row > 0, column > 0 {
            if line[row - 1] == other[column - 1] {
                isShared[row - 1] = true
                (row, column) = (row - 1, column - 1)
            } else if table[row * width + column - 1] > table[(row - 1) * width + column] {
                column -= 1
            } else {
                row -= 1
            }
        }
    }
}
