/// Whether a schema lets everything pass, however deep that stands: `{"allOf":[{}]}`, `{"properties":{"a":true}}`,
/// `{"$ref":"#/$defs/a"}` of `{}`.
///
/// Only what is certain counts: alternatives that leave nothing out together, such as a type and all the others, are not
/// found. A part that leads back to what is being looked at lets pass what that does, so that it counts as vacuous where
/// everything else is. O(schema): beyond four visits per subschema the answer is no.
struct VacuousSchema: ~Copyable {
    /// The deepest nesting that is looked at.
    private static let maxDepth = 500

    private enum Known: UInt8 { case unknown, isOpen, isVacuous, asserts }

    private let schema: Schema
    private var known: [Known]
    /// How many parts of the value were stepped into when a subschema was opened, and now.
    private var partsWhenOpened: [Int32]
    private var parts: Int32 = 0
    private var visits = 0
    /// Whether the latest answer took something open for vacuous.
    private var isAssumed = false

    init(_ schema: Schema) {
        self.schema = schema
        known = [Known](repeating: .unknown, count: schema.nodes.count)
        partsWhenOpened = [Int32](repeating: 0, count: schema.nodes.count)
    }

    /// Whether every value meets the schema.
    mutating func letsEverythingPass() -> Bool { isVacuous(0, depth: 0) }

    private mutating func isVacuous(_ index: Int32, depth: Int) -> Bool {
        let node = schema.nodes[Int(index)]
        switch known[Int(index)] {
        case .isVacuous: return true
        case .asserts: return false
        case .isOpen:
            // A reference that leads back without looking at a part is endless, which is another error.
            isAssumed = true
            return parts > partsWhenOpened[Int(index)]
        case .unknown: break
        }
        visits += 1
        guard depth < VacuousSchema.maxDepth, visits <= 4 * schema.nodes.count else { return false }
        known[Int(index)] = .isOpen
        partsWhenOpened[Int(index)] = parts
        let wasAssumed = isAssumed
        isAssumed = false
        var isVacuous = true
        for at in Int(node.first)..<Int(node.first + node.count) {
            guard isVacuousRule(schema.rules[at], depth) else {
                isVacuous = false
                break
            }
        }
        // What rests on an answer that is still open is asked again.
        known[Int(index)] = !isVacuous ? .asserts : isAssumed && depth > 0 ? .unknown : .isVacuous
        isAssumed = isAssumed || wasAssumed
        return isVacuous
    }

    private mutating func isVacuousRule(_ rule: Schema.Rule, _ depth: Int) -> Bool {
        switch rule.keyword {
        case .type: return rule.a & 0x3F == 0x3F
        case .minLength, .minItems, .minProperties: return rule.a == 0
        case .maxLength, .maxItems, .maxProperties: return rule.a == .max
        case .items:
            parts += 1
            defer { parts -= 1 }
            return all(rule.a, rule.b, depth) && (rule.c < 0 || isVacuous(rule.c, depth: depth + 1))
        case .contains: return schema.lists[Int(rule.b)] == 0 && schema.lists[Int(rule.b) + 1] < 0
        case .members: return areVacuousMembers(schema.tables[Int(rule.a)], depth)
        case .propertyNames, .unevaluatedItems, .unevaluatedProperties:
            parts += 1
            defer { parts -= 1 }
            return isVacuous(rule.a, depth: depth + 1)
        case .reference: return isVacuous(rule.a, depth: depth + 1)
        case .recursiveReference, .dynamicReference: return rule.b < 0 && isVacuous(rule.a, depth: depth + 1)
        case .allOf: return all(rule.a, rule.b, depth)
        case .anyOf: return (rule.a..<rule.a + rule.b).contains { isVacuous(schema.lists[Int($0)], depth: depth + 1) }
        case .oneOf: return rule.b == 1 && all(rule.a, rule.b, depth)
        case .not:
            let node = schema.nodes[Int(rule.a)]
            return node.count == 1 && schema.rules[Int(node.first)].keyword == .never
        case .condition:
            return [rule.b, rule.c].allSatisfy { $0 < 0 || isVacuous($0, depth: depth + 1) }
        case .dependentRequired, .dependentSchemas:
            return (0..<Int(rule.b)).allSatisfy { entry in
                let (node, count) = (
                    schema.lists[Int(rule.a) + 4 * entry + 1], schema.lists[Int(rule.a) + 4 * entry + 3]
                )
                return node < 0 ? count == 0 : isVacuous(node, depth: depth + 1)
            }
        case .never, .const, .enumeration, .maximum, .exclusiveMaximum, .minimum, .exclusiveMinimum, .multipleOf,
            .pattern, .format, .uniqueItems:
            return false
        }
    }

    private mutating func all(_ first: Int32, _ count: Int32, _ depth: Int) -> Bool {
        (first..<first + count).allSatisfy { isVacuous(schema.lists[Int($0)], depth: depth + 1) }
    }

    private mutating func areVacuousMembers(_ table: Schema.Members, _ depth: Int) -> Bool {
        parts += 1
        defer { parts -= 1 }
        for member in Int(table.first)..<Int(table.first + table.count) {
            let member = schema.members[member]
            guard !member.isRequired, member.node < 0 || isVacuous(member.node, depth: depth + 1) else { return false }
        }
        for pattern in 0..<Int(table.patternCount) {
            let node = schema.lists[Int(table.patterns) + 2 * pattern + 1]
            guard isVacuous(node, depth: depth + 1) else { return false }
        }
        return table.rest < 0 || isVacuous(table.rest, depth: depth + 1)
    }
}
