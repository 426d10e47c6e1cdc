import AdjudgeBase

/// Qwen2.5-Math's rule (`extract_answer`, `strip_string` on both sides, `math_equal`): numbers within 1e-4 of relative
/// error and up to a factor of 100, texts without their brackets, elements one by one, then computer algebra.
///
/// Unsafe: the relative error (2023.1 for 2023) and the factor of 100 (8 for 800); `[1,2)` is `(1,2]`; words that are
/// units go, so do `and`, `\text{…}` at the end (`2 \text{ or maybe } 3` with a brace behind it), `%`, `x=`; a number
/// word anywhere is the whole answer (`one apple` is 1); for a letter the last letter A to E counts, so `A, B` is B.
struct QwenProfile: SymbolicProfile {
    static let name = "qwen"
    static let looksIntoReferences = true

    func answer(in response: Bytes, _ scratch: Scratch) -> CompatAnswer? {
        var text: Bytes
        if let start = response.find(Bytes("final answer is $")),
            response.contains("$. I hope")
        {
            let rest = response.suffix(from: start + 17)
            text = rest[0..<(rest.find(Bytes("$. I hope")) ?? rest.count)].pythonStripped
        } else if let box = response.findLast(Bytes("boxed")) {
            text = boxed(response.suffix(from: box + 5))
        } else if let found = response.findLast(Bytes("he answer is")) {
            text = response.suffix(from: found + 12).pythonStripped
        } else if let found = response.findLast(Bytes("final answer is")) {
            text = response.suffix(from: found + 15).pythonStripped
        } else if let found = response.find(Bytes("答案是")) {
            let rest = response.suffix(from: found + 9)
            let part = rest[0..<(rest.find(Bytes("答案是")) ?? rest.count)].pythonStripped
            text = part[0..<(part.find(Bytes("\n\n")) ?? part.count)].pythonStripped
        } else {
            guard let number = lastNumber(response, scratch.arena) else { return nil }
            text = number
        }
        if text.hasPrefix(":") { text = text.suffix(from: 1) }
        if text.hasSuffix(".") { text = text[0..<text.count - 1] }
        if text.hasSuffix("/") { text = text[0..<text.count - 1] }
        return CompatAnswer(text: text)
    }

    /// The content of the braces at the start, whether they close or not; else all up to a `$`.
    private func boxed(_ rest: Bytes) -> Bytes {
        guard rest.hasPrefix("{") else { return rest[0..<(rest.find(Bytes("$")) ?? rest.count)].pythonStripped }
        return rest[1..<(PlainBraces.close(rest, open: 0) ?? rest.count)]
    }

    /// The last match of `-?\d*\.?\d+` in the text without its commas.
    private func lastNumber(_ text: Bytes, _ arena: Arena) -> Bytes? {
        var buffer = EditBuffer(text, arena: arena)
        buffer.replace(",", with: "")
        let text = buffer.bytes
        guard let last = (0..<text.count).last(where: { text[$0].isASCIIDigit }) else { return nil }
        // Matches are found from the left, so a number of two points is cut where a left-to-right search cuts it.
        var start = last
        while start > 0, text[start - 1].isASCIIDigit || text[start - 1] == UInt8(ascii: ".") { start -= 1 }
        var from = start
        var match = text[last..<last + 1]
        while from <= last {
            var end = from
            while end <= last, text[end].isASCIIDigit { end += 1 }
            if end < last, text[end] == UInt8(ascii: "."), text[end + 1].isASCIIDigit {
                end += 1
                while end <= last, text[end].isASCIIDigit { end += 1 }
            }
            if end == from {
                from += 1
                continue
            }
            let sign = from > 0 && text[from - 1] == UInt8(ascii: "-") ? from - 1 : from
            match = text[sign..<end]
            from = end
        }
        return match
    }

    func normalized(_ text: Bytes, _ scratch: Scratch) -> Bytes { QwenText.stripped(text, scratch.arena) }

    func accepts(_ answer: Bytes, _ reference: Bytes, _ engine: CompatEngine, _ scratch: Scratch) -> Bool {
        QwenEquality(engine: engine, arena: scratch.arena)
            .holds(normalized(answer, scratch), normalized(reference, scratch), depth: 0)
    }
}

/// `math_equal` of Qwen2.5-Math's evaluation.
struct QwenEquality {
    private static let maxDepth = 8
    private static let tolerance = 1e-4

    let engine: CompatEngine
    let arena: Arena

    /// True when the prediction is taken for the reference.
    func holds(_ prediction: Bytes, _ reference: Bytes, depth: Int) -> Bool {
        guard depth < QwenEquality.maxDepth else { return false }
        var prediction = prediction
        var reference = reference
        if lowered(prediction.pythonStripped) == lowered(reference.pythonStripped) { return true }
        if reference.count == 1, reference[0] >= 0x41, reference[0] <= 0x45, choice(prediction) == reference {
            return true
        }
        if let left = number(prediction), let right = number(reference),
            [right / 100, right, right * 100].contains(where: { isClose($0, left) })
        {
            return true
        }
        if prediction.isEmpty { return false }
        reference = reference.pythonStripped
        prediction = prediction.pythonStripped
        if prediction.contains("pmatrix"), !reference.contains("pmatrix") { reference = asMatrix(reference) }
        if isEqualBare(prediction, reference) { return true }
        if isList(prediction), isList(reference) { return holdsForElements(prediction, reference, depth) }
        if isMatrix(prediction), isMatrix(reference) { return holdsForMatrices(prediction, reference, depth) }
        return holdsForEquations(prediction, reference, depth)
    }

    // MARK: Texts and numbers

    private func lowered(_ text: Bytes) -> Bytes { text.pythonLowered(arena) }

    /// `parse_digits`.
    private func number(_ text: Bytes) -> Double? {
        var buffer = EditBuffer(text, arena: arena)
        buffer.replace(",", with: "")
        let bare = buffer.bytes
        if let value = bare.pythonFloat { return value }
        guard bare.hasSuffix("%") else { return nil }
        return bare[0..<bare.count - (bare.hasSuffix("\\%") ? 2 : 1)].pythonFloat.map { $0 / 100 }
    }

    private func isClose(_ left: Double, _ right: Double) -> Bool {
        if left == right { return true }
        guard left.isFinite, right.isFinite else { return false }
        return abs(left - right) <= QwenEquality.tolerance * max(abs(left), abs(right))
    }

    /// The last letter A to E that stands alone, capitals or not; else the text.
    private func choice(_ text: Bytes) -> Bytes {
        var buffer = EditBuffer(text, arena: arena)
        buffer.rewrite { text, to in
            for index in 0..<text.count {
                let byte = text[index]
                to[index] = byte >= 0x61 && byte <= 0x7A ? byte & 0xDF : byte
            }
            return text.count
        }
        let capitals = buffer.bytes
        for index in (0..<capitals.count).reversed() where capitals[index] >= 0x41 && capitals[index] <= 0x45 {
            if index > 0, capitals.isPythonWord(at: capitals.codePointStart(before: index)) { continue }
            if index + 1 < capitals.count, capitals.isPythonWord(at: index + 1) { continue }
            return capitals[index..<index + 1]
        }
        return text
    }

    // MARK: Brackets

    private func isEqualBare(_ prediction: Bytes, _ reference: Bytes) -> Bool {
        var left = prediction
        var right = reference
        let isParenthesised = right.hasPrefix("(") && right.hasSuffix(")")
        let isBracketed = right.hasPrefix("[") && right.hasSuffix("]")
        if (left.hasPrefix("[") && left.hasSuffix("]") && !isParenthesised)
            || (left.hasPrefix("(") && left.hasSuffix(")") && !isBracketed)
        {
            left = left.stripped(of: BracketRule.all)
            right = right.stripped(of: BracketRule.all)
        }
        return lowered(BracketRule.withoutBraces(left, arena)) == lowered(BracketRule.withoutBraces(right, arena))
    }

    /// A match of `(\(|\[).+(\)|\])` at the start.
    private func isList(_ text: Bytes) -> Bool {
        guard text.hasPrefix("(") || text.hasPrefix("[") else { return false }
        guard let close = text.firstLine.findLast(in: ByteSet(")]")) else { return false }
        return close >= 2
    }

    private func inner(_ text: Bytes) -> Bytes { text.count < 2 ? .empty : text[1..<text.count - 1] }

    private func holdsForElements(_ prediction: Bytes, _ reference: Bytes, _ depth: Int) -> Bool {
        let left = inner(prediction).split(at: UInt8(ascii: ","))
        let right = inner(reference).split(at: UInt8(ascii: ","))
        return left.count == right.count && zip(left, right).allSatisfy { holds($0, $1, depth: depth + 1) }
    }

    // MARK: Matrices

    private func isMatrix(_ text: Bytes) -> Bool {
        (text.hasPrefix("\\begin{pmatrix}") || text.hasPrefix("\\begin{bmatrix}"))
            && (text.hasSuffix("\\end{pmatrix}") || text.hasSuffix("\\end{bmatrix}"))
    }

    /// `{1,2,3}` as a matrix, as the peer writes it; nothing where there is no such list.
    private func asMatrix(_ text: Bytes) -> Bytes {
        let line = text.firstLine
        guard let open = line.find(Bytes("{")), let close = line.findLast(Bytes("}")), close > open,
            line[open..<close].contains(",")
        else { return .empty }
        let content = line[open..<close + 1].stripped(of: ByteSet("{}"))
        var buffer = EditBuffer(content, arena: arena)
        buffer.replace(",", with: "\\")
        buffer.rewrite(growth: 32) { rows, to in
            var count = 0
            for part in [Bytes("\\begin{pmatrix}"), rows, Bytes("\\end{pmatrix}")] {
                (to + count).update(from: part.start, count: part.count)
                count += part.count
            }
            return count
        }
        return buffer.bytes
    }

    private func rows(_ text: Bytes) -> [Bytes] {
        guard text.count >= 28 else { return [] }
        var rows: [Bytes] = []
        var rest = text[15..<text.count - 13]
        while true {
            let end = rest.find(Bytes("\\\\"))
            let row = rest[0..<(end ?? rest.count)].pythonStripped
            if !row.isEmpty { rows.append(row) }
            guard let end else { return rows }
            rest = rest.suffix(from: end + 2)
        }
    }

    private func holdsForMatrices(_ prediction: Bytes, _ reference: Bytes, _ depth: Int) -> Bool {
        let (left, right) = (rows(prediction), rows(reference))
        return left.count == right.count
            && zip(left, right).allSatisfy { left, right in
                let first = left.split(at: UInt8(ascii: "&"))
                let second = right.split(at: UInt8(ascii: "&"))
                return first.count == second.count && zip(first, second).allSatisfy { holds($0, $1, depth: depth + 1) }
            }
    }

    // MARK: Equations and algebra

    private func holdsForEquations(_ prediction: Bytes, _ reference: Bytes, _ depth: Int) -> Bool {
        let equals = UInt8(ascii: "=")
        let left = prediction.split(at: equals)
        let right = reference.split(at: equals)
        if left.count == 2, right.count == 2 {
            let first = difference(left)
            let second = difference(right)
            return isSame(first, second) ?? (first == second) || isSame(negated(first), second) ?? false
        }
        if left.count == 2, right.count == 1, isShort(left[0]) {
            return holds(left[1], reference, depth: depth + 1)
        }
        if right.count == 2, left.count == 1, isShort(right[0]) {
            return holds(prediction, right[1], depth: depth + 1)
        }
        if isSame(prediction, reference) ?? false { return true }
        guard let first = engine.value(prediction.withPiAsLetter(arena)),
            let second = engine.value(reference.withPiAsLetter(arena))
        else { return false }
        return isClose(first, second)
    }

    private func isSame(_ left: Bytes, _ right: Bytes) -> Bool? {
        engine.equivalent(left.withPiAsLetter(arena), right.withPiAsLetter(arena))
    }

    private func isShort(_ side: Bytes) -> Bool {
        let side = side.pythonStripped
        return side.lastCodePoints(2).count == side.count
    }

    /// `left - (right)`.
    private func difference(_ sides: [Bytes]) -> Bytes {
        joined([sides[0].pythonStripped, Bytes(" - ("), sides[1].pythonStripped, Bytes(")")])
    }

    private func negated(_ text: Bytes) -> Bytes { joined([Bytes("-("), text, Bytes(")")]) }

    private func joined(_ parts: [Bytes]) -> Bytes {
        let to = arena.allocate(parts.reduce(0) { $0 + $1.count })
        var count = 0
        for part in parts {
            (to + count).update(from: part.start, count: part.count)
            count += part.count
        }
        return Bytes(start: to, count: count)
    }
}
