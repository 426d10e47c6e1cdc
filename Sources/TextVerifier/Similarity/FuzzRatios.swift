import AdjudgeBase
import AdjudgeProse

/// The ratios of rapidfuzz (`rapidfuzz.fuzz`), 0 to 100, on texts as they are. Source: its own reference in Python.
struct FuzzRatios {
    let scratch: ProseScratch

    /// Twice the longest common subsequence over both lengths.
    func ratio(_ left: CodePoints, _ right: CodePoints) -> Double {
        let total = left.count + right.count
        guard total > 0 else { return 100 }
        return FuzzRatios.share(total - 2 * Subsequence.length(left, right, scratch), of: total)
    }

    /// `ratio`, but 0 where a text is empty.
    func quick(_ left: CodePoints, _ right: CodePoints) -> Double {
        left.isEmpty || right.isEmpty ? 0 : ratio(left, right)
    }

    func tokenSort(_ left: CodePoints, _ right: CodePoints) -> Double {
        ratio(sorted(left.words()), sorted(right.words()))
    }

    func tokenSet(_ left: CodePoints, _ right: CodePoints) -> Double {
        TokenSets(sorted: inOrder(left.words()), inOrder(right.words())).map(tokenSet) ?? 0
    }

    func token(_ left: CodePoints, _ right: CodePoints) -> Double {
        let (leftWords, rightWords) = (inOrder(left.words()), inOrder(right.words()))
        let bySort = ratio(
            CodePoints.joined(leftWords, scratch.arena), CodePoints.joined(rightWords, scratch.arena))
        return max(TokenSets(sorted: leftWords, rightWords).map(tokenSet) ?? 0, bySort)
    }

    func partialTokenSort(_ left: CodePoints, _ right: CodePoints) -> Double {
        partial(sorted(left.words()), sorted(right.words()))
    }

    func partialTokenSet(_ left: CodePoints, _ right: CodePoints) -> Double {
        TokenSets(sorted: inOrder(left.words()), inOrder(right.words())).map(partialTokenSet) ?? 0
    }

    func partialToken(_ left: CodePoints, _ right: CodePoints) -> Double {
        let (leftWords, rightWords) = (inOrder(left.words()), inOrder(right.words()))
        guard let sets = TokenSets(sorted: leftWords, rightWords) else {
            return partial(
                CodePoints.joined(leftWords, scratch.arena), CodePoints.joined(rightWords, scratch.arena))
        }
        if sets.sharesWords { return 100 }
        let whole = partial(
            CodePoints.joined(leftWords, scratch.arena), CodePoints.joined(rightWords, scratch.arena))
        // Where no word stands twice both are the same comparison.
        if sets.onlyLeft.count == leftWords.count, sets.onlyRight.count == rightWords.count { return whole }
        return max(whole, partialTokenSet(sets))
    }

    /// The best of several ratios, weighed by how the lengths differ.
    func weighted(_ left: CodePoints, _ right: CodePoints) -> Double {
        if left.isEmpty || right.isEmpty { return 0 }
        let lengths = Double(max(left.count, right.count)) / Double(min(left.count, right.count))
        let whole = ratio(left, right)
        if lengths < 1.5 { return max(whole, token(left, right) * 0.95) }
        let scale = lengths <= 8 ? 0.9 : 0.6
        return max(whole, max(partial(left, right) * scale, partialToken(left, right) * 0.95 * scale))
    }

    func partial(_ left: CodePoints, _ right: CodePoints) -> Double {
        FuzzPartial(scratch: scratch).ratio(left, right)
    }

    // MARK: Parts

    private func sorted(_ words: [CodePoints]) -> CodePoints {
        CodePoints.joined(inOrder(words), scratch.arena)
    }

    /// A word with its first three code points as one number, by which most words are told apart.
    private struct Keyed {
        let key: UInt64
        let word: CodePoints

        init(_ word: CodePoints) {
            self.word = word
            var key: UInt64 = 0
            // One more than a code point, so that a prefix comes first.
            for index in 0..<3 { key = key << 21 | (index < word.count ? UInt64(word.start[index]) + 1 : 0) }
            self.key = key
        }

        @inline(__always)
        static func < (left: Keyed, right: Keyed) -> Bool {
            left.key == right.key ? left.word < right.word : left.key < right.key
        }
    }

    /// The words in the order of Python's strings.
    private func inOrder(_ words: [CodePoints]) -> [CodePoints] {
        guard words.count <= 64 else { return words.sorted(by: <) }
        let keyed = scratch.arena.array(of: Keyed.self, words.count)
        for (index, word) in words.enumerated() {
            let new = Keyed(word)
            var at = index
            while at > 0, new < keyed[at - 1] {
                keyed[at] = keyed[at - 1]
                at -= 1
            }
            keyed[at] = new
        }
        return (0..<words.count).map { keyed[$0].word }
    }

    private func tokenSet(_ sets: TokenSets) -> Double {
        if sets.sharesWords, sets.onlyLeft.isEmpty || sets.onlyRight.isEmpty { return 100 }
        let left = CodePoints.joined(sets.onlyLeft, scratch.arena)
        let right = CodePoints.joined(sets.onlyRight, scratch.arena)
        let shared = sets.sharedLength
        let gap = shared > 0 ? 1 : 0
        let (leftTotal, rightTotal) = (shared + gap + left.count, shared + gap + right.count)
        let distance = left.count + right.count - 2 * Subsequence.length(left, right, scratch)
        let whole = FuzzRatios.share(distance, of: leftTotal + rightTotal)
        if shared == 0 { return whole }
        return max(
            whole, FuzzRatios.share(gap + left.count, of: shared + leftTotal),
            FuzzRatios.share(gap + right.count, of: shared + rightTotal))
    }

    private func partialTokenSet(_ sets: TokenSets) -> Double {
        if sets.sharesWords { return 100 }
        return partial(
            CodePoints.joined(sets.onlyLeft, scratch.arena), CodePoints.joined(sets.onlyRight, scratch.arena))
    }

    /// What a distance leaves of 100.
    static func share(_ distance: Int, of total: Int) -> Double {
        total > 0 ? (1 - Double(distance) / Double(total)) * 100 : 100
    }
}

/// The words of two texts as sets, in order.
struct TokenSets {
    private(set) var onlyLeft: [CodePoints] = []
    private(set) var onlyRight: [CodePoints] = []
    private(set) var shared: [CodePoints] = []

    /// The sets of words that are in order; nil where a text has no word.
    init?(sorted left: [CodePoints], _ right: [CodePoints]) {
        guard !left.isEmpty, !right.isEmpty else { return nil }
        var (a, b) = (0, 0)
        while a < left.count || b < right.count {
            if a > 0, a < left.count, left[a] == left[a - 1] {
                a += 1
            } else if b > 0, b < right.count, right[b] == right[b - 1] {
                b += 1
            } else if b == right.count || a < left.count && left[a] < right[b] {
                onlyLeft.append(left[a])
                a += 1
            } else if a == left.count || right[b] < left[a] {
                onlyRight.append(right[b])
                b += 1
            } else {
                shared.append(left[a])
                (a, b) = (a + 1, b + 1)
            }
        }
    }

    var sharesWords: Bool { !shared.isEmpty }
    /// The length of the shared words with spaces between them.
    var sharedLength: Int { shared.isEmpty ? 0 : shared.reduce(shared.count - 1) { $0 + $1.count } }
}
