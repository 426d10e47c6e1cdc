import AdjudgeBase
import AdjudgeProse

/// Translation edit rate as sacrebleu computes it (Snover and others 2006, after Tercom): edits and shifts of runs of words
/// over the reference's words, in percent. Words in lower case between white space.
///
/// Shifts are looked for greedily; at most 1000 are tried. O(tries * words * beam), within the budget.
struct TranslationEdits {
    private static let maxShiftSize = 10
    private static let maxShiftDistance = 50
    private static let beamWidth = 25
    private static let maxCandidates = 1000

    private enum Edit: UInt8 { case undefined, keep, substitute, delete, insert }

    private struct Cell {
        var cost: Int32 = .max / 2
        var edit = Edit.undefined
    }

    private let reference: CodePoints
    private let scratch: ProseScratch
    /// A row for each word of the hypothesis and one before, a column for each of the reference and one before.
    private let table: UnsafeMutablePointer<Cell>
    /// The table of the words as they stand, while shifts are tried.
    private let original: UnsafeMutablePointer<Cell>
    private let width: Int
    private let count: Int

    static func rate(_ hypothesis: ProseText, _ reference: ProseText, _ scratch: ProseScratch) -> Double {
        let (left, right) = WordNumbers.lowered(hypothesis, reference, scratch)
        if right.isEmpty { return left.isEmpty ? 0 : 100 }
        guard scratch.spend(4 * (left.count + 1) * (right.count + 1)) else { return 0 }
        let edits = TranslationEdits(left.count, right, scratch).edits(left)
        return 100 * (Double(edits) / Double(right.count))
    }

    private init(_ count: Int, _ reference: CodePoints, _ scratch: ProseScratch) {
        self.reference = reference
        self.scratch = scratch
        self.count = count
        width = reference.count + 1
        table = scratch.arena.array(repeating: Cell(), (count + 1) * width)
        original = scratch.arena.array(repeating: Cell(), (count + 1) * width)
        for column in 0..<width { table[column] = Cell(cost: Int32(column), edit: .insert) }
    }

    private func edits(_ hypothesis: CodePoints) -> Int {
        var words = (0..<hypothesis.count).map { hypothesis[$0] }
        var shifts = 0
        var candidates = 0
        fill(words, from: 0)
        while !scratch.isSpent {
            let (gain, shifted) = bestShift(words, &candidates)
            if candidates >= TranslationEdits.maxCandidates || gain <= 0 { break }
            shifts += 1
            words = shifted
            fill(words, from: 0)
        }
        return shifts + distance
    }

    private var distance: Int { Int(table[count * width + width - 1].cost) }

    /// Fills the rows of the words from one on, within the beam.
    private func fill(_ words: [UInt32], from first: Int) {
        let ratio = count > 0 ? Double(reference.count) / Double(count) : 1
        let beam =
            Double(TranslationEdits.beamWidth) < ratio / 2
            ? Int((ratio / 2 + Double(TranslationEdits.beamWidth)).rounded(.up)) : TranslationEdits.beamWidth
        guard scratch.spend((count - first) * (min(2 * beam, width) + width / 8 + 1)) else { return }
        for row in first..<count {
            let diagonal = Int((Double(row + 1) * ratio).rounded(.down))
            let low = max(0, diagonal - beam)
            let high = row + 1 == count ? width : min(width, diagonal + beam)
            let current = table + (row + 1) * width
            let above = table + row * width
            current.update(repeating: Cell(), count: width)
            for column in low..<max(low, high) {
                if column == 0 {
                    current[0] = Cell(cost: above[0].cost + 1, edit: .delete)
                    continue
                }
                let isEqual = words[row] == reference[column - 1]
                var best = Cell(cost: above[column - 1].cost + (isEqual ? 0 : 1), edit: isEqual ? .keep : .substitute)
                if best.cost >= Cell().cost { best = Cell() }
                if best.cost > above[column].cost + 1 { best = Cell(cost: above[column].cost + 1, edit: .delete) }
                if best.cost > current[column - 1].cost + 1 {
                    best = Cell(cost: current[column - 1].cost + 1, edit: .insert)
                }
                current[column] = best
            }
        }
    }

    /// Where each word of the reference is aligned, and which words of both texts are edited.
    private struct Alignment {
        var places: [Int] = []
        var referenceErrors: [Int] = []
        var hypothesisErrors: [Int] = []
    }

    private func alignment() -> Alignment? {
        var edits: [Edit] = []
        var (row, column) = (count, width - 1)
        while row > 0 || column > 0 {
            let edit = table[row * width + column].edit
            edits.append(edit)
            switch edit {
            case .keep, .substitute: (row, column) = (row - 1, column - 1)
            case .insert: column -= 1
            case .delete: row -= 1
            case .undefined: return nil
            }
            if row < 0 || column < 0 { return nil }
        }
        var alignment = Alignment()
        var place = -1
        for edit in edits.reversed() {
            if edit != .insert {
                place += 1
                alignment.hypothesisErrors.append(edit == .keep ? 0 : 1)
            }
            if edit != .delete {
                alignment.places.append(place)
                alignment.referenceErrors.append(edit == .keep ? 0 : 1)
            }
        }
        return alignment
    }

    /// The shift that lowers the distance most; of those the longest, then the earliest, then the one to the earliest place.
    private func bestShift(_ words: [UInt32], _ candidates: inout Int) -> (gain: Int, words: [UInt32]) {
        let before = distance
        guard scratch.spend((count + 1) * width / 2), let alignment = alignment() else { return (0, words) }
        defer { table.update(from: original, count: (count + 1) * width) }
        original.update(from: table, count: (count + 1) * width)
        var best: (gain: Int, length: Int, start: Int, target: Int, words: [UInt32])?
        // Rows below this one are those of another order of the words.
        var validRows = count

        /// Tries all places for a run; false when no more are tried.
        func tryRun(_ start: Int, _ referenceStart: Int, _ length: Int) -> Bool {
            guard alignment.hypothesisErrors[start..<start + length].contains(1),
                alignment.referenceErrors[referenceStart..<referenceStart + length].contains(1),
                !(start..<start + length).contains(alignment.places[referenceStart])
            else { return true }
            var previous = -1
            for offset in -1..<length {
                let at = referenceStart + offset
                guard at < reference.count else { break }
                let target = at < 0 ? 0 : alignment.places[at] + 1
                if target == previous { continue }
                previous = target
                let shifted = TranslationEdits.shift(words, start, length, to: target)
                let first = zip(shifted, words).enumerated().first { $1.0 != $1.1 }?.offset ?? count
                if first > validRows {
                    (table + (validRows + 1) * width).update(
                        from: original + (validRows + 1) * width, count: (first - validRows) * width)
                }
                fill(shifted, from: first)
                validRows = first
                candidates += 1
                let gain = before - distance
                if let found = best,
                    (found.gain, found.length, -found.start, -found.target) >= (gain, length, -start, -target)
                {
                    continue
                }
                best = (gain, length, start, target, shifted)
            }
            return candidates < TranslationEdits.maxCandidates && !scratch.isSpent
        }
        search: for start in 0..<count {
            let low = max(0, start - TranslationEdits.maxShiftDistance)
            let high = min(reference.count, start + TranslationEdits.maxShiftDistance + 1)
            guard scratch.spend(max(high - low, 0)) else { break }
            for referenceStart in low..<max(low, high) {
                var length = 0
                while length < TranslationEdits.maxShiftSize, start + length < count,
                    referenceStart + length < reference.count,
                    words[start + length] == reference[referenceStart + length]
                {
                    length += 1
                    if !tryRun(start, referenceStart, length) { break search }
                }
            }
        }
        return best.map { ($0.gain, $0.words) } ?? (0, words)
    }

    private static func shift(_ words: [UInt32], _ start: Int, _ length: Int, to target: Int) -> [UInt32] {
        // Before the run, within it, or behind it.
        let end = target > start + length ? target : min(length + target, words.count)
        var shifted: [UInt32] = []
        shifted.reserveCapacity(words.count)
        shifted += words[..<min(target, start)]
        if target >= start { shifted += words[(start + length)..<end] }
        shifted += words[start..<start + length]
        if target < start {
            shifted += words[target..<start]
            shifted += words[(start + length)...]
        } else {
            shifted += words[end...]
        }
        return shifted
    }
}
