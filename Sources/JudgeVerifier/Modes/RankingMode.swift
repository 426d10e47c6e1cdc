/// An answer held against the others of its group, one by one: the reward is the share that it wins, a tie being half.
///
/// Each pair is asked in both orders. The questions of a pair are the same bytes whichever of the two is judged, so that
/// a group of n costs n(n - 1) calls, not twice as many: the second row to ask takes what the first one was told.
struct RankingMode: JudgeMode {
    let comparison: ComparisonMode
    var marks: [String] { comparison.marks }
    var headings: [String] { comparison.headings }

    func questions(_ subject: Subject, after findings: [Finding]) -> [Question] {
        guard findings.isEmpty else { return [] }
        return subject.rivals.filter { $0.settled == nil }.flatMap { rival in
            comparison.questions(subject.pair(with: rival), isSwapped: false)
                + comparison.questions(subject.pair(with: rival), isSwapped: true)
        }
    }

    func verdict(_ findings: [Finding], on subject: Subject) -> Judgement? {
        var rest = findings[...]
        let votes = comparison.votes
        var sum = 0.0
        for rival in subject.rivals {
            if let value = rival.settled {
                sum += value
                continue
            }
            guard rest.count >= 2 * votes else { return nil }
            sum += comparison.value(rest.prefix(votes), isSwapped: false) / 2
            sum += comparison.value(rest.dropFirst(votes).prefix(votes), isSwapped: true) / 2
            rest = rest.dropFirst(2 * votes)
        }
        guard rest.isEmpty, !subject.rivals.isEmpty else { return nil }
        return Judgement(reward: sum / Double(subject.rivals.count), reason: .judgedScore)
    }
}

/// Another answer of the group.
struct Rival: Sendable, Equatable {
    var text: String
    /// The value of the judged answer against it where nobody needs to be asked: 0.5 for the same text, 1 for what the
    /// gate refuses.
    var settled: Double?
}

extension Subject {
    /// The question about this answer and one other.
    func pair(with rival: Rival) -> Subject {
        var pair = self
        pair.reference = rival.text
        pair.rivals = []
        pair.isPair = true
        return pair
    }
}
