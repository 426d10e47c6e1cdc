import AdjudgeBase

/// Whether a value that a program returned is the value that was expected, by Python's rules where both are plain.
///
/// 1 is 1.0 but not True; what is opaque equals nothing. Where what is expected came from JSON, which has no tuples and
/// only strings for keys, a tuple stands for a list and a key for its JSON spelling.
struct PlainComparator {
    /// How near numbers must be.
    var tolerance = Tolerance.exact
    /// Lists may come in any order, and a set may stand for a list.
    var isUnordered = false
    /// Two integers are never merely near.
    var keepsIntegersExact = false
    /// What is expected came from JSON.
    var expectsJSON = true

    /// Whether `got` is `expected`. O(bytes); for sets, and lists in any order, O(n²) comparisons at worst.
    func equal(_ got: PlainData, _ expected: PlainData) -> Bool {
        let got = unwrapped(got)
        let expected = unwrapped(expected)
        switch expected.kind {
        case .none, .isTrue, .isFalse: return got.kind == expected.kind
        case .integer, .largeInteger, .float: return equalNumber(got, expected)
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
        case .wrapped, .opaque: return false
        }
    }

    /// The dict or list in a named container, which Python's equality looks through; a Decimal, a Fraction or a range
    /// stays what it is.
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
        case (.float, .integer):
            if got.float == Double(expected.integer) {
                return Int64(exactly: got.float) == expected.integer || tolerance != .exact
            }
        case (.integer, .float):
            if Double(got.integer) == expected.float {
                return Int64(exactly: expected.float) == got.integer || tolerance != .exact
            }
        case (.float, .float):
            if got.float == expected.float || (got.float.isNaN && expected.float.isNaN && !expectsJSON) { return true }
        case (.float, .largeInteger), (.largeInteger, .float): break
        default: return false
        }
        if keepsIntegersExact, got.kind != .float, expected.kind != .float { return false }
        return tolerance != .exact && tolerance.holds(double(got), double(expected))
    }

    private func double(_ value: PlainData) -> Double {
        switch value.kind {
        case .integer: Double(value.integer)
        case .float: value.float
        default: LargeInteger.double(ofHexadecimal: value.content)
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
