import AdjudgeBase

/// Compares the arguments of two calls: numbers by value, strings exact but for white space at their ends, objects and
/// lists part by part, and what has a check of its own by that.
final class ArgumentComparison {
    /// Where two calls differ.
    struct Difference {
        let reason: StructureReason
        let path: String
    }

    private let verifier: ToolCallVerifier
    private let checkers: [String: (checker: any Checker, threshold: Double)]
    private let similarity: (any Checker)?
    private let parser = JSONParser(maxDepth: 64)
    private var comparison: JSONComparison?
    private var input: CheckInput?
    private var scratch: Scratch!
    /// Whether the made call's arguments are texts without types.
    private var isUntyped = false
    private var path: [String] = []
    /// The work of all inner checks of a sample.
    private static let budget: UInt64 = 1 << 26
    private var begun: UInt64 = 0
    /// The first difference of the latest comparison.
    private(set) var difference: Difference?
    /// An inner check without a verdict, with which there is none of the whole.
    private(set) var blocked: Outcome?

    init(_ verifier: ToolCallVerifier) {
        self.verifier = verifier
        checkers = verifier.checks.mapValues { ($0.verifier.makeChecker(), $0.threshold) }
        similarity = verifier.similarity?.verifier.makeChecker()
    }

    func begin(_ input: CheckInput, _ scratch: Scratch, isUntyped: Bool) {
        self.input = input
        self.scratch = scratch
        self.isUntyped = isUntyped
        comparison = JSONComparison(scratch: scratch)
        (difference, blocked, begun) = (nil, nil, scratch.work)
    }

    /// Whether a call is the expected one.
    func matches(_ expected: ToolCall, _ actual: ToolCall) -> Bool {
        guard expected.name == actual.name else {
            return differs(.wrongFunction)
        }
        path.removeAll(keepingCapacity: true)
        return matches(expected.arguments, actual.arguments)
    }

    private func differs(_ reason: StructureReason, _ name: String? = nil) -> Bool {
        // A difference of arguments says more than that another call is of another function.
        if difference == nil || difference!.reason == .wrongFunction {
            difference = Difference(reason: reason, path: "$" + path.joined() + (name.map { JSONPlace.step($0) } ?? ""))
        }
        return false
    }

    private func matches(_ expected: JSONValue, _ actual: JSONValue) -> Bool {
        scratch.spend(1)
        if !checkers.isEmpty, let check = checkers[String(path.joined().drop { $0 == "." })] {
            return holds(check.checker, check.threshold, expected, actual) || differs(.wrongArgument)
        }
        if isUntyped, actual.kind == .string, expected.kind != .string {
            guard let value = try? parser.parse(actual.string(into: scratch.arena)!.trimmed) else {
                return differs(.wrongArgument)
            }
            return comparison!.equal(expected, value) || differs(.wrongArgument)
        }
        guard expected.kind == actual.kind else { return differs(.wrongArgument) }
        switch expected.kind {
        case .object: return objectsMatch(expected, actual)
        case .array:
            guard expected.count == actual.count else { return differs(.wrongArgument) }
            var others = actual.elements
            for (index, element) in expected.elements.enumerated() {
                path.append("[\(index)]")
                guard let other = others.next(), matches(element, other) else { return false }
                path.removeLast()
            }
            return true
        case .string: return stringsMatch(expected, actual) || differs(.wrongArgument)
        default: return comparison!.equal(expected, actual) || differs(.wrongArgument)
        }
    }

    private func objectsMatch(_ expected: JSONValue, _ actual: JSONValue) -> Bool {
        for (key, value) in expected.members {
            let name = key.string(into: scratch.arena)!
            scratch.spend(actual.count)
            guard let other = actual.member(name) else { return differs(.missingArgument, name.string) }
            let needsPath = !checkers.isEmpty || scratch.wantsDetail || scratch.evidence != nil
            path.append(needsPath ? JSONPlace.step(name.string) : "")
            guard matches(value, other) else { return false }
            path.removeLast()
        }
        guard !verifier.ignoresExtraArguments, actual.count > expected.count else { return true }
        for (key, _) in actual.members where expected.member(key.string(into: scratch.arena)!) == nil {
            return differs(.unknownArgument, key.decodedString)
        }
        return true
    }

    private func stringsMatch(_ expected: JSONValue, _ actual: JSONValue) -> Bool {
        let mine = expected.string(into: scratch.arena)!.trimmed
        let other = actual.string(into: scratch.arena)!.trimmed
        scratch.spend((mine.count + other.count) >> 5)
        if mine == other { return true }
        guard let similarity, !mine.isEmpty, !other.isEmpty else { return false }
        return holds(similarity, verifier.similarity!.threshold, expected, actual)
    }

    /// Whether an inner check gives at least its threshold.
    private func holds(_ checker: any Checker, _ threshold: Double, _ expected: JSONValue, _ actual: JSONValue) -> Bool
    {
        func text(_ value: JSONValue) -> Field { .text(value.string(into: scratch.arena) ?? value.raw) }
        let inner = CheckInput(
            answer: text(actual), reference: text(expected), response: input!.response, arguments: input!.arguments)
        guard blocked == nil, scratch.work &- begun < ArgumentComparison.budget else {
            blocked = blocked ?? Outcome(.limitExceeded, .comparisonLimit)
            return false
        }
        let outcome = checker.check(inner, scratch)
        scratch.detail = nil
        guard let reward = outcome.reward else {
            blocked = outcome
            return false
        }
        return reward >= threshold
    }
}
