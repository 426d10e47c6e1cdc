import AdjudgeBase
import AdjudgeProse
import Glibc

/// NLTK's `single_meteor_score` without WordNet's synonyms: words match as they are in lower case, then by their stems.
/// 0 to 1. O(hypothesis + reference).
enum Meteor {
    static func score(_ hypothesis: ProseText, _ reference: ProseText, _ scratch: ProseScratch) -> Double {
        let (left, right) = (words(hypothesis.points, scratch), words(reference.points, scratch))
        guard !left.isEmpty, !right.isEmpty else { return 0 }
        // The place in the reference that each word of the hypothesis is matched with.
        var matched = [Int](repeating: -1, count: left.count)
        var isTaken = [Bool](repeating: false, count: right.count)
        match(left, right, &matched, &isTaken, scratch)
        match(
            stemmed(left, where: { matched[$0] < 0 }), stemmed(right, where: { !isTaken[$0] }), &matched, &isTaken,
            scratch)
        let count = matched.reduce(0) { $0 + ($1 >= 0 ? 1 : 0) }
        if count == 0 { return 0 }
        let precision = Double(count) / Double(left.count)
        let recall = Double(count) / Double(right.count)
        let mean = precision * recall / (0.9 * precision + (1 - 0.9) * recall)
        let fragments = Double(chunks(matched)) / Double(count)
        return (1 - 0.5 * pow(fragments, 3)) * mean
    }

    private static func words(_ text: CodePoints, _ scratch: ProseScratch) -> [CodePoints] {
        text.words().map { $0.lowered(scratch.arena) }
    }

    /// The stems of the words that are open, in place; the others stay.
    private static func stemmed(_ words: [CodePoints], where isOpen: (Int) -> Bool) -> [CodePoints] {
        words.enumerated().map { index, word in
            guard isOpen(index) else { return word }
            let memory = UnsafeMutablePointer(mutating: word.start)
            return CodePoints(start: memory, count: PorterStemmer.stem(memory, word.count))
        }
    }

    /// Matches open words from the last, each with the last open one of the reference that is the same.
    private static func match(
        _ left: [CodePoints], _ right: [CodePoints], _ matched: inout [Int], _ isTaken: inout [Bool],
        _ scratch: ProseScratch
    ) {
        let numbers = scratch.words
        numbers.begin(scratch)
        let right = numbers.numbers(right, scratch.arena)
        let left = numbers.numbers(left, scratch.arena)
        // The open places of each word, the last first.
        var last = [Int](repeating: -1, count: numbers.count)
        var before = [Int](repeating: -1, count: right.count)
        for place in 0..<right.count where !isTaken[place] {
            before[place] = last[Int(right[place])]
            last[Int(right[place])] = place
        }
        for index in stride(from: left.count - 1, through: 0, by: -1) where matched[index] < 0 {
            let place = last[Int(left[index])]
            guard place >= 0 else { continue }
            last[Int(left[index])] = before[place]
            matched[index] = place
            isTaken[place] = true
        }
    }

    /// How many runs of neighbours in both texts the matches make.
    private static func chunks(_ matched: [Int]) -> Int {
        var chunks = 0
        var previous = (index: -2, place: -2)
        for (index, place) in matched.enumerated() where place >= 0 {
            if index != previous.index + 1 || place != previous.place + 1 { chunks += 1 }
            previous = (index, place)
        }
        return chunks
    }
}
