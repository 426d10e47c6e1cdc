import AdjudgeBase

/// The Hendrycks MATH rule as verl's `math_reward` has it: the last `\boxed`, both sides through `strip_string`, equal
/// as text.
///
/// Unsafe: all that follows `\text{ ` is cut, so `2 \text{ or maybe } 3` is 2; a left-hand side of up to two characters
/// is dropped, so `6=5` is 5.
struct HendrycksProfile: CompatProfile {
    static let name = "hendrycks"
    static let looksIntoReferences = true

    func answer(in response: Bytes, _ scratch: Scratch) -> CompatAnswer? {
        if let spaced = response.findLast(Bytes("\\boxed ")) {
            let rest = response.suffix(from: spaced + 7)
            return CompatAnswer(text: rest[0..<(rest.find(Bytes("$")) ?? rest.count)])
        }
        // Only \boxed{ passes the peer's own assertion; \fbox{ and others score as no answer.
        guard let found = response.findLast(Bytes("\\boxed")), response.suffix(from: found + 6).hasPrefix("{"),
            let close = PlainBraces.close(response, open: found + 6)
        else { return nil }
        return CompatAnswer(text: response[found + 7..<close])
    }

    func normalized(_ text: Bytes, _ scratch: Scratch) -> Bytes {
        StripString.apply(text, scratch.arena) ?? text
    }
}

/// Brace matching as the peers do it: escaped braces count.
enum PlainBraces {
    /// The offset of the `}` that balances the `{` at `open`.
    static func close(_ text: Bytes, open: Int) -> Int? {
        var depth = 0
        var at = open
        while let found = text.suffix(from: at).findFirst(in: braces) {
            at += found
            depth += text[at] == UInt8(ascii: "{") ? 1 : -1
            if depth == 0 { return at }
            at += 1
        }
        return nil
    }

    private static let braces = ByteSet("{}")
}
