import AdjudgeBase
import AdjudgeProse

/// The comparison of NeMo-Gym's `string_match`.
struct NeMoStringMatch {
    let input: PeerAnswer.Input

    private var arena: Arena { input.arena }

    /// 1, 0.98 for numbers that are near, or 0. O(reference + answer).
    func grade(_ reference: Bytes, _ answer: Bytes) -> Double {
        let (gold, answer) = (plain(reference), plain(answer))
        if answer == gold || float(answer) == float(gold) || numbers(answer) == numbers(gold) { return 1 }
        let (goldText, answerText) = (latex(gold), latex(answer))
        if answerText == goldText || lists(answer) == lists(gold) || states(answer) == states(gold) { return 1 }
        if near(gold, answer) > 0.98 { return 0.98 }
        let goldBare = withoutUnits(unicodeMath(goldText)).pythonStripped
        let answerBare = withoutUnits(unicodeMath(answerText)).pythonStripped
        if answerBare == goldBare { return 1 }
        return near(goldBare, answerBare) > 0.98 ? 0.98 : 0
    }

    /// Compatibility characters plain, one pair of quotes gone, in lower case, without marks at the end.
    private func plain(_ text: Bytes) -> Bytes {
        var text = text.folded(.text, into: arena)
        if text.count >= 2, text[0] == text[text.count - 1], text[0] == 0x22 || text[0] == 0x27 {
            text = text[1..<text.count - 1]
        }
        text = CodePoints(text, arena).lowered(arena).bytes(arena)
        var end = text.count
        while end > 0, ".!?".utf8.contains(text[end - 1]) { end -= 1 }
        return end == 0 ? text : text[0..<end]
    }

    private func float(_ text: Bytes) -> Bytes {
        var plain = EditBuffer(text, arena: arena)
        plain.replace("\\%", with: "")
        plain.replace("\\$", with: "")
        plain.replace("$", with: "")
        guard let number = PythonFloat.parse(CodePoints(plain.bytes, arena)) else { return text }
        return PythonFloat.written(number, arena).bytes(arena)
    }

    /// `(\d+),(\d+)` without the comma, pairs from the left.
    private func numbers(_ text: Bytes) -> Bytes {
        var plain = EditBuffer(text, arena: arena)
        plain.rewrite { text, to in
            var count = 0
            var at = 0
            // A number that was the right half of a pair is not the left one of another.
            var isTaken = false
            while at < text.count {
                let isDigit = text[at].isASCIIDigit
                if text[at] == 0x2C, at > 0, !isTaken, text[at - 1].isASCIIDigit,
                    text[at + 1].isASCIIDigit
                {
                    isTaken = true
                } else {
                    if !isDigit { isTaken = false }
                    to[count] = text[at]
                    count += 1
                }
                at += 1
            }
            return count
        }
        plain.replace("\\%", with: "%")
        return plain.bytes
    }

    private func lists(_ text: Bytes) -> Bytes {
        var plain = EditBuffer(text, arena: arena)
        for mark in [",", ";", "and", "or"] as [StaticString] { plain.replace(mark, with: " ") }
        let points = CodePoints(plain.bytes, arena)
        // A text that loses a tenth of itself stays as it is.
        if Double(points.count) < 0.9 * Double(CodePoints(text, arena).count) { return text }
        return points.collapsed(arena).bytes(arena)
    }

    private func states(_ text: Bytes) -> Bytes {
        var plain = EditBuffer(text, arena: arena)
        for (name, short) in NeMoStringMatch.stateNames { plain.replace(name, with: short) }
        return CodePoints(lists(plain.bytes), arena).lowered(arena).bytes(arena)
    }

    private func latex(_ text: Bytes) -> Bytes {
        var plain = EditBuffer(text, arena: arena)
        for command in NeMoStringMatch.commands { withoutCommand(command, &plain) }
        for token in ["\\(", "\\)", "\\[", "\\]", "$"] as [StaticString] { plain.replace(token, with: "") }
        return CodePoints(plain.bytes, arena).collapsed(arena).bytes(arena)
    }

    /// `\cmd{…}` as what stands in it; one that is not closed loses its opening.
    private func withoutCommand(_ command: StaticString, _ plain: inout EditBuffer) {
        guard plain.bytes.find(Bytes(command)) != nil else { return }
        plain.rewrite { text, to in
            var count = 0
            var at = 0
            var open: [Bool] = []
            while at < text.count {
                let byte = text[at]
                if byte == 0x5C, text.suffix(from: at).hasPrefix(command),
                    text[at + command.utf8CodeUnitCount] == 0x7B
                {
                    open.append(true)
                    at += command.utf8CodeUnitCount + 1
                    continue
                }
                if byte == 0x7B { open.append(false) }
                at += 1
                if byte == 0x7D, open.popLast() == true { continue }
                to[count] = byte
                count += 1
            }
            return count
        }
    }

    private func unicodeMath(_ text: Bytes) -> Bytes {
        var plain = EditBuffer(text, arena: arena)
        for (sign, form) in NeMoStringMatch.signs { plain.replace(sign, with: form) }
        return plain.bytes
    }

    /// Without `\^\{?\\circ\}?|\\circ|°|cm[²³]?|mm|km|m[²³]?|kg`
    private func withoutUnits(_ text: Bytes) -> Bytes {
        var plain = EditBuffer(text, arena: arena)
        plain.rewrite { text, to in
            var count = 0
            var at = 0
            while at < text.count {
                let length = unitLength(text, at)
                if length > 0 {
                    at += length
                    continue
                }
                to[count] = text[at]
                count += 1
                at += 1
            }
            return count
        }
        return plain.bytes
    }

    private func unitLength(_ text: Bytes, _ at: Int) -> Int {
        let rest = text.suffix(from: at)
        func power(_ length: Int) -> Int {
            let behind = rest.suffix(from: length)
            return behind.hasPrefix("²") || behind.hasPrefix("³") ? length + 2 : length
        }
        if rest.hasPrefix("^{\\circ") { return rest[7] == 0x7D ? 8 : 7 }
        if rest.hasPrefix("^\\circ") { return rest[6] == 0x7D ? 7 : 6 }
        if rest.hasPrefix("\\circ") { return 5 }
        if rest.hasPrefix("°") { return 2 }
        if rest.hasPrefix("cm") { return power(2) }
        if rest.hasPrefix("mm") || rest.hasPrefix("km") { return 2 }
        if rest.hasPrefix("m") { return power(1) }
        return rest.hasPrefix("kg") ? 2 : 0
    }

    /// How near two numbers are, squared; 0 where one is none.
    private func near(_ reference: Bytes, _ answer: Bytes) -> Double {
        guard let value = number(answer), let wanted = number(reference) else { return 0 }
        let error = abs(value - wanted) / max(abs(wanted), 1e-9)
        let share = 1 - error
        return share > 0 ? share * share : 0
    }

    private func number(_ text: Bytes) -> Double? {
        var plain = EditBuffer(text, arena: arena)
        for sign in ["$", "£", "€", "%", ","] as [StaticString] { plain.replace(sign, with: "") }
        plain = EditBuffer(withoutUnits(unicodeMath(plain.bytes)), arena: arena)
        plain.replace("\\%", with: "")
        plain.replace("\\$", with: "")
        return PythonFloat.parse(CodePoints(plain.bytes, arena))
    }

    private static let commands: [StaticString] = [
        "\\boxed", "\\text", "\\textbf", "\\textit", "\\texttt", "\\mathrm", "\\mathbf", "\\mathit", "\\mathsf",
        "\\mathbb", "\\mathcal", "\\emph", "\\url",
    ]
    private static let signs: [(StaticString, StaticString)] = [
        ("°", "^\\circ"), ("²", "^2"), ("³", "^3"), ("⁴", "^4"), ("⁵", "^5"), ("⁶", "^6"), ("⁷", "^7"), ("⁸", "^8"),
        ("⁹", "^9"), ("√", "\\sqrt"), ("﹣", "-"), ("﹢", "+"), ("﹦", "="), ("﹤", "<"), ("﹥", ">"), ("：", ":"),
        ("π", "\\pi"),
    ]
    /// The names of two words come first, so that "west virginia" is not read as "virginia".
    private static let stateNames: [(StaticString, StaticString)] = [
        ("district of columbia", "DC"), ("new hampshire", "NH"), ("new jersey", "NJ"), ("new mexico", "NM"),
        ("new york", "NY"), ("north carolina", "NC"), ("north dakota", "ND"), ("rhode island", "RI"),
        ("south carolina", "SC"), ("south dakota", "SD"), ("west virginia", "WV"), ("alabama", "AL"), ("alaska", "AK"),
        ("arizona", "AZ"), ("arkansas", "AR"), ("california", "CA"), ("colorado", "CO"), ("connecticut", "CT"),
        ("delaware", "DE"), ("florida", "FL"), ("georgia", "GA"), ("hawaii", "HI"), ("idaho", "ID"), ("illinois", "IL"),
        ("indiana", "IN"), ("iowa", "IA"), ("kansas", "KS"), ("kentucky", "KY"), ("louisiana", "LA"), ("maine", "ME"),
        ("maryland", "MD"), ("massachusetts", "MA"), ("michigan", "MI"), ("minnesota", "MN"), ("mississippi", "MS"),
        ("missouri", "MO"), ("montana", "MT"), ("nebraska", "NE"), ("nevada", "NV"), ("ohio", "OH"),
        ("oklahoma", "OK"), ("oregon", "OR"), ("pennsylvania", "PA"), ("tennessee", "TN"), ("texas", "TX"),
        ("utah", "UT"), ("vermont", "VT"), ("virginia", "VA"), ("washington", "WA"), ("wisconsin", "WI"),
        ("wyoming", "WY"),
    ]
}
