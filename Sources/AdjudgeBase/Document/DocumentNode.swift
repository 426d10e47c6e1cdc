/// A value of a grader document with its path, so that every error can name the place.
public struct DocumentNode: Sendable {
    /// The value.
    public let value: DocumentValue
    /// The JSON path, `$` for the root.
    public let path: String

    /// The node of `value` at `path`.
    public init(_ value: DocumentValue, path: String = "$") {
        self.value = value
        self.path = path
    }

    /// The error for a node with the wrong type or value.
    public func mismatch(expected: String, suggestion: String? = nil) -> DocumentError {
        DocumentError(path: path, found: value.description, expected: expected, suggestion: suggestion)
    }

    // MARK: Objects

    /// The members of an object.
    public func members() throws(DocumentError) -> [(key: String, node: DocumentNode)] {
        guard case .object(let members) = value else { throw mismatch(expected: "an object") }
        return members.map { ($0.key, DocumentNode($0.value, path: memberPath($0.key))) }
    }

    /// The member `key` of an object; nil when it is missing or null.
    public func member(_ key: String) -> DocumentNode? {
        guard case .object(let members) = value, let found = members.first(where: { $0.key == key }),
            found.value != .null
        else { return nil }
        return DocumentNode(found.value, path: memberPath(key))
    }

    /// The member `key` of an object. Throws when it is missing or null.
    public func required(_ key: String, _ expected: String) throws(DocumentError) -> DocumentNode {
        guard let node = member(key) else {
            throw DocumentError(path: memberPath(key), found: "nothing", expected: expected)
        }
        return node
    }

    /// Throws for the first key that is not among `names`.
    public func allowOnly(_ names: [String]) throws(DocumentError) {
        for (key, node) in try members() where !names.contains(key) {
            throw DocumentError(
                path: node.path, found: "the key \"\(key)\"",
                expected: "one of the keys " + names.sorted().joined(separator: ", "),
                suggestion: nearestName(to: key, in: names))
        }
    }

    // MARK: Scalars and arrays

    /// The elements of an array.
    public func elements() throws(DocumentError) -> [DocumentNode] {
        guard case .array(let elements) = value else { throw mismatch(expected: "an array") }
        return elements.enumerated().map { DocumentNode($1, path: "\(path)[\($0)]") }
    }

    /// The elements of an array, or the value itself as the only one.
    public func oneOrMany() -> [DocumentNode] {
        guard case .array(let elements) = value else { return [self] }
        return elements.enumerated().map { DocumentNode($1, path: "\(path)[\($0)]") }
    }

    /// A string.
    public func string(_ expected: String = "a string") throws(DocumentError) -> String {
        guard case .string(let text) = value else { throw mismatch(expected: expected) }
        return text
    }

    /// A boolean.
    public func bool() throws(DocumentError) -> Bool {
        guard case .bool(let flag) = value else { throw mismatch(expected: "true or false") }
        return flag
    }

    /// A finite number.
    public func double(_ expected: String = "a number") throws(DocumentError) -> Double {
        guard case .number(let text) = value, let number = Double(text), number.isFinite else {
            throw mismatch(expected: expected)
        }
        return number
    }

    /// A number above 0 and at most 1: a share from which on something counts.
    public func share() throws(DocumentError) -> Double {
        let number = try double()
        guard number > 0, number <= 1 else { throw mismatch(expected: "a number above 0 and at most 1") }
        return number
    }

    /// A number of 0 or less.
    public func penalty() throws(DocumentError) -> Double {
        let number = try double()
        guard number <= 0 else { throw mismatch(expected: "a number of 0 or less") }
        return number
    }

    /// An integer in `range`.
    public func integer(in range: ClosedRange<Int> = Int.min...Int.max) throws(DocumentError) -> Int {
        guard case .number(let text) = value, let number = Int(text), range.contains(number) else {
            throw mismatch(expected: "an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// The value that `choices` has for the name in this node.
    public func choice<Value>(_ what: String, _ choices: [(name: String, value: Value)]) throws(DocumentError) -> Value
    {
        let names = choices.map(\.name)
        guard !names.isEmpty else { throw mismatch(expected: "\(what), of which there is none") }
        guard case .string(let text) = value else {
            throw mismatch(expected: "\(what): one of " + names.joined(separator: ", "))
        }
        guard let found = choices.first(where: { $0.name == text }) else {
            throw mismatch(
                expected: "\(what): one of " + names.joined(separator: ", "),
                suggestion: nearestName(to: text, in: names))
        }
        return found.value
    }

    private func memberPath(_ key: String) -> String {
        let plain = key.utf8.allSatisfy {
            $0 == 0x5F || $0.isASCIIAlphanumeric
        }
        return plain && !key.isEmpty ? "\(path).\(key)" : "\(path)[\"\(key)\"]"
    }
}
