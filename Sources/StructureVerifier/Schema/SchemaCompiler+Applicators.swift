import AdjudgeBase
import AdjudgeFormats

extension SchemaCompiler {
    /// `allOf`, `anyOf`, `oneOf`.
    func several(_ keyword: Keyword, _ part: Subschema) throws(SchemaError) -> Schema.Rule {
        guard part.value.kind == .array else { throw wrong(part.value, "an array of schemas", at: part.place) }
        var children: [Int32] = []
        for (index, element) in part.value.elements.enumerated() {
            children.append(
                try child(Subschema(value: element, context: part.context, place: "\(part.place)/\(index)")))
        }
        return Schema.Rule(keyword: keyword, a: list(children), b: Int32(children.count))
    }

    private func list(_ elements: [Int32]) -> Int32 {
        lists += elements
        return Int32(lists.count - elements.count)
    }

    private func child(_ name: String, of schema: Subschema) throws(SchemaError) -> Int32 {
        guard let value = schema.value.member(key: name) else { return -1 }
        return try child(Subschema(value: value, context: schema.context, place: "\(schema.place)/\(name)"))
    }

    func condition(_ part: Subschema, of schema: Subschema) throws(SchemaError) -> Schema.Rule {
        Schema.Rule(
            keyword: .condition, a: try child(part), b: try child("then", of: schema), c: try child("else", of: schema))
    }

    func containsRule(_ part: Subschema, of schema: Subschema) throws(SchemaError) -> Schema.Rule {
        var (least, most): (Int32, Int32) = (1, -1)
        if schema.context.draft >= .draft2019 {
            for name in ["minContains", "maxContains"] {
                guard let value = schema.value.member(key: name) else { continue }
                let number = try count(
                    Subschema(value: value, context: schema.context, place: "\(schema.place)/\(name)"))
                if name == "minContains" { least = number } else { most = number }
            }
        }
        // Whether the items that it finds count as looked at changed with 2020-12.
        let evaluates: Int32 = schema.context.draft == .draft2020 ? 1 : 0
        return Schema.Rule(keyword: .contains, a: try child(part), b: list([least, most]), c: evaluates)
    }

    /// `dependentRequired`, `dependentSchemas`, and `dependencies`, which was both. Four numbers each: the name among the
    /// members, the node or -1, where the names of the others begin, and how many there are.
    func dependencies(_ part: Subschema, _ only: Keyword?) throws(SchemaError) -> Schema.Rule? {
        guard part.value.kind == .object else { throw wrong(part.value, "an object", at: part.place) }
        var entries: [Int32] = []
        for (key, value) in part.value.members {
            let place = "\(part.place)/\(SchemaCompiler.escaped(key.decodedString!))"
            let name = member(key)
            if value.isSchema, only != .dependentRequired {
                let node = try child(Subschema(value: value, context: part.context, place: place))
                entries += [name, node, 0, 0]
            } else if only != .dependentSchemas, value.kind == .array || value.kind == .string {
                let first = Int32(members.count)
                for other in value.kind == .array ? Array(value.elements) : [value] {
                    guard other.kind == .string else { throw wrong(other, "a name", at: place) }
                    _ = member(other)
                }
                entries += [name, -1, first, Int32(members.count) - first]
            } else {
                throw wrong(value, only == .dependentSchemas ? "a schema" : "an array of names", at: place)
            }
        }
        return Schema.Rule(keyword: only ?? .dependentSchemas, a: list(entries), b: Int32(entries.count / 4))
    }

    /// Adds a name to those of the schema; returns its number.
    private func member(_ name: JSONValue) -> Int32 {
        members.append(Schema.Member(name: content(name), node: -1, isRequired: false))
        return Int32(members.count - 1)
    }

    /// The content of a string, which lives as long as its document.
    private func content(_ string: JSONValue) -> Bytes {
        guard string.hasEscapes else { return string.rawString! }
        return string.string(into: names)!
    }

    /// `items`, `prefixItems` and `additionalItems` as one rule: the nodes of the first items, then that of the others.
    func itemsRule(_ schema: Subschema) throws(SchemaError) -> Schema.Rule? {
        let draft = schema.context.draft
        let name = draft == .draft2020 ? "prefixItems" : "items"
        let rest = draft == .draft2020 ? "items" : "additionalItems"
        if let value = schema.value.member(key: name) {
            let part = Subschema(value: value, context: schema.context, place: "\(schema.place)/\(name)")
            if value.kind == .array {
                let rule = try several(.items, part)
                return Schema.Rule(keyword: .items, a: rule.a, b: rule.b, c: try child(rest, of: schema))
            }
            if draft != .draft2020 { return Schema.Rule(keyword: .items, c: try child(part)) }
            throw wrong(value, "an array of schemas", at: part.place)
        }
        guard draft == .draft2020, schema.value.member("items") != nil else { return nil }
        return Schema.Rule(keyword: .items, c: try child(rest, of: schema))
    }

    /// `properties`, `patternProperties`, `additionalProperties` and `required` as one rule: one pass over an object's
    /// members answers all four.
    func membersRule(_ schema: Subschema) throws(SchemaError) -> Schema.Rule? {
        var entries: [(name: Bytes, node: Int32, isRequired: Bool)] = []
        var places: [Key: Int] = [:]
        for (key, value) in try object("properties", of: schema) {
            let place = "\(schema.place)/properties/\(SchemaCompiler.escaped(key.decodedString!))"
            let node = try child(Subschema(value: value, context: schema.context, place: place))
            places[Key(content(key))] = entries.count
            entries.append((content(key), node, false))
        }
        // Draft 4's metaschema is alone in wanting at least one name.
        if let required = schema.value.member("required") {
            guard required.kind == .array else {
                throw wrong(required, "an array of names", at: schema.place + "/required")
            }
            for name in required.elements {
                guard name.kind == .string else { throw wrong(name, "a name", at: schema.place + "/required") }
                let content = content(name)
                if let known = places[Key(content)] {
                    entries[known].isRequired = true
                } else {
                    places[Key(content)] = entries.count
                    entries.append((content, -1, true))
                }
            }
        }
        var table = Schema.Members()
        table.rest = try child("additionalProperties", of: schema)
        let first = Int32(lists.count)
        var patterns: [Int32] = []
        for (key, value) in try object("patternProperties", of: schema) {
            let place = "\(schema.place)/patternProperties/\(SchemaCompiler.escaped(key.decodedString!))"
            let node = try child(Subschema(value: value, context: schema.context, place: place))
            patterns += [try pattern(key.decodedString!, at: place), node]
        }
        if entries.isEmpty, patterns.isEmpty, table.rest < 0 { return nil }
        lists += patterns
        (table.patterns, table.patternCount) = (first, Int32(patterns.count / 2))
        (table.first, table.count) = (Int32(members.count), Int32(entries.count))
        table.required = Int32(entries.count { $0.isRequired })
        for entry in entries {
            members.append(Schema.Member(name: entry.name, node: entry.node, isRequired: entry.isRequired))
        }
        if entries.count > Schema.fewMembers {
            let slots = SchemaCompiler.table(of: entries.map { $0.name.hash64() })
            (table.slots, table.slotCount) = (Int32(lists.count + 1), slots[0])
            lists += slots
        }
        tables.append(table)
        return Schema.Rule(keyword: .members, a: Int32(tables.count - 1))
    }

    private func object(_ name: String, of schema: Subschema) throws(SchemaError) -> [(
        key: JSONValue, value: JSONValue
    )] {
        guard let value = schema.value.member(key: name) else { return [] }
        guard value.kind == .object else { throw wrong(value, "an object", at: "\(schema.place)/\(name)") }
        return Array(value.members)
    }
}
