import AdjudgeBase

extension SchemaCompiler {
    /// The rules of one subschema.
    func rules(of schema: Subschema) throws(SchemaError) -> [Schema.Rule] {
        let value = schema.value
        switch value.kind {
        case .bool: return value.boolValue! ? [] : [Schema.Rule(keyword: .never)]
        case .object: break
        default: throw wrong(value, "a schema: an object, true or false", at: schema.place)
        }
        let draft = schema.context.draft
        if let reference = value.member("$ref"), !draft.refHasSiblings {
            return [try self.reference(reference, schema)]
        }
        var rules: [Schema.Rule] = []
        for (key, member) in value.members {
            let name = key.decodedString!
            let part = Subschema(
                value: member, context: schema.context, place: "\(schema.place)/\(SchemaCompiler.escaped(name))")
            if let rule = try rule(name, part, of: schema) { rules.append(rule) }
        }
        if let rule = try membersRule(schema) { rules.append(rule) }
        if let rule = try itemsRule(schema) { rules.append(rule) }
        return rules
    }

    private func rule(_ name: String, _ part: Subschema, of schema: Subschema) throws(SchemaError) -> Schema.Rule? {
        let draft = schema.context.draft
        let value = part.value
        switch name {
        case "type": return Schema.Rule(keyword: .type, a: try types(part, draft))
        case "enum":
            guard value.kind == .array else { throw wrong(value, "an array of values", at: part.place) }
            return try enumeration(Array(value.elements), .enumeration)
        case "const": return draft < .draft6 ? nil : try enumeration([value], .const)
        case "maximum", "minimum": return try bound(name, part, of: schema)
        case "exclusiveMaximum", "exclusiveMinimum":
            if draft == .draft4 { return nil }
            let keyword: Keyword = name == "exclusiveMaximum" ? .exclusiveMaximum : .exclusiveMinimum
            return Schema.Rule(keyword: keyword, a: try number(part))
        case "multipleOf":
            let rule = Schema.Rule(keyword: .multipleOf, a: try number(part))
            let divisor = numbers[Int(rule.a)]
            if divisor.isZero || divisor.isNegative { throw wrong(value, "a number above 0", at: part.place) }
            return rule
        case "maxLength": return Schema.Rule(keyword: .maxLength, a: try count(part))
        case "minLength": return Schema.Rule(keyword: .minLength, a: try count(part))
        case "maxItems": return Schema.Rule(keyword: .maxItems, a: try count(part))
        case "minItems": return Schema.Rule(keyword: .minItems, a: try count(part))
        case "maxProperties": return Schema.Rule(keyword: .maxProperties, a: try count(part))
        case "minProperties": return Schema.Rule(keyword: .minProperties, a: try count(part))
        case "pattern":
            return Schema.Rule(keyword: .pattern, a: try pattern(try string(part), at: part.place))
        case "format":
            let format = Format.named(try string(part))
            return assertsFormats ? format.map { Schema.Rule(keyword: .format, a: Int32($0.rawValue)) } : nil
        case "uniqueItems":
            guard let flag = value.boolValue else { throw wrong(value, "true or false", at: part.place) }
            return flag ? Schema.Rule(keyword: .uniqueItems) : nil
        default: return try applicator(name, part, of: schema)
        }
    }

    private func applicator(_ name: String, _ part: Subschema, of schema: Subschema) throws(SchemaError) -> Schema.Rule?
    {
        let draft = schema.context.draft
        switch name {
        case "$ref": return try reference(part.value, schema)
        case "$dynamicRef": return draft == .draft2020 ? try dynamicReference(part.value, schema) : nil
        case "$recursiveRef": return draft == .draft2019 ? try recursiveReference(part.value, schema) : nil
        case "allOf": return try several(.allOf, part)
        case "anyOf": return try several(.anyOf, part)
        case "oneOf": return try several(.oneOf, part)
        case "not": return Schema.Rule(keyword: .not, a: try child(part))
        case "if": return draft < .draft7 ? nil : try condition(part, of: schema)
        case "contains": return draft < .draft6 ? nil : try containsRule(part, of: schema)
        case "propertyNames": return draft < .draft6 ? nil : Schema.Rule(keyword: .propertyNames, a: try child(part))
        case "dependentRequired": return draft < .draft2019 ? nil : try dependencies(part, .dependentRequired)
        case "dependentSchemas": return draft < .draft2019 ? nil : try dependencies(part, .dependentSchemas)
        case "dependencies": return try dependencies(part, nil)
        case "unevaluatedItems", "unevaluatedProperties":
            if draft < .draft2019 { return nil }
            tracksEvaluated = true
            let keyword: Keyword = name == "unevaluatedItems" ? .unevaluatedItems : .unevaluatedProperties
            return Schema.Rule(keyword: keyword, a: try child(part))
        default: return nil
        }
    }

    // MARK: References

    private func reference(_ value: JSONValue, _ schema: Subschema) throws(SchemaError) -> Schema.Rule {
        guard let text = value.decodedString else { throw wrong(value, "an address", at: schema.place + "/$ref") }
        return Schema.Rule(keyword: .reference, a: try node(of: try target(of: text, schema, keyword: "$ref")))
    }

    private func dynamicReference(_ value: JSONValue, _ schema: Subschema) throws(SchemaError) -> Schema.Rule {
        guard let text = value.decodedString else {
            throw wrong(value, "an address", at: schema.place + "/$dynamicRef")
        }
        let found = try target(of: text, schema, keyword: "$dynamicRef")
        let name = Address(text).decodedFragment
        let isDynamic = resources[found.context.resource].dynamicAnchors.contains(name)
        return Schema.Rule(
            keyword: .dynamicReference, a: try node(of: found), b: isDynamic ? dynamicName(name) : -1)
    }

    private func recursiveReference(_ value: JSONValue, _ schema: Subschema) throws(SchemaError) -> Schema.Rule {
        guard value.decodedString == "#" else { throw wrong(value, "\"#\"", at: schema.place + "/$recursiveRef") }
        let found = try target(of: "#", schema, keyword: "$recursiveRef")
        let isRecursive = resources[found.context.resource].isRecursive
        return Schema.Rule(
            keyword: .recursiveReference, a: try node(of: found), b: isRecursive ? dynamicName("") : -1)
    }

    // MARK: Values of keywords

    /// An error that names what stands where.
    func wrong(_ value: JSONValue, _ expected: String, at place: String) -> SchemaError {
        let text = value.raw[0..<min(value.raw.count, 60)].string
        return SchemaError(kind: .invalid, place: place, message: "\(text), expected \(expected)")
    }

    /// The node of a keyword's subschema.
    func child(_ part: Subschema) throws(SchemaError) -> Int32 {
        guard part.value.isSchema else {
            throw wrong(part.value, "a schema: an object, true or false", at: part.place)
        }
        return try node(of: part)
    }

    func string(_ part: Subschema) throws(SchemaError) -> String {
        guard let text = part.value.decodedString else { throw wrong(part.value, "a string", at: part.place) }
        return text
    }

    private func number(_ part: Subschema) throws(SchemaError) -> Int32 {
        guard let text = part.value.numberText, let number = Decimal(text) else {
            throw wrong(part.value, "a number", at: part.place)
        }
        numbers.append(number)
        return Int32(numbers.count - 1)
    }

    /// A count: an integer of 0 or more; beyond what texts can have, the greatest.
    func count(_ part: Subschema) throws(SchemaError) -> Int32 {
        guard let text = part.value.numberText, let number = Decimal(text), number.isInteger,
            !number.isNegative || number.isZero
        else { throw wrong(part.value, "an integer of 0 or more", at: part.place) }
        return number.integer.flatMap { Int32(exactly: $0) } ?? Int32.max
    }

    private func bound(_ name: String, _ part: Subschema, of schema: Subschema) throws(SchemaError) -> Schema.Rule {
        var isExclusive = false
        if schema.context.draft == .draft4 {
            let flag = name == "maximum" ? "exclusiveMaximum" : "exclusiveMinimum"
            isExclusive = schema.value.member(key: flag)?.boolValue ?? false
        }
        let keyword: Keyword =
            name == "maximum"
            ? (isExclusive ? .exclusiveMaximum : .maximum) : (isExclusive ? .exclusiveMinimum : .minimum)
        return Schema.Rule(keyword: keyword, a: try number(part))
    }

    private static let typeNames = ["null", "boolean", "number", "string", "array", "object", "integer"]

    /// The types as bits, in the order of ``JSONValue/Kind`` and then integer. Draft 4 has 1.0 for no integer.
    private func types(_ part: Subschema, _ draft: Draft) throws(SchemaError) -> Int32 {
        var bits: Int32 = draft == .draft4 ? Schema.strictIntegers : 0
        let names = part.value.kind == .array ? Array(part.value.elements) : [part.value]
        for name in names {
            let text = name.decodedString ?? ""
            guard let number = SchemaCompiler.typeNames.firstIndex(of: text) else {
                let nearest = nearestName(to: text, in: SchemaCompiler.typeNames)
                throw wrong(
                    name,
                    "a type: " + SchemaCompiler.typeNames.joined(separator: ", ")
                        + (nearest.map { "; did you mean \($0)?" } ?? ""), at: part.place)
            }
            bits |= 1 << Int32(number)
        }
        return bits
    }

    /// `enum` and `const`: few values one by one, many by a table of their hashes.
    private func enumeration(_ elements: [JSONValue], _ keyword: Keyword) throws(SchemaError) -> Schema.Rule {
        let first = values.count
        values += elements
        var rule = Schema.Rule(keyword: keyword, a: Int32(first), b: Int32(elements.count), c: -1)
        guard elements.count > Schema.fewValues else { return rule }
        let comparison = JSONComparison(scratch: scratch)
        rule.c = Int32(lists.count)
        lists += SchemaCompiler.table(of: elements.map { comparison.hash($0) })
        return rule
    }

    /// A hash table of open addressing, before it its size: the numbers of the elements, -1 for none.
    static func table(of hashes: [UInt64]) -> [Int32] {
        var size = 4
        while size < 2 * hashes.count { size *= 2 }
        var slots = [Int32](repeating: -1, count: size)
        for (index, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int32(index)
        }
        return [Int32(size)] + slots
    }
}
