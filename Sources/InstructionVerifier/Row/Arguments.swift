import AdjudgeBase

/// The arguments of one instruction of a row, as the official code's keyword arguments: a null is no argument.
struct Arguments {
    private let values: JSONValue?
    // Not counted: the worker holds it.
    private unowned(unsafe) let arena: Arena

    init(_ values: JSONValue?, _ arena: Arena) {
        self.values = values?.kind == .object ? values : nil
        self.arena = arena
    }

    /// The first argument that has a value and is not among `names`; nil when there is none.
    func firstUnknown(_ names: UnsafeBufferPointer<StaticString>) -> Bytes? {
        guard let values else { return nil }
        for (key, value) in values.members where value.kind != .null {
            guard let key = key.rawString else { continue }
            if !names.contains(where: { key.equals($0) }) { return key }
        }
        return nil
    }

    /// A text; nil where it is missing or empty, as the official code treats both alike.
    func text(_ name: StaticString) throws(Unsettled) -> Bytes? {
        guard let value = value(name) else { return nil }
        guard let text = value.string(into: arena) else { throw .argument(name) }
        return text.isEmpty ? nil : text
    }

    /// A text that the official code cannot do without.
    func requiredText(_ name: StaticString) throws(Unsettled) -> Bytes {
        guard let text = try text(name) else { throw .argument(name) }
        return text
    }

    /// A text that the official code would draw where it is missing.
    func drawnText(_ name: StaticString) throws(Unsettled) -> Bytes {
        guard let text = try text(name) else { throw .random }
        return text
    }

    /// A text, or the first of a list of texts, without white space at its ends; drawn where it is missing.
    func firstText(_ name: StaticString) throws(Unsettled) -> Bytes {
        guard let value = value(name), value.kind == .array else { return try drawnText(name).pythonStripped }
        guard let first = value.element(0)?.string(into: arena), !first.isEmpty else { throw .argument(name) }
        return first.pythonStripped
    }

    /// Texts; nil where they are missing or none. A single text is the list of its characters in Python, which no row
    /// can mean.
    func texts(_ name: StaticString) throws(Unsettled) -> Views? {
        guard let value = value(name) else { return nil }
        guard value.kind == .array else { throw .argument(name) }
        var texts = Views(room: value.count, arena)
        for element in value.elements {
            // An empty text stands everywhere, and asks for nothing.
            guard let text = element.string(into: arena), !text.isEmpty else { throw .argument(name) }
            texts.append(text)
        }
        return texts.isEmpty ? nil : texts
    }

    /// A number; nil where it is missing.
    func number(_ name: StaticString) throws(Unsettled) -> Double? {
        guard let value = value(name) else { return nil }
        guard let text = value.numberText, let number = Arguments.number(text), number.isFinite else {
            throw .argument(name)
        }
        return number
    }

    /// A count that the official code would draw where it is missing or negative.
    func drawnCount(_ name: StaticString) throws(Unsettled) -> Double {
        guard let number = try number(name), number >= 0 else { throw .random }
        return number
    }

    /// A count that the official code would draw where it is missing or 0.
    func drawnPositive(_ name: StaticString) throws(Unsettled) -> Double {
        guard let number = try number(name), number != 0 else { throw .random }
        return number
    }

    /// An index for Python, which takes integers only; drawn where it is missing or 0.
    func drawnIndex(_ name: StaticString) throws(Unsettled) -> Int {
        guard let index = Int(exactly: try drawnPositive(name)) else { throw .argument(name) }
        return index
    }

    /// A number that the official code cannot do without.
    func requiredNumber(_ name: StaticString) throws(Unsettled) -> Double {
        guard let number = try number(name) else { throw .argument(name) }
        return number
    }

    /// `less than` or `at least`; drawn where it is missing.
    func relation(_ name: StaticString = "relation") throws(Unsettled) -> Relation {
        let text = try drawnText(name)
        if text.equals("less than") { return .lessThan }
        if text.equals("at least") { return .atLeast }
        throw .argument(name)
    }

    private func value(_ name: StaticString) -> JSONValue? {
        values?.member(name).flatMap { $0.kind == .null ? nil : $0 }
    }

    private static func number(_ text: Bytes) -> Double? {
        guard text.count <= 15 else { return Double(text.string) }
        // Few digits and a power of ten that a Double holds exactly have the nearest Double as their quotient.
        var (digits, scale, isFraction) = (0.0, 1.0, false)
        for index in 0..<text.count {
            let byte = text.start[index]
            if byte.isASCIIDigit {
                digits = digits * 10 + Double(byte & 0xF)
                if isFraction { scale *= 10 }
            } else if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else {
                return Double(text.string)
            }
        }
        return digits / scale
    }
}

/// How a count is compared.
enum Relation {
    case lessThan, atLeast

    func holds(_ count: Int, _ threshold: Double) -> Bool {
        self == .lessThan ? Double(count) < threshold : Double(count) >= threshold
    }
}
