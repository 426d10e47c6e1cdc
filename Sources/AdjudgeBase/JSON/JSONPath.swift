/// A path into a JSON value, such as `a.b[0]["c d"]`, used in templates, `--map` and the `json` extractor.
/// A negative index counts from the end.
public struct JSONPath: Sendable, Equatable {
    /// One step.
    enum Step: Sendable, Equatable {
        case member(String, OwnedBytes)
        case element(Int)

        static func == (left: Step, right: Step) -> Bool {
            switch (left, right) {
            case (.member(let left, _), .member(let right, _)): left == right
            case (.element(let left), .element(let right)): left == right
            default: false
            }
        }
    }

    let steps: [Step]

    /// The member of an object that the path begins with; nil for the whole value and for an element of an array.
    public var firstMember: String? {
        guard case .member(let name, _)? = steps.first else { return nil }
        return name
    }

    /// Parses a path; nil when it is malformed. The empty path is the value itself.
    public init?(_ text: String) {
        var steps: [Step] = []
        var rest = Substring(text)
        if let first = rest.first, first != "[", first != "." { rest = "." + rest }
        while let first = rest.popFirst() {
            switch first {
            case ".":
                let name = rest.prefix { $0 != "." && $0 != "[" }
                guard !name.isEmpty else { return nil }
                steps.append(.member(String(name), OwnedBytes(String(name))))
                rest = rest[name.endIndex...]
            case "[":
                guard let close = rest.firstIndex(of: "]") else { return nil }
                guard let step = JSONPath.bracketed(rest[..<close]) else { return nil }
                steps.append(step)
                rest = rest[rest.index(after: close)...]
            default: return nil
            }
        }
        self.steps = steps
    }

    private static func bracketed(_ text: Substring) -> Step? {
        if let index = Int(text), index > Int(Int32.min), index < Int(Int32.max) { return .element(index) }
        guard text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
            return nil
        }
        let name = String(text.dropFirst().dropLast())
        return .member(name, OwnedBytes(name))
    }

    private static func element(_ index: Int, of value: JSONValue) -> JSONValue? {
        guard value.kind == .array else { return nil }
        return value.element(index < 0 ? value.count + index : index)
    }

    /// The value at the path, or nil. A number after a dot also indexes an array (`resps.0`). O(members passed over).
    public func find(in value: JSONValue) -> JSONValue? {
        var value = value
        for step in steps {
            let next: JSONValue? =
                switch step {
                case .element(let index): JSONPath.element(index, of: value)
                case .member(let name, let key):
                    value.kind == .array
                        ? Int(name).flatMap { JSONPath.element($0, of: value) } : value.member(key.view)
                }
            guard let next else { return nil }
            value = next
        }
        return value
    }
}
