import AdjudgeBase
import AdjudgeProse

/// ROUGE as Google's `rouge_score` computes it, each as precision, recall and F1, 0 to 1.
struct Rouge {
    struct Score {
        var precision = 0.0
        var recall = 0.0
        var f1: Double { precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0 }
    }

    let stems: Bool
    /// Whether words are those of every script: a run of letters and digits, or one ideograph or syllable of Chinese,
    /// Japanese and Korean. Google's are runs of ASCII letters and digits.
    var isUniversal = false
    let scratch: ProseScratch

    /// ROUGE-N. O(hypothesis + reference).
    func grams(_ order: Int, _ hypothesis: ProseText, _ reference: ProseText) -> Score {
        let (left, right) = numbers(hypothesis, reference)
        let overlap = Grams.overlaps(left, right, orders: order, scratch)[order - 1]
        return Score(
            precision: Double(overlap.matches) / Double(max(overlap.left, 1)),
            recall: Double(overlap.matches) / Double(max(overlap.right, 1)))
    }

    /// ROUGE-L: by the longest common subsequence. O(hypothesis * reference / 64).
    func longest(_ hypothesis: ProseText, _ reference: ProseText) -> Score {
        let (left, right) = numbers(hypothesis, reference)
        guard !left.isEmpty, !right.isEmpty else { return Score() }
        let length = Double(Subsequence.length(left, right, scratch))
        return Score(precision: length / Double(left.count), recall: length / Double(right.count))
    }

    /// ROUGE-Lsum: line by line, by the union of what each line of the reference has in common with all of the other
    /// text. O(hypothesis * reference).
    func longestBySentence(_ hypothesis: ProseText, _ reference: ProseText) -> Score {
        let (leftLines, rightLines) = (lines(hypothesis), lines(reference))
        let numbers = scratch.words
        numbers.begin(scratch)
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
            for other in left where !scratch.isSpent { mark(line, other, &isShared) }
            if scratch.isSpent { return Score() }
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

    /// Whether a text has a token at all.
    func hasTokens(_ text: ProseText) -> Bool { !tokens(text.points).isEmpty }

    private func numbers(_ hypothesis: ProseText, _ reference: ProseText) -> (CodePoints, CodePoints) {
        guard hypothesis.isASCII, reference.isASCII else {
            return WordNumbers.of(tokens(hypothesis.points), tokens(reference.points), scratch)
        }
        return WordNumbers.scanned(
            RougeWords(hypothesis.bytes, stems: stems, scratch), RougeWords(reference.bytes, stems: stems, scratch),
            scratch)
    }

    /// The tokens in lower case; those of more than three characters stemmed where asked.
    func tokens(_ text: CodePoints) -> [CodePoints] {
        let lower = text.lowered(scratch.arena)
        let memory = UnsafeMutablePointer(mutating: lower.start)
        var tokens: [CodePoints] = []
        var begin = 0
        for index in 0...lower.count {
            let isAlone = index < lower.count && isUniversal && Rouge.standsAlone(lower[index])
            if index < lower.count, !isAlone, isPart(lower[index]) { continue }
            if index > begin {
                var count = index - begin
                if stems, count > 3 { count = PorterStemmer.stem(memory + begin, count) }
                tokens.append(CodePoints(start: memory + begin, count: count))
            }
            if isAlone { tokens.append(lower[index..<index + 1]) }
            begin = index + 1
        }
        return tokens
    }

    private func isPart(_ codePoint: UInt32) -> Bool {
        if codePoint < 0x80 { return codePoint.isASCIIAlphanumeric }
        return isUniversal && (CodePoints.isWordCharacter(codePoint) || CodePoints.isMark(codePoint))
    }

    /// Ideographs, kana and Hangul, which are written without spaces.
    private static func standsAlone(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xAC00...0xD7AF, 0x20000...0x323AF:
            true
        default: false
        }
    }

    private func lines(_ text: ProseText) -> [[CodePoints]] {
        let text = text.points
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

/// The tokens of ROUGE in a text of ASCII.
struct RougeWords: WordScan {
    private let text: Bytes
    private let stems: Bool
    private let scratch: ProseScratch
    private let memory: UnsafeMutablePointer<UInt8>
    private var at = 0

    init(_ text: Bytes, stems: Bool, _ scratch: ProseScratch) {
        self.text = text
        self.stems = stems
        self.scratch = scratch
        memory = scratch.arena.allocate(text.count + 8)
    }

    var end: UnsafePointer<UInt8> { UnsafePointer(memory + text.count + 8) }
    var most: Int { text.count / 2 + 1 }

    @inline(__always)
    mutating func next() -> Bytes? {
        while at < text.count, !text.start[at].isASCIIAlphanumeric { at += 1 }
        guard at < text.count else { return nil }
        let first = at
        while at < text.count {
            let byte = text.start[at]
            guard byte.isASCIIAlphanumeric else { break }
            memory[at] = byte &- 0x41 < 26 ? byte | 0x20 : byte
            at += 1
        }
        var count = at - first
        if stems, count > 3 { count = scratch.stems.stem(memory + first, count, scratch.arena) }
        return Bytes(start: memory + first, count: count)
    }
}
