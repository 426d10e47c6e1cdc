/// One `type` of grader: its name, its document and how it compiles. A family lists its kinds; the engine's registry
/// joins the lists.
public struct VerifierKind: Sendable {
    /// The `type` in a grader document.
    public let name: String
    /// One line for `adjudge list`.
    public let summary: String
    /// The keys that its node may have beside those that every grader has.
    public let keys: [Key]
    /// What a node that names neither `input` nor `extract` of its own looks at.
    public let defaultInput: @Sendable (DocumentNode) -> DefaultInput
    /// Whether it looks into references by the chain `extract.reference` of its node.
    public let readsReferenceChain: Bool
    /// Compiles a node. Templates for ``CheckInput/arguments`` are asked for through the context.
    public let compile: @Sendable (DocumentNode, inout CompileContext) throws(DocumentError) -> any Verifier

    /// What a node looks at when it does not say.
    public enum DefaultInput: Sendable {
        /// The whole response, whatever the document extracts.
        case response
        /// The document's `extract.final`, or this chain where the document has none.
        case answer(DocumentValue)
    }

    /// One key of a node.
    public struct Key: Sendable {
        /// The key.
        public let name: String
        /// One line: meaning, values, default.
        public let summary: String

        /// A key with its one line.
        public init(_ name: String, _ summary: String) {
            self.name = name
            self.summary = summary
        }
    }

    /// A kind with these parts.
    public init(
        name: String, summary: String, keys: [Key],
        defaultInput: @escaping @Sendable (DocumentNode) -> DefaultInput = { _ in .answer(["whole"]) },
        readsReferenceChain: Bool = false,
        compile: @escaping @Sendable (DocumentNode, inout CompileContext) throws(DocumentError) -> any Verifier
    ) {
        self.name = name
        self.summary = summary
        self.keys = keys
        self.defaultInput = defaultInput
        self.readsReferenceChain = readsReferenceChain
        self.compile = compile
    }
}

/// What a verifier may ask of the engine while it compiles.
public struct CompileContext {
    /// A template that the verifier wants resolved for each sample.
    public struct Argument: Sendable {
        /// The template, such as `{{item.choices}}`.
        public var template: String
        /// Where the document names it.
        public var path: String
    }

    /// The templates asked for, in order.
    public private(set) var arguments: [Argument] = []

    /// A context in which nothing has been asked for.
    public init() {}

    /// Asks for a template; returns its index in ``CheckInput/arguments``.
    public mutating func argument(_ template: String, path: String) -> Int {
        arguments.append(Argument(template: template, path: path))
        return arguments.count - 1
    }
}
