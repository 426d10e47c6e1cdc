import AdjudgeBase

/// `math`: the answer says what the reference says.
///
/// Three-valued: equal is proved by equal text or equal numbers, different by two numbers that differ or two single
/// letters that do; everything else is undecided and has no reward.
struct MathVerifier: Verifier {
    static let kind = VerifierKind(
        name: "math", summary: "Math answers: equal text after normalisation, then exact numbers; or a peer's rule.",
        keys: [
            .init(
                "profile",
                "\"strict\" (default), or a peer's rule: compat:gsm8k, compat:gsm8k_flexible, compat:dapo, compat:hendrycks."
            ),
            .init("strict_box", "For compat:dapo: true to look at the box only."),
        ],
        defaultInput: { node in
            node.member("profile").map { $0.value != "strict" } ?? false
                ? .response : .answer(["strip_think", "boxed", "hash", "answer_line"])
        },
        compile: compile)

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let strictBox = try node.member("strict_box")?.bool() ?? false
        let profiles: [(name: String, value: (any CompatProfile)?)] = [
            ("strict", nil),
            ("compat:gsm8k", GSM8KProfile(flexible: false)),
            ("compat:gsm8k_flexible", GSM8KProfile(flexible: true)),
            ("compat:dapo", DAPOProfile(strictBox: strictBox)),
            ("compat:hendrycks", HendrycksProfile()),
        ]
        let profile = try node.member("profile")?.choice("a profile", profiles) ?? nil
        if strictBox, !(profile is DAPOProfile) {
            throw node.member("strict_box")!.mismatch(expected: "strict_box only with the profile compat:dapo")
        }
        guard let profile else { return MathVerifier() }
        return CompatVerifier(
            profile: profile, isAnswer: node.member("input") != nil || node.member("extract") != nil)
    }

    func makeChecker() -> any Checker { MathChecker() }
}

/// `math` under a peer's rule.
private struct CompatVerifier: Verifier {
    let profile: any CompatProfile
    let isAnswer: Bool

    var noAnswerReward: Double { profile.wrong }

    func makeChecker() -> any Checker { CompatChecker(profile, isAnswer: isAnswer) }
}

private final class MathChecker: Checker {
    private struct Reference {
        let text: OwnedBytes
        let number: NumberReading
    }

    private var references = ReferenceCache<Reference>()
    private let parser = JSONParser(maxDepth: 4)

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        guard input.reference.kind == .json else { return compare(input.answer.bytes, input.reference.bytes, scratch) }
        guard let list = try? parser.parse(input.reference.bytes), list.kind == .array, list.count > 0 else {
            return Outcome(.badReference, .unreadableReference)
        }
        // Any of the references will do; different from all of them only when proved of each.
        var result = Outcome.graded(false, .differentText)
        for element in list.elements {
            let outcome = compare(input.answer.bytes, Field(json: element, arena: scratch.arena).bytes, scratch)
            if outcome.reward == 1 { return outcome }
            if outcome.status != .graded || result.status == .graded { result = outcome }
        }
        return result
    }

    private func compare(_ answer: Bytes, _ reference: Bytes, _ scratch: Scratch) -> Outcome {
        scratch.spend(answer.count)
        if answer == reference, !answer.isEmpty, scratch.evidence == nil { return .graded(true, .equalBytes) }
        let gold = references.parsed(reference) { text in
            let normal = MathText.normalized(text, scratch.arena)
            return Reference(text: OwnedBytes(normal), number: NumberReader.read(normalizedNumber(text, scratch)))
        }
        defer { withExtendedLifetime(gold) {} }
        if gold.text.view.isEmpty { return Outcome(.badReference, .unreadableReference) }
        let number = NumberReader.read(normalizedNumber(answer, scratch))
        let text = MathText.normalized(answer, scratch.arena)
        if let evidence = scratch.evidence {
            evidence.note("answer normalised to", text.string)
            evidence.note("reference normalised to", gold.text.view.string)
            evidence.note("answer read as", number.description)
            evidence.note("reference read as", gold.number.description)
        }
        if let left = number.value, let right = gold.number.value {
            let equal = Rational.compare(left, right) == 0
            return .graded(equal, equal ? (answer == reference ? .equalBytes : .equalNumber) : .differentNumber)
        }
        if text == gold.text.view { return .graded(true, answer == reference ? .equalBytes : .equalText) }
        if case .tooLarge = number { return Outcome(.limitExceeded, .numberTooLarge) }
        if case .tooLarge = gold.number { return Outcome(.limitExceeded, .numberTooLarge) }
        if isLetter(text), isLetter(gold.text.view) { return .graded(false, .differentText) }
        return Outcome(.undecided, .unparsed)
    }

    private func normalizedNumber(_ text: Bytes, _ scratch: Scratch) -> Bytes {
        text.folded(.math, into: scratch.arena)
    }

    private func isLetter(_ text: Bytes) -> Bool {
        text.count == 1 && text[0] | 0x20 >= 0x61 && text[0] | 0x20 <= 0x7A
    }
}
