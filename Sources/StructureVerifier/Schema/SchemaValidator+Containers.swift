import AdjudgeBase
import AdjudgeFormats

extension SchemaValidator {
    /// One pass over an object's members: each against what names it, the required ones counted.
    func membersHold(_ rule: Schema.Rule, _ object: JSONValue, _ node: Int32) -> Bool {
        let table = schema.tables[Int(rule.a)]
        var required = 0
        for (key, value) in object.members {
            scratch.spend(1)
            let name = key.hasEscapes ? key.string(into: scratch.arena)! : key.rawString!
            var isNamed = false
            if let member = find(name, in: table) {
                required += member.isRequired ? 1 : 0
                if member.node >= 0 {
                    isNamed = true
                    if !checkPart(member.node, value) { return false }
                }
            }
            for index in 0..<Int(table.patternCount) {
                let at = Int(table.patterns) + 2 * index
                guard matches(schema.lists[at], name) else {
                    if stopped != nil { return false }
                    continue
                }
                isNamed = true
                if !checkPart(schema.lists[at + 1], value) { return false }
            }
            if !isNamed, table.rest >= 0 {
                isNamed = true
                guard checkPart(table.rest, value) else {
                    let isRefused =
                        stopped == nil && schema.places[Int(table.rest)].hasSuffix("/additionalProperties")
                        && failure?.keyword.description == "false" && failure?.node == table.rest
                    return isRefused ? fail("additionalProperties", node, object, name: name) : false
                }
            }
            if isNamed, schema.tracksEvaluated { evaluated.append(Int32(key.order)) }
        }
        return required == Int(table.required) || fail("required", node, object, name: missing(table, object))
    }

    private func find(_ name: Bytes, in table: Schema.Members) -> Schema.Member? {
        let first = Int(table.first)
        if table.slotCount == 0 {
            for index in first..<first + Int(table.count) where schema.members[index].name == name {
                return schema.members[index]
            }
            return nil
        }
        let size = Int(table.slotCount)
        var slot = Int(truncatingIfNeeded: name.hash64()) & (size - 1)
        while schema.lists[Int(table.slots) + slot] >= 0 {
            let member = schema.members[first + Int(schema.lists[Int(table.slots) + slot])]
            if member.name == name { return member }
            slot = (slot + 1) & (size - 1)
        }
        return nil
    }

    /// The first required name that an object lacks, where somebody asks.
    private func missing(_ table: Schema.Members, _ object: JSONValue) -> Bytes? {
        guard scratch.wantsDetail || scratch.evidence != nil else { return nil }
        let names = ObjectNames(object, lookups: Int(table.count), scratch)
        for index in Int(table.first)..<Int(table.first + table.count) {
            let member = schema.members[index]
            if member.isRequired, !names.contains(member.name) { return member.name }
        }
        return nil
    }

    func namesHold(_ rule: Schema.Rule, _ object: JSONValue) -> Bool {
        for (key, _) in object.members where !checkPart(rule.a, key) { return false }
        return true
    }

    func dependenciesHold(_ rule: Schema.Rule, _ object: JSONValue, _ node: Int32) -> Bool {
        let names = ObjectNames(object, lookups: Int(rule.b), scratch)
        for index in 0..<Int(rule.b) {
            let at = Int(rule.a) + 4 * index
            guard names.contains(schema.members[Int(schema.lists[at])].name) else { continue }
            let child = schema.lists[at + 1]
            if child >= 0 {
                if !checkInPlace(child, object) { return false }
                continue
            }
            let first = Int(schema.lists[at + 2])
            for other in first..<first + Int(schema.lists[at + 3]) {
                let name = schema.members[other].name
                if !names.contains(name) { return fail("dependentRequired", node, object, name: name) }
            }
        }
        return true
    }

    func itemsHold(_ rule: Schema.Rule, _ array: JSONValue) -> Bool {
        var index = 0
        for item in array.elements {
            let node = index < Int(rule.b) ? schema.lists[Int(rule.a) + index] : rule.c
            index += 1
            if node < 0 { break }
            if !checkPart(node, item) { return false }
            if schema.tracksEvaluated { evaluated.append(Int32(item.order)) }
        }
        return true
    }

    func contains(_ rule: Schema.Rule, _ array: JSONValue) -> Bool {
        let least = Int(schema.lists[Int(rule.b)])
        let most = Int(schema.lists[Int(rule.b) + 1])
        var found = 0
        for item in array.elements {
            guard checkPart(rule.a, item) else {
                if stopped != nil { return false }
                continue
            }
            found += 1
            if schema.tracksEvaluated {
                if rule.c == 1 { evaluated.append(Int32(item.order)) }
            } else if found >= least, most < 0 {
                return true
            }
            if most >= 0, found > most { return false }
        }
        return found >= least
    }

    // MARK: Combinations

    func allHold(_ rule: Schema.Rule, _ value: JSONValue) -> Bool {
        for index in 0..<Int(rule.b) where !checkInPlace(schema.lists[Int(rule.a) + index], value) { return false }
        return true
    }

    func anyHolds(_ rule: Schema.Rule, _ value: JSONValue) -> Bool {
        var isFound = false
        for index in 0..<Int(rule.b) {
            if checkInPlace(schema.lists[Int(rule.a) + index], value) { isFound = true }
            if stopped != nil { return false }
            // What is looked at by any that holds counts.
            if isFound, !schema.tracksEvaluated { return true }
        }
        return isFound
    }

    func oneHolds(_ rule: Schema.Rule, _ value: JSONValue) -> Bool {
        var found = 0
        for index in 0..<Int(rule.b) {
            if checkInPlace(schema.lists[Int(rule.a) + index], value) { found += 1 }
            if stopped != nil || found > 1 { return false }
        }
        return found == 1
    }

    func conditionHolds(_ rule: Schema.Rule, _ value: JSONValue) -> Bool {
        let isMet = checkInPlace(rule.a, value)
        if stopped != nil { return false }
        let branch = isMet ? rule.b : rule.c
        return branch < 0 || checkInPlace(branch, value)
    }

    /// `unevaluatedItems`, `unevaluatedProperties`: what nothing beside or beneath has looked at since `mark`.
    func othersHold(_ rule: Schema.Rule, _ value: JSONValue, from mark: Int, _ node: Int32) -> Bool {
        scratch.spend(evaluated.count - mark + value.count)
        let seen = Set(evaluated[mark...])
        if value.kind == .array {
            for item in value.elements where !seen.contains(Int32(item.order)) {
                guard checkPart(rule.a, item) else { return fail("unevaluatedItems", node, value) }
                evaluated.append(Int32(item.order))
            }
            return true
        }
        for (key, member) in value.members where !seen.contains(Int32(key.order)) {
            guard checkPart(rule.a, member) else {
                return fail("unevaluatedProperties", node, value, name: key.string(into: scratch.arena))
            }
            evaluated.append(Int32(key.order))
        }
        return true
    }
}

/// The names of an object's members, for look-ups: few go through the members, many by a table.
private struct ObjectNames {
    private let object: JSONValue
    private let table: Set<Key>?
    private let scratch: Scratch

    init(_ object: JSONValue, lookups: Int, _ scratch: Scratch) {
        self.object = object
        self.scratch = scratch
        guard object.count > 8, lookups > 1 else {
            table = nil
            return
        }
        scratch.spend(2 * object.count)
        table = Set(object.members.lazy.map { Key($0.key.string(into: scratch.arena)!) })
    }

    func contains(_ name: Bytes) -> Bool {
        scratch.spend(1)
        return table?.contains(Key(name)) ?? (object.member(name) != nil)
    }
}
