import AdjudgeBase

extension SchemaCompiler {
    /// Compiles a schema that a grader checks by; one that lets everything pass is refused.
    static func compileForGrader(
        _ text: Bytes, draft: Draft, assertsFormats: Bool, scratch: Scratch
    ) throws(SchemaError) -> Schema {
        let schema = try compile(text, draft: draft, assertsFormats: assertsFormats, scratch: scratch)
        if let dialect = schema.root.member("$schema"), !isKnown(dialect) {
            throw SchemaError(
                kind: .invalid, place: "#/$schema",
                message:
                    "\(dialect.raw[0..<min(80, dialect.raw.count)].string), expected the address of draft 4, 6, 7, "
                    + "2019-09 or 2020-12")
        }
        // Formats are remarks unless the grader asks for more, which it can see for itself.
        if schema.nodes[0].count == 0, schema.root.member("format") == nil {
            throw SchemaError(kind: .invalid, place: "#", message: "asserts nothing: \(reason(schema.root))")
        }
        if schema.nodes[0].count > 0 {
            var look = VacuousSchema(schema)
            if look.letsEverythingPass() {
                throw SchemaError(
                    kind: .invalid, place: "#",
                    message:
                        "asserts nothing: each of its parts lets everything pass, expected a keyword such as type, "
                        + "required or enum in one that counts")
            }
        }
        return schema
    }

    private static func isKnown(_ dialect: JSONValue) -> Bool {
        guard let address = dialect.decodedString else { return false }
        // The address of whichever draft is the latest.
        let latest = ["http://json-schema.org/schema", "https://json-schema.org/schema"]
        return Draft(metaschema: address) != nil || latest.contains { address == $0 || address == $0 + "#" }
    }

    /// Why every value meets a schema, and what was probably meant.
    private static func reason(_ root: JSONValue) -> String {
        let known = "expected a keyword such as type, properties, required, enum or $ref"
        guard root.kind == .object else { return "\(root.raw.string), \(known)" }
        for (key, value) in root.members {
            let name = key.decodedString!
            if value.kind == .object, wrappers.contains(name) {
                return "the schema seems to be its member \(name), expected that alone"
            }
        }
        for (key, _) in root.members {
            let name = key.decodedString!
            if let near = nearestName(to: name, in: keywords), near != name, !remarks.contains(name) {
                return "the unknown keyword \(name), expected \(near)"
            }
        }
        return root.count == 0 ? "{}, \(known)" : "no keyword that tells values apart in its draft, \(known)"
    }

    /// Where interfaces of models put a schema.
    private static let wrappers = ["schema", "json_schema", "parameters", "input_schema"]

    private static let remarks = [
        "title", "description", "default", "examples", "$comment", "$id", "id", "deprecated", "readOnly", "writeOnly",
    ]

    private static let keywords = [
        "type", "enum", "const", "properties", "required", "additionalProperties", "patternProperties", "propertyNames",
        "minProperties", "maxProperties", "dependentRequired", "dependentSchemas", "dependencies", "items",
        "prefixItems", "additionalItems", "contains", "minItems", "maxItems", "uniqueItems", "minimum", "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "format", "allOf", "anyOf", "oneOf",
        "not",
        "if", "$ref", "$dynamicRef", "unevaluatedItems", "unevaluatedProperties",
    ]
}
