import AdjudgeBase

/// `math_equal` of ToRA, in verl's `prime_math` form: numbers within a relative error and up to a factor of 100, texts
/// without their brackets, elements of a tuple one by one, then computer algebra.
///
/// Left out: answers that are printed Python objects (`Interval(…)`, `Point(…)`, `Matrix(…)`, a list against a
/// matrix), which the original evaluates as code.
struct ToRAEquality {
    let engine: CompatEngine
    let arena: Arena
    /// The value that `\pi` is taken for.
    let pi: Double

    private static let tolerance = 1e-4
    private static let maxDepth = 8
    private static let maxAnswer = 1000

    /// A side: text, or the number that the original's evaluation makes of it.
    private enum Side {
        case text(Bytes)
        case number(Double)
    }

    /// Equal or not; nil where the original raises an exception, which counts as different.
    func holds(_ prediction: Bytes, _ reference: Bytes, depth: Int = 0) -> Bool? {
        guard depth < ToRAEquality.maxDepth, let left = side(prediction), let right = side(reference) else {
            return nil
        }
        var prediction = Bytes.empty
        var reference = Bytes.empty
        switch (left, right) {
        case (.text(let first), .text(let second)):
            prediction = first.firstCodePoints(ToRAEquality.maxAnswer)
            reference = second
            if prediction.pythonStripped.pythonLowered(arena) == reference.pythonStripped.pythonLowered(arena)
                || withoutSpaces(prediction) == withoutSpaces(reference)
            {
                return true
            }
        default:
            prediction = text(left)
            reference = text(right)
        }
        if let first = number(left), let second = number(right) {
            return [second / 100, second, second * 100].contains { isClose($0, first) }
        }
        if prediction.isEmpty { return false }
        reference = reference.pythonStripped
        prediction = prediction.pythonStripped
        if bare(prediction, beside: reference) == bare(reference, stripping: prediction) { return true }
        if let verdict = elements(prediction, reference, depth) { return verdict }
        if engine.equivalent(prediction, reference) ?? false { return true }
        guard let first = engine.value(prediction), let second = engine.value(reference) else { return false }
        return isClose(first, second)
    }

    // MARK: Sides

    /// `normalize`: a `$`, a `%`, a base index go, arithmetic on `\pi` is evaluated.
    private func side(_ text: Bytes) -> Side? {
        if text.hasPrefix("$"), text.count > 1, text[1].isASCIIDigit { return .text(text.suffix(from: 1)) }
        if isPercentage(text) { return .text(text[0..<text.count - (text.hasSuffix("\\%") ? 2 : 1)]) }
        if let index = text.find(Bytes("_")) {
            guard let value = text[0..<index].pythonFloat, value.isFinite else { return nil }
            return .number(value.rounded(.towardZero))
        }
        guard text.contains("\\pi") else { return .text(text) }
        let replaced = withPi(text)
        return PythonArithmetic.value(replaced).map { .number($0) } ?? .text(replaced)
    }

    private func isPercentage(_ text: Bytes) -> Bool {
        guard text.hasSuffix("%") else { return false }
        let number = text[0..<text.count - (text.hasSuffix("\\%") ? 2 : 1)]
        let parts = number.split(at: UInt8(ascii: "."))
        return parts.count <= 2
            && parts.allSatisfy { part in
                part.count > 0 && (0..<part.count).allSatisfy { part[$0].isASCIIDigit }
            }
    }

    /// `\pi` becomes `*3.14…` behind a digit and `1*3.14…` elsewhere.
    private func withPi(_ text: Bytes) -> Bytes {
        let digits = pi == 3.14 ? Bytes("3.14") : Bytes("3.141592653589793")
        var buffer = EditBuffer(text, arena: arena)
        buffer.rewrite(growth: 8) { text, to in
            var count = 0
            var at = 0
            func put(_ part: Bytes) {
                (to + count).update(from: part.start, count: part.count)
                count += part.count
            }
            while let found = text.suffix(from: at).find(Bytes("\\pi")) {
                put(text[at..<at + found])
                // The text before is looked up as it is replaced.
                put(count > 0 && to[count - 1].isASCIIDigit ? Bytes("*") : Bytes("1*"))
                put(digits)
                at += found + 3
            }
            put(text.suffix(from: at))
            return count
        }
        return buffer.bytes
    }

    private func text(_ side: Side) -> Bytes {
        switch side {
        case .text(let text): return text
        case .number(let value):
            let digits = value == value.rounded(.towardZero) && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
            return digits.utf8.withContiguousStorageIfAvailable { arena.copy(Bytes($0)) } ?? .empty
        }
    }

    private func number(_ side: Side) -> Double? {
        switch side {
        case .number(let value): return value
        case .text(let text):
            var buffer = EditBuffer(text, arena: arena)
            if text.contains("{,}") { buffer.replace("{,}", with: "") } else { buffer.replace(",", with: "") }
            return buffer.bytes.pythonFloat
        }
    }

    // MARK: Comparison

    /// `math.isclose` with a relative tolerance only.
    private func isClose(_ left: Double, _ right: Double) -> Bool {
        if left == right { return true }
        guard left.isFinite, right.isFinite else { return false }
        return abs(left - right) <= ToRAEquality.tolerance * max(abs(left), abs(right))
    }

    private func withoutSpaces(_ text: Bytes) -> Bytes {
        var buffer = EditBuffer(text, arena: arena)
        buffer.replace(" ", with: "")
        return buffer.bytes
    }

    private func bare(_ prediction: Bytes, beside reference: Bytes) -> Bytes {
        withoutBrackets(
            BracketRule.drops(prediction, reference) ? prediction.stripped(of: BracketRule.all) : prediction)
    }

    private func bare(_ reference: Bytes, stripping prediction: Bytes) -> Bytes {
        withoutBrackets(BracketRule.drops(prediction, reference) ? reference.stripped(of: BracketRule.all) : reference)
    }

    private func withoutBrackets(_ text: Bytes) -> Bytes { BracketRule.withoutBraces(text, arena) }

    /// Tuples and lists, element by element; nil where the comparison goes on.
    private func elements(_ prediction: Bytes, _ reference: Bytes, _ depth: Int) -> Bool? {
        let open = ByteSet("([")
        let close = ByteSet(")]")
        if prediction.count > 0, reference.count > 0, open.contains(prediction[0]),
            close.contains(prediction[prediction.count - 1]),
            prediction[0] == reference[0], prediction[prediction.count - 1] == reference[reference.count - 1]
        {
            let left = inner(prediction).split(at: UInt8(ascii: ","))
            let right = inner(reference).split(at: UInt8(ascii: ","))
            if left.count == right.count {
                guard let equal = all(left, right, depth) else { return false }
                if equal { return true }
            }
        }
        guard prediction.contains(","), reference.contains(",") else { return nil }
        let left = prediction.split(at: UInt8(ascii: ",")).map { $0.pythonStripped }
        let right = reference.split(at: UInt8(ascii: ",")).map { $0.pythonStripped }
        guard left.count == right.count else { return nil }
        return all(left, right, depth) ?? false
    }

    private func inner(_ text: Bytes) -> Bytes { text.count < 2 ? .empty : text[1..<text.count - 1] }

    /// True when all elements are equal; nil on an exception.
    private func all(_ left: [Bytes], _ right: [Bytes], _ depth: Int) -> Bool? {
        let elements = ToRAEquality(engine: engine, arena: arena, pi: .pi)
        var equal = true
        for (first, second) in zip(left, right) {
            guard let holds = elements.holds(first, second, depth: depth + 1) else { return nil }
            equal = equal && holds
        }
        return equal
    }
}

/// The treatment of brackets by ToRA and its heirs before they compare texts.
enum BracketRule {
    /// All brackets that are stripped from the ends.
    static let all = ByteSet("[]()")

    /// True when the brackets around both texts go: around a list against no tuple, or a tuple against no list.
    static func drops(_ prediction: Bytes, _ reference: Bytes) -> Bool {
        (prediction.hasPrefix("[") && prediction.hasSuffix("]") && !reference.hasPrefix("("))
            || (prediction.hasPrefix("(") && prediction.hasSuffix(")") && !reference.hasPrefix("["))
    }

    /// The text without braces and round brackets.
    static func withoutBraces(_ text: Bytes, _ arena: Arena) -> Bytes {
        var buffer = EditBuffer(text, arena: arena)
        buffer.cut { text, at in braces.contains(text[at]) ? at + 1 : nil }
        return buffer.bytes
    }

    private static let braces = ByteSet("{}()")
}

extension Bytes {
    /// `text[:limit]`.
    fileprivate func firstCodePoints(_ limit: Int) -> Bytes {
        guard count > limit else { return self }
        var at = 0
        var left = limit
        while at < count, left > 0 {
            at = Swift.min(at + codePointLength(at: at), count)
            left -= 1
        }
        return self[0..<at]
    }
}
