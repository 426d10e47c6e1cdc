import AdjudgeBase

/// Whether a value that a program returned is the value that was expected, by Python's rules where both are plain.
///
/// 1 is 1.0 but not True, numbers compare without rounding; what is opaque equals nothing. Where what is expected came from JSON, which has no tuples and
/// only strings for keys, a tuple stands for a list and a key for its JSON spelling.
struct PlainComparator {
    /// How near numbers must be.
    var tolerance = Tolerance.exact
    /// Lists may come in any order, and a set may stand for a list.
    var isUnordered = false
    /// Two integers are never merely near.
    var keepsIntegersExact = false
    /// True when the expected value came from JSON.
    var expectsJSON = true

    /// Whether `got` is `expected`. O(bytes); for sets, and lists in any order, O(n²) comparisons at worst.
    func equal(_ got: PlainData, _ expected: PlainData) -> Bool {
        let got = unwrapped(got)
        let expected = unwrapped(expected)
        switch expected.kind {
        case .none where got.kind == .linkedList: return got.count == 0
        case .none, .isTrue, .isFalse: return got.kind == expected.kind
        case .integer, .largeInteger, .float: return equalNumber(got, expected)
        case .wrapped where expected.word == PlainData.decimal || expected.word == PlainData.fraction:
            return equalNumber(got, expected)
        case .wrapped:
            // A range, or a class that its text stands for: the same class and the same content.
            return got.kind == .wrapped && got.word == expected.word && got.content == expected.content
        case .complex, .string: return got.kind == expected.kind && got.content == expected.content
        case .bytes, .byteArray:
            return (got.kind == .bytes || got.kind == .byteArray) && got.content == expected.content
        case .list, .tuple: return equalSequence(got, expected)
        case .set, .frozenSet:
            return (got.kind == .set || got.kind == .frozenSet) && equalAnyOrder(got, expected)
        case .dict: return equalDict(got, expected)
        case .linkedList, .tree:
            if got.kind == expected.kind { return equalInOrder(got, expected) }
            return false
        case .opaque: return false
        }
    }

    /// The dict or list in a named container, which Python's equality looks through; others stay what they are.
    private func unwrapped(_ value: PlainData) -> PlainData {
        guard value.kind == .wrapped, (1...4).contains(value.word) else { return value }
        return value.elements.first ?? value
    }

    private func equalNumber(_ got: PlainData, _ expected: PlainData) -> Bool {
        switch (got.kind, expected.kind) {
        case (.integer, .integer):
            if got.integer == expected.integer { return true }
        case (.largeInteger, .largeInteger):
            if got.content == expected.content { return true }
        case (.integer, .largeInteger), (.largeInteger, .integer): break
        case (.float, .float):
            if got.float == expected.float || (got.float.isNaN && expected.float.isNaN && !expectsJSON) { return true }
            if tolerance == .exact { return false }
        case (.float, _), (_, .float): break
        case (.wrapped, _), (_, .wrapped): break
        default: return false
        }
        if keepsIntegersExact, got.isInteger, expected.isInteger { return false }
        guard let left = double(got), let right = double(expected) else { return false }
        // JSON wrote a decimal as its nearest float.
        if got.kind == .wrapped, expected.kind == .float, left == right { return true }
        if let decided = tolerance.decides(left, right) { return decided }
        guard let got = exact(got), let expected = exact(expected) else { return false }
        return got.isNear(expected, tolerance)
    }

    /// The nearest double, for a first look; nil where the value is no number.
    private func double(_ value: PlainData) -> Double? {
        switch value.kind {
        case .integer: Double(value.integer)
        case .float: value.float
        case .largeInteger: LargeInteger.double(ofHexadecimal: value.content)
        case .wrapped:
            exact(value).map { _ in value.decimalText.map { NumberToken.double($0) } ?? exact(value)!.double }
        default: nil
        }
    }

    private func exact(_ value: PlainData) -> ExactNumber? {
        switch value.kind {
        case .integer: return ExactNumber(value.integer)
        case .float: return ExactNumber(value.float)
        case .largeInteger: return ExactNumber(hexadecimal: value.content)
        case .wrapped:
            if let text = value.decimalText { return ExactNumber(decimal: text) }
            guard value.word == PlainData.fraction, let parts = value.elements.first?.elements, parts.count == 2,
                let numerator = exact(parts[0]), let denominator = exact(parts[1])
            else { return nil }
            return ExactNumber(numerator, over: denominator)
        default: return nil
        }
    }

    private func equalSequence(_ got: PlainData, _ expected: PlainData) -> Bool {
        let isSequence = got.kind == expected.kind || (expectsJSON && (got.kind == .tuple || got.kind == .list))
        if isUnordered, isSequence || got.kind == .set || got.kind == .frozenSet { return equalAnyOrder(got, expected) }
        if isSequence { return equalInOrder(got, expected) }
        // JSON writes a node of a linked list or a tree as the list of its values.
        return expectsJSON && (got.kind == .linkedList || got.kind == .tree) && equalInOrder(got, expected)
    }

    private func equalInOrder(_ got: PlainData, _ expected: PlainData) -> Bool {
        guard got.count == expected.count else { return false }
        var (left, right) = (0, 0)
        while left < got.content.count {
            guard let a = PlainData.read(got.content, at: &left), let b = PlainData.read(expected.content, at: &right),
                equal(a, b)
            else { return false }
        }
        return true
    }

    private func equalAnyOrder(_ got: PlainData, _ expected: PlainData) -> Bool {
        guard got.count == expected.count else { return false }
        var (left, right) = (got.encodedElements, expected.encodedElements)
        left.sort { $0.bytes.precedes($1.bytes) }
        right.sort { $0.bytes.precedes($1.bytes) }
        if zip(left, right).allSatisfy({ $0.bytes == $1.bytes }) { return true }
        guard left.count <= 4096 else { return false }
        for wanted in right {
            guard let found = left.firstIndex(where: { equal($0.value, wanted.value) }) else { return false }
            left.remove(at: found)
        }
        return true
    }

    private func equalDict(_ got: PlainData, _ expected: PlainData) -> Bool {
        guard got.kind == .dict, got.count == expected.count else { return false }
        let (left, right) = (got.elements, expected.elements)
        var wanted: [KeyText: PlainData] = [:]
        for index in stride(from: 0, to: right.count, by: 2) {
            wanted[KeyText(right[index], expectsJSON)] = right[index + 1]
        }
        for index in stride(from: 0, to: left.count, by: 2) {
            guard let value = wanted.removeValue(forKey: KeyText(left[index], expectsJSON)),
                equal(left[index + 1], value)
            else { return false }
        }
        return wanted.isEmpty
    }
}

/// A dict's key as it is compared: by kind and content, or as JSON would spell it.
private struct KeyText: Hashable {
    let text: String

    init(_ key: PlainData, _ asJSON: Bool) {
        let spelled = PlainText.describe(key, limit: 1 << 20)
        text = asJSON && key.kind == .string ? key.content.string : asJSON ? KeyText.json(key) ?? spelled : spelled
    }

    private static func json(_ key: PlainData) -> String? {
        switch key.kind {
        case .isTrue: "true"
        case .isFalse: "false"
        case .none: "null"
        default: nil
        }
    }
}
