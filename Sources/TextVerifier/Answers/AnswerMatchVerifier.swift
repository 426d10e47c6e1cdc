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
                "exact (default); f1: of words; contains: a short answer states the reference's words, no others beside them (\"Paris, London\" is several answers); contained: the answer is a part of it; any_of_words: they share a word that is stated."
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

    /// Whether it matters what an answer claims beside the words that it shares with the reference.
    var readsClaims: Bool { match != .exact && match != .contained }

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
        var claims: AnswerClaims?
        var best = 0.0
        var failure: Outcome?
        for reference in references {
            scratch.spend(reference.count)
            let gold = normalized(reference, scratch)
            // Such a reference would equal whatever else is nothing, and stand in every text.
            if gold.isEmpty { return Outcome(.badReference, .unreadableReference) }
            if answer == gold {
                best = 1
                continue
            }
            if verifier.decidesWhole, WordOverlap.isDecision(gold) || WordOverlap.isDecision(answer) { continue }
            if verifier.readsClaims, claims == nil { claims = read(input.answer.bytes, scratch) }
            let score = score(answer, gold, claims, &failure, scratch)
            best = max(best, score)
        }
        if prose.isSpent { return Outcome(.limitExceeded, .comparisonLimit) }
        scratch.evidence?.note("answer compared as", answer.bytes(scratch.arena).string)
        if verifier.match == .f1, verifier.threshold == nil {
            if best == 0, let failure { return failure }
            return Outcome(.graded, TextReason.overlap, reward: best)
        }
        let holds = best >= (verifier.threshold ?? 1)
        if !holds, let failure { return failure }
        return .graded(holds, holds ? .equalText : .differentText)
    }

    private func normalized(_ text: Bytes, _ scratch: Scratch) -> CodePoints {
        let arena = scratch.arena
        return verifier.form == .none
            ? CodePoints(text, arena).stripped : normal(AnswerSigns.text(text, arena), arena)
    }

    private func normal(_ points: CodePoints, _ arena: Arena) -> CodePoints {
        switch verifier.form {
        case .squad: AnswerText.safe(points, arena)
        case .triviaQA: AnswerText.safe(points, arena, keepsArticles: true)
        case .drop: AnswerText.drop(points, arena)
        case .none: points.stripped
        }
    }

    private func read(_ answer: Bytes, _ scratch: Scratch) -> AnswerClaims {
        let arena = scratch.arena
        let text = verifier.form == .none ? CodePoints(answer, arena) : AnswerSigns.text(answer, arena)
        return AnswerClaims(text) { normal($0, arena) }
    }

    /// The score against one reference, which the answer is not equal to; `failure` is why an answer that has what is
    /// asked for does not state it.
    private func score(
        _ answer: CodePoints, _ gold: CodePoints, _ claims: AnswerClaims?, _ failure: inout Outcome?, _ scratch: Scratch
    ) -> Double {
        switch verifier.match {
        case .exact: return 0
        case .f1:
            guard let claims else { return 0 }
            let overlap = WordOverlap.count(answer, gold, prose)
            guard overlap.matches > 0, let refusal = refusal(claims, gold.words()) else {
                return WordOverlap.f1(overlap)
            }
            failure = refusal
            return 0
        case .contains:
            guard let claims else { return 0 }
            let wanted = gold.words()
            guard claims.words.count <= (verifier.maxWords ?? wanted.count + 16) else { return 0 }
            return stated(wanted, claims, &failure)
        case .contained:
            // A word of a long reference is not the answer.
            let (words, wanted) = (answer.words(), gold.words())
            guard 2 * words.count >= wanted.count else { return 0 }
            return isPart(words, of: wanted) ? 1 : 0
        case .anyOfWords:
            guard let claims else { return 0 }
            let wanted = gold.words()
            guard claims.words.count <= (verifier.maxWords ?? wanted.count + 16) else { return 0 }
            return sharesStatedWord(wanted, claims, &failure)
        }
    }

    /// 1 where the words stand one after the other and are stated wherever they do.
    private func stated(_ wanted: [CodePoints], _ claims: AnswerClaims, _ failure: inout Outcome?) -> Double {
        guard wanted.count > 0, wanted.count <= claims.words.count else { return 0 }
        var isFound = false
        for start in 0...claims.words.count - wanted.count where claims.words[start] == wanted[0] {
            guard prose.spend(wanted.count) else { return 0 }
            guard wanted.indices.allSatisfy({ claims.words[start + $0] == wanted[$0] }) else { continue }
            switch claims.status(of: start..<start + wanted.count) {
            case .stated: isFound = true
            case .denied:
                failure = .graded(false, TextReason.deniedAnswer)
                return 0
            case .open:
                failure = .graded(false, .severalAnswers)
                return 0
            }
        }
        return isFound ? 1 : 0
    }

    /// 1 where a word of both is stated, other than words that any sentence has.
    private func sharesStatedWord(_ wanted: [CodePoints], _ claims: AnswerClaims, _ failure: inout Outcome?) -> Double {
        let (left, right) = WordNumbers.of(claims.words, wanted, prose)
        var isWanted = [Bool](repeating: false, count: prose.words.count)
        for index in 0..<right.count where !ClaimWords.kinds(wanted[index]).contains(.structure) {
            isWanted[Int(right[index])] = true
        }
        for index in 0..<left.count where isWanted[Int(left[index])] {
            switch claims.status(of: index..<index + 1, besides: { isWanted[Int(left[$0])] }) {
            case .stated: return 1
            case .denied: failure = .graded(false, TextReason.deniedAnswer)
            case .open: failure = .graded(false, .severalAnswers)
            }
        }
        return 0
    }

    /// Why an answer that shares words with the reference earns nothing by them: it denies them, or leaves them open.
    private func refusal(_ claims: AnswerClaims, _ gold: [CodePoints]) -> Outcome? {
        let kinds = gold.map(ClaimWords.kinds)
        if kinds.contains(where: { $0.contains(.denial) }) {
            return claims.hasDenial ? nil : .graded(false, TextReason.deniedAnswer)
        }
        let hasHedge = kinds.contains { $0.contains(.hedge) || $0.contains(.alternative) }
        if claims.isHedged, !hasHedge { return .graded(false, .severalAnswers) }
        let (left, right) = WordNumbers.of(claims.words, gold, prose)
        var isGold = [Bool](repeating: false, count: prose.words.count)
        for index in 0..<right.count where !kinds[index].contains(.structure) {
            isGold[Int(right[index])] = true
        }
        for index in 0..<left.count where isGold[Int(left[index])] {
            if claims.denies(index) { return .graded(false, TextReason.deniedAnswer) }
            if !hasHedge, claims.hasAlternative(index) { return .graded(false, .severalAnswers) }
        }
        return nil
    }

    /// Whether words stand in others one after the other, and nothing right before them denies them.
    private func isPart(_ words: [CodePoints], of others: [CodePoints]) -> Bool {
        guard !words.isEmpty, words.count <= others.count else { return false }
        for start in 0...others.count - words.count where others[start] == words[0] {
            guard prose.spend(words.count) else { return false }
            guard words.indices.allSatisfy({ others[start + $0] == words[$0] }) else { continue }
            return !others[max(0, start - 4)..<start].contains { ClaimWords.kinds($0).contains(.denial) }
        }
        return false
    }
}
