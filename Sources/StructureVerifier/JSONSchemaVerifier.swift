import AdjudgeBase

/// `json_schema`: the response's JSON against a JSON Schema.
struct JSONSchemaVerifier: Verifier {
    static let kind = VerifierKind(
        name: "json_schema",
        summary: "The response is JSON that meets a JSON Schema (drafts 4, 6, 7, 2019-09, 2020-12).",
        keys: [
            .init(
                "schema",
                "The schema: an object, its text, or a template such as {{item.schema}}; without it the reference is the schema."
            ),
            .init("draft", "The draft of schemas whose $schema names none: 2020-12 (default), 2019-09, 7, 6, 4."),
            .init(
                "formats", "ignore (default): format is a remark; assert: strings must have the format that it names."),
            Fences.key,
        ],
        defaultInput: { _ in .answer(["strip_think", "whole"]) },
        compile: compile)

    let source: SchemaSource
    let fences: Fences

    var needsReference: Bool { source.needsReference }
    var referenceArgument: Int? { source.argument }

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        JSONSchemaVerifier(
            source: try SchemaSource(node, &context), fences: try Fences(node.member("fences")))
    }

    func makeChecker() -> any Checker { JSONSchemaChecker(self) }
}

private final class JSONSchemaChecker: Checker {
    private let verifier: JSONSchemaVerifier
    private let schemas: SchemaCache
    private let text = JSONText()
    private var validator: SchemaValidator?

    init(_ verifier: JSONSchemaVerifier) {
        self.verifier = verifier
        schemas = verifier.source.makeCache()
    }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        let schema: Schema
        switch verifier.source.schema(input, schemas, scratch) {
        case .success(let found): schema = found
        case .failure(let error): return error.outcome(scratch)
        }
        let content = verifier.fences.content(of: input.answer.bytes)
        let value: JSONValue
        do {
            value = try text.value(content, scratch)
        } catch {
            SchemaFailure.tell("$", error.message, scratch)
            return error.ofResponse
        }
        let validator = self.validator ?? SchemaValidator(schema, scratch)
        self.validator = validator
        return validator.outcome(value, schema, bytes: content.count, scratch)
    }
}

extension SchemaValidator {
    /// The outcome of a value against a schema, with what failed as detail and evidence.
    func outcome(_ value: JSONValue, _ schema: Schema, bytes: Int, _ scratch: Scratch) -> Outcome {
        switch validate(value, with: schema, bytes: bytes) {
        case .valid: return .graded(true, .wellFormed)
        case .invalid:
            if scratch.wantsDetail || scratch.evidence != nil, let failure {
                SchemaFailure.tell(failure, in: value, schema, scratch)
            }
            return .graded(false, StructureReason.schemaViolation)
        case .limit: return Outcome(.limitExceeded, .comparisonLimit)
        case .endless: return Outcome(.badReference, StructureReason.endlessReference)
        }
    }
}

/// What a detail says of a value that does not meet its schema.
enum SchemaFailure {
    /// The first failure: where in the value, by which keyword, and where that stands in the schema.
    static func tell(
        _ failure: SchemaValidator.Failure, in root: JSONValue, _ schema: Schema, _ scratch: Scratch
    ) {
        let path = JSONPlace.path(to: failure.value, in: root)
        let keyword = "\(failure.keyword)"
        let place = schema.places[Int(failure.node)] + (keyword == "false" ? "" : "/\(keyword)")
        let name = failure.name?.string
        scratch.evidence?.note("first failure", "\(path): \(keyword)\(name.map { " (\($0))" } ?? "") of \(place)")
        guard scratch.wantsDetail else { return }
        var detail = StructureDetail()
        detail.add("path", path)
        detail.add("keyword", keyword)
        detail.add("name", name)
        detail.add("schema_path", place)
        scratch.detail = detail.finish()
    }

    /// A text that cannot be read.
    static func tell(_ path: String, _ message: String, _ scratch: Scratch) {
        scratch.evidence?.note("not read", message)
        guard scratch.wantsDetail else { return }
        var detail = StructureDetail()
        detail.add("path", path)
        detail.add("message", message)
        scratch.detail = detail.finish()
    }
}
