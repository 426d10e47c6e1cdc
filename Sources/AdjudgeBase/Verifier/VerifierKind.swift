/// A `type` of grader: name, keys and compiler. A family lists its kinds; the engine's registry joins the lists.
public struct VerifierKind: Sendable {
    /// The `type` in a grader document.
    public let name: String
    /// One line for `adjudge list`.
    public let summary: String
    /// The keys of its node, beside those that every grader has.
    public let keys: [Key]
    /// The default input of a node, used when it has neither `input` nor `extract` of its own.
    public let defaultInput: @Sendable (DocumentNode) -> DefaultInput
    /// Whether it applies the chain `extract.reference` of its node to references.
    public let readsReferenceChain: Bool
    /// Whether it reads the key `input` of its node itself, as messages and not as the text to check, which is the
    /// whole response.
    public let readsInput: Bool
    /// Compiles a node. Templates for ``CheckInput/arguments`` are requested through the context.
    public let compile: @Sendable (DocumentNode, inout CompileContext) throws(DocumentError) -> any Verifier

    /// The default input of a node.
    public enum DefaultInput: Sendable {
        /// The whole response, even when the document has an extraction chain.
        case response
        /// The answer found by the document's `extract.final`, or by this chain where the document has none.
        case answer(DocumentValue)
    }

    /// One key of a node.
    public struct Key: Sendable {
        /// The key.
        public let name: String
        /// One line: meaning, values, default.
        public let summary: String

        /// A key with its description.
        public init(_ name: String, _ summary: String) {
            self.name = name
            self.summary = summary
        }
    }

    /// A kind from its parts.
    public init(
        name: String, summary: String, keys: [Key],
        defaultInput: @escaping @Sendable (DocumentNode) -> DefaultInput = { _ in .answer(["whole"]) },
        readsReferenceChain: Bool = false, readsInput: Bool = false,
        compile: @escaping @Sendable (DocumentNode, inout CompileContext) throws(DocumentError) -> any Verifier
    ) {
        self.name = name
        self.summary = summary
        self.keys = keys
        self.defaultInput = defaultInput
        self.readsReferenceChain = readsReferenceChain
        self.readsInput = readsInput
        self.compile = compile
    }
}

/// The requests that a verifier makes of the engine while it compiles.
public struct CompileContext {
    /// A template to resolve for each sample.
    public struct Argument: Sendable {
        /// The template, such as `{{item.choices}}`.
        public var template: String
        /// Its JSON path in the document.
        public var path: String
        /// Whether it may read the response: a text that a verifier goes by may not.
        public var mayReadResponse: Bool
    }

    /// The requested templates, in order.
    public private(set) var arguments: [Argument] = []

    /// Compiles a node of any kind that the engine knows.
    public typealias Compiler =
        @Sendable (DocumentNode, inout CompileContext) throws(DocumentError) -> any Verifier

    private let compiler: Compiler?

    /// A context without requests. `compiler` compiles verifiers that other families have.
    public init(compiler: Compiler? = nil) { self.compiler = compiler }

    /// Compiles a check that this one makes of parts of its own, of any family: its node has a `type` and no input.
    /// Templates that it requests are among the same ``CheckInput/arguments``.
    public mutating func verifier(_ node: DocumentNode) throws(DocumentError) -> any Verifier {
        guard let compiler else { throw node.mismatch(expected: "no check within a check") }
        return try compiler(node, &self)
    }

    /// Requests a template; returns its index in ``CheckInput/arguments``. One that reads the response is refused unless
    /// `mayReadResponse`: the response would choose what it is held against.
    public mutating func argument(_ template: String, path: String, mayReadResponse: Bool = false) -> Int {
        arguments.append(Argument(template: template, path: path, mayReadResponse: mayReadResponse))
        return arguments.count - 1
    }
}
