import AdjudgeBase

/// Checks values against compiled schemas. One per worker; linear in the value for each subschema that applies to it,
/// and bounded by a budget of work where schemas apply to one value again and again.
final class SchemaValidator {
    /// How a check ended.
    enum Verdict {
        case valid
        case invalid
        /// The budget or a pattern's limit ran out.
        case limit
        /// A reference leads back to itself before it looks at any part of the value.
        case endless
    }

    /// Where a value failed first.
    struct Failure {
        var keyword: StaticString
        var node: Int32
        var value: JSONValue
        /// The member that is missing or one too many.
        var name: Bytes?
    }

    /// The work that a value may cost, beside what its size allows.
    static let baseBudget = 500_000
    /// The deepest nesting of subschemas that apply.
    private static let maxDepth = 1_500

    var schema: Schema
    var scratch: Scratch
    var comparison: JSONComparison
    /// Whether the value may have parts that JSON has no kind for.
    var hasForeign = false
    private var limit: UInt64 = 0
    private var depth = 0
    /// The resources that were entered, outermost first.
    private var scope: [Int32] = []
    /// The members and items that subschemas have looked at, by their order among the value's.
    var evaluated: [Int32] = []
    private(set) var failure: Failure?
    private(set) var stopped: Verdict?
    /// How many subschemas at work apply to the same value.
    private var chain = 0

    init(_ schema: Schema, _ scratch: Scratch) {
        self.schema = schema
        self.scratch = scratch
        comparison = JSONComparison(scratch: scratch)
    }

    /// Checks a value whose text has `bytes` bytes.
    func validate(_ value: JSONValue, with schema: Schema, bytes: Int) -> Verdict {
        self.schema = schema
        limit = scratch.work &+ UInt64(SchemaValidator.baseBudget + 16 * bytes)
        (depth, chain, failure, stopped) = (0, 0, nil, nil)
        scope.removeAll(keepingCapacity: true)
        evaluated.removeAll(keepingCapacity: true)
        let isValid = check(0, value)
        return stopped ?? (isValid ? .valid : .invalid)
    }

    /// Whether a value meets a subschema. After a stop the result says nothing.
    func check(_ index: Int32, _ value: JSONValue) -> Bool {
        let node = schema.nodes[Int(index)]
        if node.count == 0 { return true }
        scratch.spend(Int(node.count))
        guard scratch.work < limit, depth < SchemaValidator.maxDepth else { return stop(.limit) }
        depth += 1
        defer { depth -= 1 }
        let isEntered = schema.dynamicNodes.count > 0 && scope.last != node.resource
        if isEntered { scope.append(node.resource) }
        defer { if isEntered { scope.removeLast() } }
        let mark = evaluated.count
        for at in Int(node.first)..<Int(node.first + node.count) {
            let rule = schema.rules[at]
            guard holds(rule, value, from: mark, index) else {
                evaluated.removeLast(evaluated.count - mark)
                return false
            }
        }
        return true
    }

    /// Whether a subschema holds that applies to the same value: where as many do in a row as there are, one has come
    /// back to itself.
    func checkInPlace(_ index: Int32, _ value: JSONValue) -> Bool {
        guard chain <= schema.nodes.count else { return stop(.endless) }
        chain += 1
        defer { chain -= 1 }
        return check(index, value)
    }

    /// Whether a part of the value meets a subschema.
    func checkPart(_ index: Int32, _ value: JSONValue) -> Bool {
        let outer = chain
        let mark = evaluated.count
        chain = 0
        defer {
            chain = outer
            evaluated.removeLast(evaluated.count - mark)
        }
        return check(index, value)
    }

    func stop(_ verdict: Verdict) -> Bool {
        if stopped == nil { stopped = verdict }
        return false
    }

    func fail(_ keyword: StaticString, _ node: Int32, _ value: JSONValue, name: Bytes? = nil) -> Bool {
        if stopped == nil { failure = Failure(keyword: keyword, node: node, value: value, name: name) }
        return false
    }

    private func holds(_ rule: Schema.Rule, _ value: JSONValue, from mark: Int, _ node: Int32) -> Bool {
        switch rule.keyword {
        case .never: return fail("false", node, value)
        case .type: return hasType(rule.a, value) || fail("type", node, value)
        case .const, .enumeration: return isListed(rule, value) || fail(rule.keyword.name, node, value)
        case .maximum, .exclusiveMaximum, .minimum, .exclusiveMinimum, .multipleOf:
            return value.kind != .number || isInRange(rule, value) || fail(rule.keyword.name, node, value)
        case .maxLength, .minLength, .pattern, .format:
            return value.kind != .string || isTextRight(rule, value) || fail(rule.keyword.name, node, value)
        case .maxItems: return value.kind != .array || value.count <= Int(rule.a) || fail("maxItems", node, value)
        case .minItems: return value.kind != .array || value.count >= Int(rule.a) || fail("minItems", node, value)
        case .uniqueItems: return value.kind != .array || isUnique(value) || fail("uniqueItems", node, value)
        case .items: return value.kind != .array || itemsHold(rule, value)
        case .contains: return value.kind != .array || contains(rule, value) || fail("contains", node, value)
        case .maxProperties:
            return value.kind != .object || value.count <= Int(rule.a) || fail("maxProperties", node, value)
        case .minProperties:
            return value.kind != .object || value.count >= Int(rule.a) || fail("minProperties", node, value)
        case .members: return value.kind != .object || membersHold(rule, value, node)
        case .propertyNames: return value.kind != .object || namesHold(rule, value)
        case .dependentRequired, .dependentSchemas:
            return value.kind != .object || dependenciesHold(rule, value, node)
        case .reference: return checkInPlace(rule.a, value)
        case .recursiveReference, .dynamicReference:
            return checkInPlace(rule.b < 0 ? rule.a : dynamicNode(rule), value)
        case .allOf: return allHold(rule, value)
        case .anyOf: return anyHolds(rule, value) || fail("anyOf", node, value)
        case .oneOf: return oneHolds(rule, value) || fail("oneOf", node, value)
        case .not:
            let mark = evaluated.count
            let holds = checkInPlace(rule.a, value)
            evaluated.removeLast(evaluated.count - mark)
            return !holds && stopped == nil || fail("not", node, value)
        case .condition: return conditionHolds(rule, value)
        case .unevaluatedItems: return value.kind != .array || othersHold(rule, value, from: mark, node)
        case .unevaluatedProperties: return value.kind != .object || othersHold(rule, value, from: mark, node)
        }
    }

    /// The node of the outermost resource that has the anchor.
    private func dynamicNode(_ rule: Schema.Rule) -> Int32 {
        let nodes = schema.dynamicNodes[Int(rule.b)]
        for resource in scope {
            if let node = nodes[resource] { return node }
        }
        return rule.a
    }
}
