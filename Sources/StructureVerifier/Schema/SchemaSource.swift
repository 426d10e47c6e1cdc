import AdjudgeBase

/// Where a grader's schema comes from: the document, where it is compiled once; a template; or the reference.
struct SchemaSource: Sendable {
    enum Source: Sendable {
        case document(Schema)
        case argument(Int)
        case reference
    }

    let source: Source
    let draft: Draft
    let assertsFormats: Bool
    /// Whether the schema is checked against in its strict form (``StrictSchema``).
    let isStrict: Bool

    /// Reads the keys `schema`, `draft` and `formats` of a node.
    init(_ node: DocumentNode, _ context: inout CompileContext, isStrict: Bool = false) throws(DocumentError) {
        self.isStrict = isStrict
        draft = try node.member("draft")?.choice("a draft", Draft.names) ?? .draft2020
        assertsFormats =
            try node.member("formats")?.choice("a rule for formats", [("ignore", false), ("assert", true)]) ?? false
        guard let schema = node.member("schema") else {
            source = .reference
            return
        }
        var text = schema.value.json
        if case .string(let string) = schema.value {
            if string.hasPrefix("{{") {
                source = .argument(context.argument(string, path: schema.path))
                return
            }
            text = string
        }
        let cache = SchemaCache(draft: draft, assertsFormats: assertsFormats, isStrict: isStrict)
        do throws(SchemaError) {
            source = .document(
                try withBytes(of: text) { text throws(SchemaError) in try cache.schema(text, Scratch()).get() })
        } catch {
            throw DocumentError(
                path: schema.path, found: "at \(error.place) \(error.message)", expected: "a JSON Schema")
        }
    }

    /// The index of the argument that the schema is.
    var argument: Int? {
        if case .argument(let index) = source { index } else { nil }
    }

    /// Whether rows bring the schema.
    var needsReference: Bool {
        if case .document = source { false } else { true }
    }

    /// A cache for the schemas of rows.
    func makeCache() -> SchemaCache {
        SchemaCache(draft: draft, assertsFormats: assertsFormats, isStrict: isStrict)
    }

    /// The schema of a sample.
    func schema(_ input: CheckInput, _ cache: SchemaCache, _ scratch: Scratch) -> Result<Schema, SchemaError> {
        switch source {
        case .document(let schema): .success(schema)
        case .argument(let index): cache.schema(input.arguments[index].bytes, scratch)
        case .reference: cache.schema(input.reference.bytes, scratch)
        }
    }
}

extension SchemaError {
    /// What a row comes to whose schema is none.
    func outcome(_ scratch: Scratch) -> Outcome {
        scratch.evidence?.note("schema", "at \(place): \(message)")
        if scratch.wantsDetail {
            var detail = StructureDetail()
            detail.add("schema_path", place)
            detail.add("message", message)
            scratch.detail = detail.finish()
        }
        switch kind {
        case .invalid: return Outcome(.badReference, StructureReason.invalidSchema)
        case .remote: return Outcome(.badReference, StructureReason.remoteReference)
        case .limit: return Outcome(.limitExceeded, .rowTooComplex)
        }
    }
}
