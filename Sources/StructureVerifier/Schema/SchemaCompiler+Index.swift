import AdjudgeBase

extension SchemaCompiler {
    /// Notes where a subschema and all within it stand, with their resources and anchors. Recursion is bounded by the
    /// parser's depth.
    func index(_ subschema: Subschema) throws(SchemaError) {
        let value = subschema.value
        var context = subschema.context
        let isRoot = context.resource < 0
        if isRoot, let draft = try declaredDraft(value, subschema.place) { context.draft = draft }
        let isHidden = !context.draft.refHasSiblings && value.member("$ref")?.kind == .string
        var anchor: String?
        if let identifier = value.member(key: context.draft.identifier)?.decodedString, !isHidden {
            let address = context.base.resolving(Address(identifier))
            if identifier.hasPrefix("#"), context.draft < .draft2019 {
                anchor = address.decodedFragment
            } else {
                context.base = address
                if !isRoot, let draft = try declaredDraft(value, subschema.place) { context.draft = draft }
                context.resource = -1
            }
        }
        if context.resource < 0 {
            context.resource = resources.count
            resourceNumbers[context.base.document] = resources.count
            resources.append(Resource(root: Subschema(value: value, context: context, place: subschema.place)))
        }
        let here = Subschema(value: value, context: context, place: subschema.place)
        contexts[key(value, in: context)] = context
        guard value.kind == .object else { return }
        if let anchor { resources[context.resource].anchors[anchor] = here }
        if context.draft >= .draft2019, let anchor = value.member("$anchor")?.decodedString {
            resources[context.resource].anchors[anchor] = here
        }
        if context.draft == .draft2020, let anchor = value.member("$dynamicAnchor")?.decodedString {
            resources[context.resource].anchors[anchor] = here
            resources[context.resource].dynamicAnchors.insert(anchor)
        }
        if context.draft == .draft2019, value.member("$recursiveAnchor")?.boolValue == true {
            resources[context.resource].isRecursive = true
        }
        for (name, member) in value.members {
            let name = name.decodedString!
            guard let form = SubschemaForm(keyword: name, draft: context.draft) else { continue }
            let place = "\(here.place)/\(SchemaCompiler.escaped(name))"
            try indexParts(of: member, form, context, place)
        }
    }

    private func indexParts(
        of value: JSONValue, _ form: SubschemaForm, _ context: Context, _ place: String
    ) throws(SchemaError) {
        switch (form, value.kind) {
        case (.schema, .object), (.schema, .bool), (.schemaOrList, .object), (.schemaOrList, .bool):
            try index(Subschema(value: value, context: context, place: place))
        case (.list, .array), (.schemaOrList, .array):
            for (number, element) in value.elements.enumerated() where element.isSchema {
                try index(Subschema(value: element, context: context, place: "\(place)/\(number)"))
            }
        case (.map, .object):
            for (name, element) in value.members where element.isSchema {
                let place = "\(place)/\(SchemaCompiler.escaped(name.decodedString!))"
                try index(Subschema(value: element, context: context, place: place))
            }
        default: break
        }
    }

    /// The draft that `$schema` names; nil for none and for dialects that nobody here knows.
    private func declaredDraft(_ value: JSONValue, _ place: String) throws(SchemaError) -> Draft? {
        guard let name = value.member("$schema")?.decodedString else { return nil }
        if name.contains("json-schema.org/draft-03") {
            throw SchemaError(
                kind: .invalid, place: place + "/$schema",
                message: "draft 3, expected draft 4, 6, 7, 2019-09 or 2020-12")
        }
        return Draft(metaschema: name)
    }

    /// A name as a step of a JSON pointer.
    static func escaped(_ name: String) -> String {
        name.contains("~") || name.contains("/")
            ? name.replacing("~", with: "~0").replacing("/", with: "~1") : name
    }
}

/// What stands in a keyword that holds subschemas.
enum SubschemaForm {
    case schema, list, map, schemaOrList

    init?(keyword: String, draft: Draft) {
        switch keyword {
        case "additionalProperties", "not": self = .schema
        case "items": self = draft == .draft2020 ? .schema : .schemaOrList
        case "allOf", "anyOf", "oneOf": self = .list
        case "properties", "patternProperties", "definitions", "dependencies": self = .map
        case "additionalItems": if draft == .draft2020 { return nil } else { self = .schema }
        case "contains", "propertyNames": if draft < .draft6 { return nil } else { self = .schema }
        case "if", "then", "else": if draft < .draft7 { return nil } else { self = .schema }
        case "unevaluatedItems", "unevaluatedProperties", "contentSchema":
            if draft < .draft2019 { return nil } else { self = .schema }
        case "$defs", "dependentSchemas": if draft < .draft2019 { return nil } else { self = .map }
        case "prefixItems": if draft < .draft2020 { return nil } else { self = .list }
        default: return nil
        }
    }
}

extension JSONValue {
    /// Whether it may be a schema.
    var isSchema: Bool { kind == .object || kind == .bool }

    /// The member with a key that is no literal.
    func member(key: String) -> JSONValue? { withBytes(of: key) { member($0) } }
}
