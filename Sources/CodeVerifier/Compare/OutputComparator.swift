import AdjudgeBase

/// How what a program wrote is compared with what it should have written.
///
/// Both sides are data of any size and form: every rule is linear in their length, except that unordered rules sort.
public struct OutputComparator: Sendable, Equatable {
    /// The rule by which outputs are the same.
    public enum Rule: String, Sendable, CaseIterable {
        /// The same bytes.
        case exact
        /// The same lines, each without white space at its end, without empty lines at the end of the text.
        case trailingWhitespace = "trailing_whitespace"
        /// The same lines, each without white space around it, without empty ones.
        case lines
        /// The same words between white space.
        case tokens
        /// The same words between white space, where numbers need only be near.
        case numeric
        /// LiveCodeBench's rule: the same count of lines, each the same, or the same decimal numbers word by word.
        case liveCodeBench = "livecodebench"
        /// verl's prime_code: the same lines, or all numbers and near by numpy's allclose.
        case primeCode = "prime_code"

        /// One line for `adjudge list`.
        public var summary: String {
            switch self {
            case .exact: "the same bytes"
            case .trailingWhitespace: "the same lines but for white space at their ends and at the end (default)"
            case .lines: "the same lines but for white space around them and empty ones"
            case .tokens: "the same words"
            case .numeric: "the same words, numbers within absolute or relative tolerance"
            case .liveCodeBench: "LiveCodeBench's rule"
            case .primeCode: "prime_code's rule"
            }
        }
    }

    /// The rule by which outputs are the same.
    public var rule = Rule.trailingWhitespace
    /// How near numbers must be.
    public var tolerance = Tolerance.exact
    /// ASCII letters are the same in either case.
    public var ignoresCase = false
    /// Lines (words, for the rules on words) may come in any order.
    public var isUnordered = false

    /// The comparison that people expect of a judge: the same lines but for white space at their ends.
    public init() {}

    /// Whether `got` counts as `expected`. O(bytes), O(words · log words) when unordered.
    public func equal(_ got: Bytes, _ expected: Bytes, _ arena: Arena) -> Bool {
        if got == expected { return true }
        if rule == .exact { return false }
        let (got, expected) = ignoresCase ? (got.lowercased(arena), expected.lowercased(arena)) : (got, expected)
        switch rule {
        case .exact: return false
        case .trailingWhitespace, .lines, .tokens, .numeric:
            return isUnordered ? equalSorted(got, expected) : equalInOrder(got, expected)
        case .liveCodeBench: return PeerComparison.liveCodeBench(got, expected)
        case .primeCode: return PeerComparison.primeCode(got, expected)
        }
    }

    /// Where the two first differ: `line 3` or `word 7`, for evidence.
    public func firstDifference(_ got: Bytes, _ expected: Bytes) -> String {
        var (left, right) = (Pieces(got, rule), Pieces(expected, rule))
        var number = 1
        while true {
            switch (left.next(), right.next()) {
            case (nil, nil): return "the order or form of the whole"
            case (let got?, let expected?) where same(got, expected): number += 1
            case (nil, _): return "\(rule.unit) \(number): the output ends"
            case (_, nil): return "\(rule.unit) \(number): nothing more expected"
            default: return "\(rule.unit) \(number)"
            }
        }
    }

    private func equalInOrder(_ got: Bytes, _ expected: Bytes) -> Bool {
        var (left, right) = (Pieces(got, rule), Pieces(expected, rule))
        while true {
            switch (left.next(), right.next()) {
            case (nil, nil): return true
            case (let got?, let expected?) where same(got, expected): continue
            default: return false
            }
        }
    }

    private func same(_ got: Bytes, _ expected: Bytes) -> Bool {
        if got == expected { return true }
        guard rule == .numeric, let left = NumberToken(got), let right = NumberToken(expected) else { return false }
        return left.isNear(right, tolerance)
    }

    /// Compares as multisets. Numbers within tolerance have no order that sorts them together with text, so they are
    /// sorted by value and compared in turn.
    private func equalSorted(_ got: Bytes, _ expected: Bytes) -> Bool {
        let (left, right) = (sorted(got), sorted(expected))
        guard left.count == right.count else { return false }
        return zip(left, right).allSatisfy { same($0, $1) }
    }

    private func sorted(_ text: Bytes) -> [Bytes] {
        var pieces = Pieces(text, rule)
        var all: [(number: Double?, bytes: Bytes)] = []
        while let piece = pieces.next() {
            all.append((rule == .numeric ? NumberToken(piece)?.value : nil, piece))
        }
        all.sort { left, right in
            switch (left.number, right.number) {
            case (let a?, let b?) where a != b: a < b
            case (_?, nil): true
            case (nil, _?): false
            default: left.bytes.precedes(right.bytes)
            }
        }
        return all.map(\.bytes)
    }
}

extension OutputComparator.Rule {
    /// The name of the rule's pieces.
    var unit: String { self == .tokens || self == .numeric ? "word" : "line" }
}
