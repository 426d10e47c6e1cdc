import AdjudgeBase
import AdjudgeProse

/// `language`: whether the response is written in the expected language. Code, formulas and links are of none.
struct LanguageVerifier: Verifier {
    static let kind = VerifierKind(
        name: "language", summary: "The language of the response: by name, by the row, or that of the prompt.",
        keys: [
            .init("expect", "A code or an English name, such as hi or Hindi, or a template, such as {{item.lang}}."),
            .init("same_as", "Instead: a text or messages whose language is expected, such as {{item.prompt}}."),
            .init(
                "reward",
                "dominant (default): 1 for the expected language; fraction: the share of letters in its scripts."),
            .init(
                "mixing", "What letters of scripts that are neither expected nor Latin cost, if all were; default 0."),
            .init("profile", "compat:ifeval: what langdetect says, seed 0; a text without letters counts as right."),
        ],
        defaultInput: { _ in .answer(["strip_think", "whole"]) },
        compile: compile)

    /// What language is expected.
    enum Expectation {
        case language(LanguageName)
        /// The argument that names it.
        case named(Int)
        /// The argument that is written in it.
        case sameAs(Int)
    }

    let expectation: Expectation
    let isFraction: Bool
    let mixing: Double
    let isLangDetect: Bool

    var needsReference: Bool { false }

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let isFraction = try node.member("reward")?.choice("a reward", [("dominant", false), ("fraction", true)])
        let isLangDetect = try node.member("profile")?.choice("a profile", [("compat:ifeval", true)]) ?? false
        let mixing = try node.member("mixing")?.penalty() ?? 0
        if isLangDetect, isFraction == true || mixing != 0 {
            throw node.mismatch(expected: "no \"reward\" and no \"mixing\" beside the profile compat:ifeval")
        }
        return LanguageVerifier(
            expectation: try expectation(node, &context), isFraction: isFraction ?? false, mixing: mixing,
            isLangDetect: isLangDetect)
    }

    private static func expectation(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> Expectation
    {
        if let other = node.member("same_as") {
            guard node.member("expect") == nil else {
                throw node.mismatch(expected: "one of \"expect\" and \"same_as\", not both")
            }
            return .sameAs(
                context.argument(try other.string("a template such as \"{{item.prompt}}\""), path: other.path))
        }
        let expect = try node.required(
            "expect", "the code or name of a language, or a template such as \"{{item.lang}}\"")
        let text = try expect.string("the code or name of a language")
        if text.hasPrefix("{{") { return .named(context.argument(text, path: expect.path)) }
        guard let language = LanguageName.named(text) else {
            throw expect.mismatch(
                expected: "the code or English name of a language", suggestion: LanguageName.nearest(to: text))
        }
        return .language(language)
    }

    func makeChecker() -> any Checker { LanguageChecker(self) }
}

private final class LanguageChecker: Checker {
    private let verifier: LanguageVerifier
    private let guesser = LanguageGuesser()
    private let detector = LangDetect()

    /// Fewer letters than this tell no language.
    private static let fewestLetters = 20
    /// A lead of e³ to one of one language over another is not taken for certain.
    private static let certainLead = 3.0
    /// Nor is one of e¹² over a near relative, whose sentences are misread by up to e¹¹.
    private static let certainLeadOverRelative = 12.0

    init(_ verifier: LanguageVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        let response = input.answer.bytes
        guard response.count <= RegexPattern.maxTextBytes else { return Outcome(.limitExceeded, .responseTooLong) }
        guard response.isEmpty || scratch.validText(response) != nil else { return Outcome(.badSample, .invalidUTF8) }
        scratch.spend(response.count)
        let expected: LanguageName
        switch expectedLanguage(input, scratch) {
        case .language(let language): expected = language
        case .unknown(let outcome): return outcome
        }
        if response.pythonStripped.isEmpty { return Outcome(.noAnswer, .emptyResponse, reward: 0) }
        if verifier.isLangDetect {
            let found = detector.detect(response, scratch.arena)
            scratch.evidence?.note("langdetect says", found?.string ?? "nothing")
            return graded(found.map { expected.isCode($0) } ?? true, 0)
        }
        let text = PlainProse.text(response, scratch.arena)
        guesser.count(text)
        guard guesser.total >= LanguageChecker.fewestLetters else {
            return Outcome(.undecided, InstructionReason.tooFewLetters)
        }
        let share = Double(guesser.letters(of: expected.scripts)) / Double(guesser.total)
        let foreign =
            1 - Double(guesser.letters(of: expected.scripts + (expected.isLatin ? [] : [.latin])))
            / Double(guesser.total)
        if verifier.isFraction, share < 0.5 {
            // What shares its script with the expected language need not be written in it.
            let isOther = guesser.isOther(
                text, scratch.arena, in: expected.scripts, fewest: LanguageChecker.fewestLetters
            ) {
                !expected.isCode($0.code ?? .empty) && !isNear($0, expected)
            }
            return graded(isOther ? 0 : share, foreign)
        }
        let guess = guesser.guess(text, scratch.arena)
        scratch.evidence?.note("language read as", guess.code?.string ?? "none that is known")
        guard let code = guess.code else { return Outcome(.undecided, InstructionReason.languageUnclear) }
        let isExpected = expected.isCode(code)
        if isExpected ? isNearRelative(guess, expected) : isNear(guess, expected) {
            return Outcome(.undecided, InstructionReason.languageUnclear)
        }
        return graded(isExpected ? verifier.isFraction ? share : 1 : 0, foreign)
    }

    /// Whether a text that was read as another language may be of the expected one.
    private func isNear(_ guess: LanguageGuesser.Guess, _ expected: LanguageName) -> Bool {
        let isRelative = expected.relatives.contains { guess.code?.equals($0) == true }
        return guess.lead(Bytes(expected.code))
            < (isRelative ? LanguageChecker.certainLeadOverRelative : LanguageChecker.certainLead)
    }

    /// Whether a text that was read as the expected language may be of a relative.
    private func isNearRelative(_ guess: LanguageGuesser.Guess, _ expected: LanguageName) -> Bool {
        expected.relatives.contains { guess.lead(Bytes($0)) < LanguageChecker.certainLeadOverRelative }
    }

    private enum Expected {
        case language(LanguageName)
        case unknown(Outcome)
    }

    private func expectedLanguage(_ input: CheckInput, _ scratch: Scratch) -> Expected {
        switch verifier.expectation {
        case .language(let language): return .language(language)
        case .named(let argument):
            let field = input.arguments[argument]
            guard field.kind == .text else {
                return .unknown(Outcome(.badSample, field.isAbsent ? .missingField : .mistypedField))
            }
            guard let language = LanguageName.named(field.bytes.string) else {
                let nearest = LanguageName.nearest(to: field.bytes.string)
                scratch.evidence?.note(
                    "unknown language", field.bytes.string + (nearest.map { "; did you mean \($0)?" } ?? ""))
                return .unknown(Outcome(.badSample, InstructionReason.unknownLanguage))
            }
            return .language(language)
        case .sameAs(let argument):
            let field = input.arguments[argument]
            guard field.kind != .absent else { return .unknown(Outcome(.badSample, .missingField)) }
            guard scratch.validText(field.bytes) != nil else { return .unknown(Outcome(.badSample, .invalidUTF8)) }
            // Of a conversation what the user says: the system's part is often in another language.
            guard let texts = PromptTexts.texts(of: field, role: "user", scratch) else {
                return .unknown(Outcome(.badSample, .mistypedField))
            }
            let text = PlainProse.text(LanguageChecker.joined(texts, scratch.arena), scratch.arena)
            guesser.count(text)
            guard guesser.total >= LanguageChecker.fewestLetters, let code = guesser.guess(text, scratch.arena).code,
                let language = LanguageName.named(code.string)
            else { return .unknown(Outcome(.undecided, InstructionReason.tooFewLetters)) }
            scratch.evidence?.note("language expected", "\(language.code)")
            return .language(language)
        }
    }

    private static func joined(_ texts: [Bytes], _ arena: Arena) -> Bytes {
        if texts.count == 1 { return texts[0] }
        let memory = arena.allocate(texts.reduce(0) { $0 + $1.count + 1 })
        var count = 0
        for text in texts {
            (memory + count).update(from: text.start, count: text.count)
            memory[count + text.count] = 0x0A
            count += text.count + 1
        }
        return Bytes(start: memory, count: count)
    }

    private func graded(_ holds: Bool, _ foreign: Double) -> Outcome { graded(holds ? 1 : 0, foreign) }

    private func graded(_ reward: Double, _ foreign: Double) -> Outcome {
        Outcome(
            .graded, reward > 0 ? InstructionReason.expectedLanguage : .otherLanguage,
            reward: reward + verifier.mixing * max(0, foreign))
    }
}

extension LanguageName {
    fileprivate var isLatin: Bool { scripts.contains(.latin) }
}
