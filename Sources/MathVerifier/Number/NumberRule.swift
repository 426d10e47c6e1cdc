import AdjudgeBase

/// A rule by which an answer and a reference are compared: the table of NeMo-Gym's `litmus_agent`, on exact numbers.
struct NumberRule: Sendable {
    enum Kind: Sendable { case equal, exact, isclose, absWindow, relWindow, boolean, text }

    static let kinds: [(name: String, value: Kind)] = [
        ("equal", .equal), ("exact", .exact), ("isclose", .isclose), ("abs_window", .absWindow),
        ("rel_window", .relWindow), ("bool_eq", .boolean), ("string_eq", .text),
    ]

    var kind: Kind
    /// How far off is still right; nil: one millionth for `isclose`, nothing for the windows.
    var absolute: Rational?
    var relative: Rational?

    private static let millionth = Rational.quotient(.integer(1), .integer(1_000_000))!
    private static let trueWords: [StaticString] = ["1", "1.0", "true", "yes", "present", "t", "y"]
    private static let falseWords: [StaticString] = ["0", "0.0", "false", "no", "absent", "f", "n"]

    /// The rule of an answer's type, where a row names no other.
    static func usual(of type: Bytes) -> NumberRule? {
        if type.equals("float") { return NumberRule(kind: .isclose) }
        if type.equals("bool") { return NumberRule(kind: .boolean) }
        return type.equals("string") ? NumberRule(kind: .text) : nil
    }

    /// Compares texts that were folded to ASCII.
    func compare(_ answer: Bytes, _ reference: Bytes, _ arena: Arena) -> Outcome {
        switch kind {
        case .boolean:
            guard let wanted = NumberRule.boolean(reference) else {
                return Outcome(.badReference, .unreadableReference)
            }
            guard let given = NumberRule.boolean(answer) else { return .graded(false, .differentText) }
            return .graded(given == wanted, given == wanted ? .equalText : .differentText)
        case .text:
            let normal = Normalization([.lowercase, .collapseWhitespace])
            if normal.apply(to: reference, arena).isEmpty { return Outcome(.badReference, .unreadableReference) }
            let isEqual = normal.equal(answer, reference, arena)
            return .graded(isEqual, isEqual ? .equalText : .differentText)
        default: break
        }
        switch NumberReader.read(reference) {
        case .tooLarge: return Outcome(.limitExceeded, .numberTooLarge)
        case .unreadable: return Outcome(.badReference, .unreadableReference)
        case .number: break
        }
        let reading = NumberReader.read(answer)
        if case .tooLarge = reading { return Outcome(.limitExceeded, .numberTooLarge) }
        guard let wanted = NumberReader.read(reference).value else {
            return Outcome(.badReference, .unreadableReference)
        }
        guard let given = reading.value else { return .graded(false, .notANumber) }
        return compare(given, wanted)
    }

    private func compare(_ given: Rational, _ wanted: Rational) -> Outcome {
        if Rational.compare(given, wanted) == 0 { return .graded(true, .equalNumber) }
        let distance = (given - wanted).magnitude
        let holds: Bool
        switch kind {
        case .exact:
            guard let left = given.roundedToEven, let right = wanted.roundedToEven else {
                return Outcome(.limitExceeded, .numberTooLarge)
            }
            return left == right ? .graded(true, .equalRounded) : .graded(false, .differentNumber)
        case .isclose:
            let larger = Rational.compare(given.magnitude, wanted.magnitude) > 0 ? given : wanted
            let reach = (relative ?? NumberRule.millionth) * larger.magnitude
            holds =
                Rational.compare(distance, reach) <= 0
                || Rational.compare(distance, absolute ?? NumberRule.millionth) <= 0
        case .absWindow: holds = Rational.compare(distance, absolute ?? .zero) <= 0
        case .relWindow: holds = Rational.compare(distance, (relative ?? .zero) * wanted.magnitude) <= 0
        default: holds = false
        }
        return .graded(holds, holds ? .withinTolerance : .differentNumber)
    }

    private static func boolean(_ text: Bytes) -> Bool? {
        let word = text.trimmed
        func isOne(_ list: [StaticString]) -> Bool {
            list.contains { known in
                word.count == known.utf8CodeUnitCount
                    && (0..<word.count).allSatisfy {
                        let byte = word[$0]
                        return (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) == known.utf8Start[$0]
                    }
            }
        }
        if isOne(trueWords) { return true }
        return isOne(falseWords) ? false : nil
    }
}

extension Rational {
    /// The nearest integer, the even one of two, as Python's `round` gives it; nil beyond 120 bits.
    fileprivate var roundedToEven: Int128? {
        guard let (numerator, denominator) = smallParts, numerator.magnitude < 1 << 120, denominator < 1 << 120 else {
            return nil
        }
        var (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
        if rest < 0 { (whole, rest) = (whole - 1, rest + denominator) }
        if 2 * rest > denominator || 2 * rest == denominator && whole & 1 != 0 { whole += 1 }
        return whole
    }
}
