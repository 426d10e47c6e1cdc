import AdjudgeBase
import AdjudgeProse

/// SQuAD's scores and those of data sets that took its normalisation.
enum SquadPeers {
    static let all = [
        PeerAnswer("squad.em", "SQuAD's exact match. Unsafe: 3.5 equals 35; a reference of articles equals nothing.") {
            input in exact(input, normalize: AnswerText.squad)
        },
        PeerAnswer("squad_v1.f1", "SQuAD 1.1's F1 of words. Unsafe: every word of the reference and more scores well.")
        {
            input in bestOverlap(input) { WordOverlap.f1($0) }
        },
        PeerAnswer("squad_v2.f1", "SQuAD 2.0's F1: 1 where both sides are empty. Unsafe: nothing equals articles.") {
            input in
            bestOverlap(input) { overlap in
                if overlap.left == 0 || overlap.right == 0 { return overlap.left == overlap.right ? 1 : 0 }
                return WordOverlap.f1(overlap)
            }
        },
        PeerAnswer("slime.f1", "slime's F1: yes, no and noanswer are all or nothing.") { input in
            let answer = AnswerText.squad(input.points(input.response), input.arena)
            return input.best { reference in
                let gold = AnswerText.squad(reference, input.arena)
                if WordOverlap.isDecision(answer) || WordOverlap.isDecision(gold), !(answer == gold) { return 0 }
                return WordOverlap.f1(WordOverlap.count(answer, gold, input.prose))
            }
        },
        PeerAnswer("lm_eval.drop", "DROP's F1, rounded to two places; the references are the spans of one answer.") {
            input in dropScore(input, scale: 1)?.f1
        },
        PeerAnswer("lm_eval.drop_em", "DROP's exact match; the references are the spans of one answer.") {
            input in dropScore(input, scale: 1)?.exact
        },
        PeerAnswer("simple_evals.drop", "DROP's F1 in percent; the references are the spans of one answer.") {
            input in dropScore(input, scale: 100)?.f1
        },
    ]

    static func exact(_ input: PeerAnswer.Input, normalize: (CodePoints, Arena) -> CodePoints) -> Double {
        let answer = normalize(input.points(input.response), input.arena)
        return input.best { normalize($0, input.arena) == answer ? 1 : 0 }
    }

    /// The best score of the words that the response shares with a reference.
    static func bestOverlap(_ input: PeerAnswer.Input, _ score: (GramOverlap) -> Double) -> Double {
        let answer = ProseText(input.response, input.arena)
        return input.references.reduce(0) {
            max($0, score(WordOverlap.squad(answer, ProseText($1, input.arena), input.prose)))
        }
    }

    /// Nil for a reference of more spans than any answer has.
    private static func dropScore(_ input: PeerAnswer.Input, scale: Double) -> DropBags.Score? {
        guard input.references.count <= DropBags.maxSpans else { return nil }
        let bags = DropBags(scratch: input.prose)
        if input.references.count == 1, let score = bags.plain(input.response, input.references[0], scale: scale) {
            return score
        }
        return bags.score([input.points(input.response)], input.references.map(input.points), scale: scale)
    }
}
