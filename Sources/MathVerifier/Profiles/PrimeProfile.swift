import AdjudgeBase

/// PRIME's rule as verl's `prime_math` has it: PRM800K's grader in a form of its own, then ToRA's numeric and symbolic
/// comparison with π as itself and as 3.14.
///
/// Where the original gives model text to Python's `eval` (around `\pi`), only arithmetic on numbers is evaluated here.
///
/// Unsafe: 1e-4 of relative error and a factor of 100 either way; a base index is dropped, so `101_2` is `101_3`; π may
/// be 3.14; all before the last `=`, `is`, `be`, `are`, `get`, `:` is dropped, so any `… = 0` is 0; brackets do not
/// count; and all that PRM800K's rule accepts.
struct PrimeProfile: SymbolicProfile {
    static let name = "prime"
    private static let text = PRM800KText(prime: true)

    /// `match_answer`: what follows "answer is", the last box in it, and of that what follows the last `=` or "is".
    /// There is always an answer.
    func answer(in response: Bytes, _ scratch: Scratch) -> CompatAnswer? {
        var text = stated(response)
        if let stop = text.findLast(Bytes(". ")) { text = text[0..<stop].pythonStripped }
        for marker in PrimeProfile.verbs {
            guard let found = text.findLastIgnoringCase(marker) else { continue }
            text = text.suffix(from: found + marker.utf8CodeUnitCount).pythonStripped
        }
        return CompatAnswer(text: text)
    }

    func statement(in response: Bytes) -> Bytes? { stated(response) }

    private func stated(_ response: Bytes) -> Bytes {
        var text = response
        for marker in PrimeProfile.before {
            guard let found = text.findLastIgnoringCase(marker) else { continue }
            text = text.suffix(from: found + marker.utf8CodeUnitCount).pythonStripped
        }
        for marker in PrimeProfile.after {
            guard let found = text.findLastIgnoringCase(marker) else { continue }
            text = text[0..<found].pythonStripped
        }
        if let box = lastBox(text), !box.isEmpty { text = box }
        return text
    }

    private static let before: [StaticString] = ["answer:", "answer is", "answers are"]
    private static let after: [StaticString] = ["is answer", "is the answer", "are answers", "are the answers"]
    private static let verbs: [StaticString] = [
        "be ", "is ", "are ", "=", ": ", "get ", "be\n", "is\n", "are\n", ":\n", "get\n",
    ]

    private func lastBox(_ text: Bytes) -> Bytes? {
        guard let box = text.findLast(Bytes("\\boxed")) ?? text.findLast(Bytes("\\fbox")),
            let open = text.suffix(from: box).find(Bytes("{")).map({ box + $0 }),
            let close = PlainBraces.close(text, open: open)
        else { return nil }
        return text[open + 1..<close].pythonStripped
    }

    func normalized(_ text: Bytes, _ scratch: Scratch) -> Bytes { PrimeProfile.text.normalized(text, scratch.arena) }

    func accepts(_ answer: Bytes, _ reference: Bytes, _ engine: CompatEngine, _ scratch: Scratch) -> Bool {
        if PRM800KProfile.grade(answer, reference, PrimeProfile.text, engine, scratch) { return true }
        let values = answer.contains("\\pi") || reference.contains("\\pi") ? [Double.pi, 3.14] : [Double.pi]
        return values.contains { pi in
            ToRAEquality(engine: engine, arena: scratch.arena, pi: pi).holds(answer, reference) ?? false
        }
    }
}
