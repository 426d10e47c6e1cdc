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
    /// The steps as ``find(in:)`` takes them.
    private let way: Way

    /// True for paths of the same steps.
    public static func == (left: JSONPath, right: JSONPath) -> Bool { left.steps == right.steps }

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
        way = Way(steps)
    }

    private static func bracketed(_ text: Substring) -> Step? {
        if let index = Int(text), index > Int(Int32.min), index < Int(Int32.max) { return .element(index) }
        guard text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
            return nil
        }
        let name = String(text.dropFirst().dropLast())
        return .member(name, OwnedBytes(name))
    }

    /// The value at the path, or nil. A number after a dot also indexes an array (`resps.0`). O(members passed over).
    public func find(in value: JSONValue) -> JSONValue? { lookup.find(in: value) }

    /// The path without anything that is counted, for places where each row is looked at; valid while the path lives.
    public var lookup: Lookup { Lookup(steps: way.steps, count: way.count) }

    /// A view of a path.
    public struct Lookup: @unchecked Sendable {
        fileprivate let steps: UnsafePointer<Way.Step>
        let count: Int

        /// The value at the path, or nil. O(members passed over).
        public func find(in value: JSONValue) -> JSONValue? { find(in: value, after: 0) }

        /// The name of the member that the path begins with; nil where it does not begin with one.
        var firstName: Bytes? { count > 0 ? steps[0].key : nil }

        /// The value at the path without its first steps.
        @inline(__always)
        func find(in value: JSONValue, after first: Int) -> JSONValue? {
            var value = value
            for index in first..<count {
                let step = steps[index]
                let isElement = step.key == nil || value.kind == .array
                guard let next = isElement ? element(step.index, of: value) : value.member(step.key!) else {
                    return nil
                }
                value = next
            }
            return value
        }

        private func element(_ index: Int?, of value: JSONValue) -> JSONValue? {
            guard let index, value.kind == .array else { return nil }
            return value.element(index < 0 ? value.count + index : index)
        }
    }
}

/// The steps of a path in memory of their own.
private final class Way: @unchecked Sendable {
    struct Step {
        /// The name of a member; nil for an element of an array.
        let key: Bytes?
        /// The place of the element; of a name, the number that it is.
        let index: Int?
    }

    let steps: UnsafePointer<Step>
    let count: Int
    /// What the keys are views of.
    private let names: [OwnedBytes]

    init(_ steps: [JSONPath.Step]) {
        let memory = UnsafeMutablePointer<Step>.allocate(capacity: max(steps.count, 1))
        var names: [OwnedBytes] = []
        for (index, step) in steps.enumerated() {
            switch step {
            case .element(let place): (memory + index).initialize(to: Step(key: nil, index: place))
            case .member(let name, let key):
                names.append(key)
                (memory + index).initialize(to: Step(key: key.view, index: Int(name)))
            }
        }
        self.steps = UnsafePointer(memory)
        self.names = names
        count = steps.count
    }

    deinit { steps.deallocate() }
}
