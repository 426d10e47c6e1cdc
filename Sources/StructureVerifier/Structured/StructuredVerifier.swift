import AdjudgeBase

/// `structured`: the response is a text of the asked format, and its value meets a schema, has the paths that are asked for,
/// or equals the reference's.
struct StructuredVerifier: Verifier {
    static let kind = VerifierKind(
        name: "structured",
        summary:
            "The response is JSON, YAML, XML, TOML or CSV whose value meets a schema, has paths, or is the reference's.",
        keys: [
            .init("format", "json, yaml, xml, toml, csv, or a template such as {{item.schema_type}}; needed."),
            .init(
                "schema",
                "A JSON Schema that the value must meet: an object, its text, or a template such as {{item.schema}}."),
            .init("draft", "The draft of schemas whose $schema names none: 2020-12 (default), 2019-09, 7, 6, 4."),
            .init(
                "formats", "ignore (default): format is a remark; assert: strings must have the format that it names."),
            .init(
                "paths",
                "Paths that the value must have, such as user.tags[0], `a.b`.c, csv::name: a list, or a template for one; the reward is the share that it has."
            ),
            Fences.key,
            .init(
                "root",
                "XML: keep (default): the root element is the value's only member; drop: its content is the value."),
            .init(
                "compat",
                "A peer's rule, its unsafe accepts included: compat:nemo (structured_outputs), compat:structeval."),
            .init(
                "response_mode",
                "compat:nemo: text (default), tool_call: the value is a call's arguments; a template may say."),
            .init("tool_name", "compat:nemo: the tool that is to be called; by default the first call's."),
            .init("tool_payload_key", "compat:nemo: the argument that is the value; by default all of them."),
        ],
        // Peers read the whole text.
        defaultInput: { $0.member("compat") == nil ? .answer(["strip_think", "whole"]) : .response },
        compile: compile)

    enum Peer: Sendable { case nemo, structEval }

    /// What NeMo-Gym looks for in calls.
    struct ToolCallRule: Sendable {
        var mode = RowText.literal("text")
        var name: RowText?
        var payload: RowText?
    }

    let format: RowText
    let schema: SchemaSource?
    let paths: RowPaths?
    let fences: Fences
    let dropsRoot: Bool
    let peer: Peer?
    let calls: ToolCallRule

    var needsReference: Bool { schema?.needsReference ?? (paths?.argument != nil || paths == nil) }
    var referenceArgument: Int? {
        if let schema { return schema.argument }
        return paths?.argument
    }

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let peer: Peer? = try node.member("compat")?.choice(
            "a peer's rule",
            [("compat:nemo", .nemo), ("nemo", .nemo), ("compat:structeval", .structEval), ("structeval", .structEval)])
        try refuseStrays(node, peer)
        let format = try RowText(
            try node.required("format", "a format: json, yaml, xml, toml, csv, or a template"), "a format", &context)
        if case .literal = format {
            _ = try node.member("format")!.choice("a format", StructuredFormat.choices)
        }
        var schema: SchemaSource?
        if node.member("schema") != nil {
            schema = try SchemaSource(node, &context, isStrict: peer == .nemo)
        }
        let paths = try node.member("paths").map { node throws(DocumentError) in try RowPaths(node, &context) }
        if peer == .nemo, schema == nil {
            throw node.mismatch(
                expected: "a schema, such as \"schema\": \"{{item.schema_str}}\": compat:nemo checks by it")
        }
        if peer == .structEval, paths == nil {
            throw node.mismatch(
                expected: "paths, such as \"paths\": \"{{item.raw_output_metric}}\": compat:structeval checks by them")
        }
        var calls = ToolCallRule()
        if let mode = node.member("response_mode") { calls.mode = try RowText(mode, "a mode", &context) }
        calls.name = try node.member("tool_name").map { name throws(DocumentError) in
            try RowText(name, "a tool's name", &context)
        }
        calls.payload = try node.member("tool_payload_key").map { key throws(DocumentError) in
            try RowText(key, "an argument's name", &context)
        }
        return StructuredVerifier(
            format: format, schema: schema, paths: paths, fences: try Fences(node.member("fences")),
            dropsRoot: try node.member("root")?.choice("what XML's root is", [("keep", false), ("drop", true)])
                ?? false,
            peer: peer, calls: calls)
    }

    /// A key that nothing reads would be a rule that nobody checks.
    private static func refuseStrays(_ node: DocumentNode, _ peer: Peer?) throws(DocumentError) {
        let ofNeMo = ["response_mode", "tool_name", "tool_payload_key"]
        let strays: [String]
        switch peer {
        case nil: strays = ofNeMo
        case .nemo: strays = ["paths", "fences", "root", "draft", "formats"]
        case .structEval: strays = ofNeMo + ["schema", "fences", "root", "draft", "formats"]
        }
        for name in strays {
            guard let stray = node.member(name) else { continue }
            throw stray.mismatch(
                expected: peer == nil
                    ? "no \(name) without compat:nemo, which reads it"
                    : "no \(name): a peer's rule is a rule of its own")
        }
        if node.member("schema") == nil {
            for name in ["draft", "formats"] {
                guard let stray = node.member(name) else { continue }
                throw stray.mismatch(expected: "no \(name) without a schema")
            }
        }
    }

    func makeChecker() -> any Checker { StructuredChecker(self) }
}

/// Paths of a grader: written there, or a template for a list in the row.
enum RowPaths: Sendable {
    case literal([String])
    case row(Int)

    init(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError) {
        if case .string(let text) = node.value, text.hasPrefix("{{") {
            self = .row(context.argument(text, path: node.path))
            return
        }
        var paths: [String] = []
        for element in node.oneOrMany() {
            let path = try element.string("a path")
            let arena = Arena(capacity: 64)
            guard !path.isEmpty, withBytes(of: path, { PathQuery($0, isPython: false, arena) }) != nil else {
                throw element.mismatch(expected: "a path such as user.tags[0].name, with its brackets closed")
            }
            paths.append(path)
        }
        guard !paths.isEmpty else { throw node.mismatch(expected: "at least one path") }
        self = .literal(paths)
    }

    /// The index of the argument that they are.
    var argument: Int? { if case .row(let index) = self { index } else { nil } }
}
