import AdjudgeBase

/// PRM800K's rule (`grade_answer`, also DeepScaleR's and tinker-cookbook's): equal after the Hendrycks `strip_string`;
/// or equal after `_normalize`; or, element by element of a tuple, the same fraction, the same integer, or equal by
/// computer algebra where the texts have at most two letters and no power beyond one digit.
///
/// The algebra is this engine's and not sympy's: it decides more, and never by approximation.
///
/// Unsafe: all that follows `\text{ ` is cut, so `2 \text{ or maybe } 3` is 2; a left side of up to two characters is
/// dropped, so `6=5` is 5; units and `%` are dropped wherever they stand, so `5 days` is `5 hours` and `40\%` is 40;
/// braces are, so `{1}{2}` is 12; small and capital letters are one.
struct PRM800KProfile: SymbolicProfile {
    static let name = "prm800k"
    static let looksIntoReferences = true
    private static let text = PRM800KText(prime: false)

    /// The last balanced box; the peer leaves finding the answer to its caller.
    func answer(in response: Bytes, _ scratch: Scratch) -> CompatAnswer? {
        guard let found = response.findLast(Bytes("\\boxed{")),
            let close = PlainBraces.close(response, open: found + 6)
        else { return nil }
        return CompatAnswer(text: response[found + 7..<close])
    }

    func normalized(_ text: Bytes, _ scratch: Scratch) -> Bytes {
        PRM800KProfile.text.normalized(text, scratch.arena)
    }

    func accepts(_ answer: Bytes, _ reference: Bytes, _ engine: CompatEngine, _ scratch: Scratch) -> Bool {
        PRM800KProfile.grade(answer, reference, PRM800KProfile.text, engine, scratch)
    }

    /// `grade_answer`, with one of the two normalisations.
    static func grade(
        _ answer: Bytes, _ reference: Bytes, _ rule: PRM800KText, _ engine: CompatEngine, _ scratch: Scratch
    ) -> Bool {
        let arena = scratch.arena
        if mathd(answer, arena) == mathd(reference, arena) { return true }
        let left = rule.normalized(answer, arena)
        let right = rule.normalized(reference, arena)
        if left == right { return true }
        guard !left.isEmpty else { return false }
        let (given, wanted) = (elements(left, arena), elements(right, arena))
        guard given.count == wanted.count else { return false }
        if wanted.count > 1, left[0] != right[0] || left[left.count - 1] != right[right.count - 1] { return false }
        return zip(given, wanted).allSatisfy { given, wanted in
            if isFraction(given), isFraction(wanted) { return given == wanted }
            if PRM800KText.isInteger(given, arena) != PRM800KText.isInteger(wanted, arena) { return false }
            guard isAllowed(given, wanted, arena) else { return false }
            return engine.equivalent(given, wanted) ?? false
        }
    }

    /// `normalize_answer` of `math_normalize`: the text itself where `strip_string` raises an exception.
    private static func mathd(_ text: Bytes, _ arena: Arena) -> Bytes {
        let text = text.pythonStripped
        let content = PRM800KText.unwrappedText(text)
        let bare = content.start == text.start && content.count == text.count ? text : content.pythonStripped
        return StripString.apply(bare, arena) ?? bare
    }

    /// The elements of a tuple or interval, or the text as the only one.
    private static func elements(_ text: Bytes, _ arena: Arena) -> [Bytes] {
        let text = PRM800KText.withoutSeparators(text, arena)
        guard text.count > 2, brackets.contains(text[0]), brackets.contains(text[text.count - 1]) else {
            return text.isEmpty ? [] : [text]
        }
        let inner = text[1..<text.count - 1]
        guard inner.findFirst(in: brackets) == nil else { return [text] }
        return inner.split(at: UInt8(ascii: ",")).map { $0.pythonStripped }
    }

    private static let brackets = ByteSet("()[]")

    /// `^-?[0-9]+.?/0*[1-9][0-9]*.?$`: any one character may stand before the slash and at the end.
    static func isFraction(_ text: Bytes) -> Bool {
        guard let slash = text.find(Bytes("/")) else { return false }
        func isNumber(_ part: Bytes) -> Bool {
            part.count > 0 && (0..<part.count).allSatisfy { part[$0].isASCIIDigit }
        }
        func withoutLastCharacter(_ part: Bytes) -> Bytes {
            part.isEmpty ? part : part[0..<part.codePointStart(before: part.count)]
        }
        func isNonZero(_ part: Bytes) -> Bool { isNumber(part) && (0..<part.count).contains { part[$0] != 0x30 } }
        let above = text[(text.hasPrefix("-") ? 1 : 0)..<max(slash, text.hasPrefix("-") ? 1 : 0)]
        let below = text.suffix(from: slash + 1)
        return (isNumber(above) || isNumber(withoutLastCharacter(above)))
            && (isNonZero(below) || isNonZero(withoutLastCharacter(below)))
    }

    /// `should_allow_eval` of `(reference)-(answer)`: at most two different letters, no `^{`, no `^(`, no exponent of
    /// two digits, no power of a power.
    private static func isAllowed(_ given: Bytes, _ wanted: Bytes, _ arena: Arena) -> Bool {
        var letters: Set<UInt32> = []
        for text in [wanted, given] {
            if text.contains("^{") || text.contains("^(") || hasLongExponent(text) { return false }
            var buffer = EditBuffer(text, arena: arena)
            buffer.replace("sqrt", with: "")
            buffer.replace("frac", with: "")
            let bare = buffer.bytes
            var at = 0
            while at < bare.count {
                let (scalar, length) = bare.scalar(at: at)
                if let scalar, Unicode.Scalar(scalar)?.isPythonLetter ?? false { letters.insert(scalar) }
                if letters.count > 2 { return false }
                at += length
            }
        }
        return true
    }

    /// `\^[0-9]+\^` or `\^[0-9][0-9]+`.
    private static func hasLongExponent(_ text: Bytes) -> Bool {
        var at = 0
        while let found = text.suffix(from: at).find(Bytes("^")) {
            at += found + 1
            var end = at
            while end < text.count, text[end].isASCIIDigit { end += 1 }
            if end - at > 1 || (end > at && end < text.count && text[end] == UInt8(ascii: "^")) { return true }
        }
        return false
    }
}
