import AdjudgeBase
import AdjudgeProse

/// `answer_match`: short answers against one reference or several, as question answering scores them.
struct AnswerMatchVerifier: Verifier {
    static let kind = VerifierKind(
        name: "answer_match", summary: "Short answers: equal, F1, containing or contained, once normalised.",
        keys: [
            .init(
                "normalize",
                "squad (default): lower case, no articles and punctuation, but for marks in numbers; triviaqa: articles kept; drop: numbers by value; none."
            ),
            .init(
                "match",
                "exact (default); f1: of words; contains: a short answer has the reference as whole words; contained: the answer is a part of it; any_of_words: they share a word."
            ),
            .init("yes_no", "all_or_nothing (default): yes and no earn nothing by other words; words: as any words."),
            .init("threshold", "1 at this F1 and above, else 0."),
            .init(
                "max_words", "contains, any_of_words: the most words of an answer (default 16 beyond the reference's)."),
            .init(
                "mode",
                "compat: a peer's rule, its unsafe accepts included: "
                    + PeerAnswer.all.map { "compat:\($0.name)" }.joined(separator: ", ") + "."
            ),
        ] + PeerOptions.keys,
        defaultInput: { node in
            if node.member("mode") != nil { return .response }
            return .answer([
                "strip_think", "first_turn", ["xml": "answer"], "boxed", "hash", "answer_line", "whole",
            ])
        },
        compile: compile)

    enum Match: Sendable { case exact, f1, contains, contained, anyOfWords }
    enum Form: Sendable { case squad, triviaQA, drop, none }

    let match: Match
    let form: Form
    let decidesWhole: Bool
    let threshold: Double?
    let maxWords: Int?

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        if let mode = node.member("mode") {
            let rule = try mode.choice("a peer's rule", PeerAnswer.all.map { ("compat:\($0.name)", $0) })
            for key in ["normalize", "match", "yes_no", "threshold", "max_words"] {
                guard let stray = node.member(key) else { continue }
                throw stray.mismatch(expected: "no \(key): compat:\(rule.name) is a rule of its own")
            }
            return PeerAnswerVerifier(rule: rule, options: try PeerOptions(node, of: rule))
        }
        for key in PeerOptions.keys {
            guard let stray = node.member(key.name) else { continue }
            throw stray.mismatch(expected: "no \(key.name) without the mode that reads it")
        }
        let match =
            try node.member("match")?.choice(
                "how the answer matches",
                [
                    ("exact", Match.exact), ("f1", .f1), ("contains", .contains), ("contained", .contained),
                    ("any_of_words", .anyOfWords),
                ]) ?? .exact
        let threshold = try node.member("threshold").map { node throws(DocumentError) -> Double in
            guard match == .f1 else { throw node.mismatch(expected: "no threshold: it is for \"match\": \"f1\"") }
            return try node.share()
        }
        return AnswerMatchVerifier(
            match: match,
            form: try node.member("normalize")?.choice(
                "a normalisation", [("squad", Form.squad), ("triviaqa", .triviaQA), ("drop", .drop), ("none", .none)])
                ?? .squad,
            decidesWhole: try node.member("yes_no")?.choice(
                "a rule for yes and no", [("all_or_nothing", true), ("words", false)]) ?? true,
            threshold: threshold,
            maxWords: try node.member("max_words").map { node throws(DocumentError) in
                try node.integer(in: 1...1_000_000)
            })
    }

    func makeChecker() -> any Checker { AnswerMatchChecker(self) }
}

private final class AnswerMatchChecker: Checker {
    private let verifier: AnswerMatchVerifier
    private let prose = ProseScratch()
    private let parser = JSONParser(maxDepth: 4)

    init(_ verifier: AnswerMatchVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        prose.begin(scratch)
        scratch.spend(input.answer.bytes.count)
        guard let references = References.texts(input.reference, parser, scratch) else {
            return Outcome(.badReference, .unreadableReference)
        }
        let answer = normalized(input.answer.bytes, scratch)
        var best = 0.0
        var isSeveral = false
        for reference in references {
            scratch.spend(reference.count)
            let gold = normalized(reference, scratch)
            // Such a reference would equal whatever else is nothing, and stand in every text.
            if gold.isEmpty { return Outcome(.badReference, .unreadableReference) }
            let score = score(answer, gold, &isSeveral, scratch)
            best = max(best, score)
        }
        if prose.isSpent { return Outcome(.limitExceeded, .comparisonLimit) }
        scratch.evidence?.note("answer compared as", answer.bytes(scratch.arena).string)
        if verifier.match == .f1, verifier.threshold == nil {
            return Outcome(.graded, TextReason.overlap, reward: best)
        }
        let holds = best >= (verifier.threshold ?? 1)
        if !holds, isSeveral { return .graded(false, .severalAnswers) }
        return .graded(holds, holds ? .equalText : .differentText)
    }

    private func normalized(_ text: Bytes, _ scratch: Scratch) -> CodePoints {
        let arena = scratch.arena
        let points = CodePoints(text.folded(.text, into: arena), arena)
        switch verifier.form {
        case .squad: return AnswerText.safe(points, arena)
        case .triviaQA: return AnswerText.safe(points, arena, keepsArticles: true)
        case .drop: return AnswerText.drop(points, arena)
        case .none: return CodePoints(text, arena).stripped
        }
    }

    private func score(
        _ answer: CodePoints, _ gold: CodePoints, _ isSeveral: inout Bool, _ scratch: Scratch
    ) -> Double {
        if answer == gold { return 1 }
        if verifier.decidesWhole, WordOverlap.isDecision(gold) || WordOverlap.isDecision(answer) { return 0 }
        switch verifier.match {
        case .exact: return 0
        case .f1: return WordOverlap.f1(WordOverlap.count(answer, gold, prose))
        case .contains:
            let words = answer.words()
            guard words.count <= (verifier.maxWords ?? gold.words().count + 16) else { return 0 }
            let mention = Mention.of(gold.words(), in: words)
            if mention == .open { isSeveral = true }
            return mention == .stated ? 1 : 0
        case .contained:
            // A word of a long reference is not the answer.
            let (words, goldWords) = (answer.words(), gold.words())
            guard 2 * words.count >= goldWords.count else { return 0 }
            return Mention.of(words, in: goldWords) == .stated ? 1 : 0
        case .anyOfWords:
            let words = answer.words()
            guard words.count <= (verifier.maxWords ?? gold.words().count + 16) else { return 0 }
            return WordOverlap.countOnce(answer, gold, prose).matches > 0 ? 1 : 0
        }
    }
}

/// How an answer's words mention others.
enum Mention: Equatable {
    case none
    /// As whole words that nothing before them denies.
    case stated
    /// Beside others, joined by "or".
    case open

    private static let denials: [StaticString] = [
        "not", "never", "no", "nor", "neither", "without", "except", "than", "isnt", "wasnt", "cannot", "cant", "but",
        "unlike", "excluding", "isn't", "wasn't",
    ]

    /// Looks for the words one after the other. O(words * mentioned) at worst, both short.
    static func of(_ mentioned: [CodePoints], in words: [CodePoints]) -> Mention {
        guard !mentioned.isEmpty, mentioned.count <= words.count else { return .none }
        var found = Mention.none
        for start in 0...words.count - mentioned.count
        where words[start] == mentioned[0] && mentioned.indices.allSatisfy({ words[start + $0] == mentioned[$0] }) {
            let before = words[max(0, start - 4)..<start]
            // One that is denied anywhere is not what the answer says.
            if before.contains(where: { word in denials.contains { word.equals($0) } }) { return .none }
            let behind = start + mentioned.count
            let isJoined =
                start > 0 && words[start - 1].equals("or") || behind < words.count && words[behind].equals("or")
            if isJoined { return .open }
            found = .stated
        }
        return found
    }
}
