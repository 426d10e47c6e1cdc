import AdjudgeBase

/// Compiles a schema: finds its resources and anchors, then makes a node of each subschema that can be reached, from a
/// queue, so that no chain of references recurses. O(schema), but for the hashes of `enum`.
final class SchemaCompiler {
    /// Where a subschema stands.
    struct Context {
        var document: Int
        var resource: Int
        var base: Address
        var draft: Draft
    }

    /// A subschema and where it stands.
    struct Subschema {
        var value: JSONValue
        var context: Context
        var place: String
    }

    /// A schema with an address of its own.
    struct Resource {
        var root: Subschema
        var anchors: [String: Subschema] = [:]
        var dynamicAnchors: Set<String> = []
        var isRecursive = false
    }

    /// A node while it is compiled.
    struct NodeDraft {
        var rules: [Schema.Rule] = []
        var resource: Int
        var place: String
    }

    /// The most subschemas of a schema.
    static let maxNodes = 200_000

    let assertsFormats: Bool
    let scratch: Scratch
    var documents: [SchemaDocument] = []
    var resources: [Resource] = []
    var resourceNumbers: [String: Int] = [:]
    var contexts: [Int: Context] = [:]

    var nodes: [NodeDraft] = []
    var nodeNumbers: [Int: Int32] = [:]
    /// What names with escapes come to.
    let names = Arena()
    private var pending: [(node: Int, subschema: Subschema)] = []

    var members: [Schema.Member] = []
    var tables: [Schema.Members] = []
    var lists: [Int32] = []
    var numbers: [Decimal] = []
    var values: [JSONValue] = []
    var patterns: [RegexPattern] = []
    var patternNumbers: [String: Int32] = [:]
    var dynamicNames: [String: Int32] = [:]
    var dynamicNodes: [[Int32: Int32]] = []
    var tracksEvaluated = false

    private init(assertsFormats: Bool, scratch: Scratch) {
        self.assertsFormats = assertsFormats
        self.scratch = scratch
    }

    /// Compiles the schema in `text`, whose draft is that of its `$schema`, else `draft`.
    static func compile(
        _ text: Bytes, draft: Draft, assertsFormats: Bool, scratch: Scratch
    ) throws(SchemaError) -> Schema {
        let compiler = SchemaCompiler(assertsFormats: assertsFormats, scratch: scratch)
        let root = try compiler.add(text, address: Address(""), draft: draft)
        _ = try compiler.node(of: root)
        try compiler.compilePending()
        return Schema(compiler)
    }

    /// Parses a document and finds what has addresses in it.
    func add(_ text: Bytes, address: Address, draft: Draft) throws(SchemaError) -> Subschema {
        let document: SchemaDocument
        do {
            document = try SchemaDocument(text)
        } catch {
            let isLimit = error.kind == .tooDeep || error.kind == .tooManyValues || error.kind == .tooLong
            throw SchemaError(kind: isLimit ? .limit : .invalid, place: "#", message: error.message)
        }
        if let key = DuplicateKeys(scratch: scratch).first(in: document.root) {
            throw SchemaError(
                kind: .invalid, place: "#", message: "the key \(key.raw.string) twice in one object, expected it once")
        }
        documents.append(document)
        let context = Context(document: documents.count - 1, resource: -1, base: address, draft: draft)
        try index(Subschema(value: document.root, context: context, place: "#"))
        return Subschema(value: document.root, context: contexts[key(document.root, in: context)]!, place: "#")
    }

    /// The number under which a value is known.
    func key(_ value: JSONValue, in context: Context) -> Int { context.document << 32 | value.order }

    /// The node of a subschema, made once.
    func node(of subschema: Subschema) throws(SchemaError) -> Int32 {
        let key = key(subschema.value, in: subschema.context)
        if let known = nodeNumbers[key] { return known }
        guard nodes.count < SchemaCompiler.maxNodes else {
            throw SchemaError(
                kind: .limit, place: subschema.place,
                message: "more than \(SchemaCompiler.maxNodes) subschemas, expected at most so many")
        }
        let context = contexts[key] ?? subschema.context
        nodeNumbers[key] = Int32(nodes.count)
        nodes.append(NodeDraft(resource: context.resource, place: subschema.place))
        pending.append(
            (nodes.count - 1, Subschema(value: subschema.value, context: context, place: subschema.place)))
        return Int32(nodes.count - 1)
    }

    private func compilePending() throws(SchemaError) {
        var dynamicsDone = 0
        while true {
            while let (node, subschema) = pending.popLast() {
                nodes[node].rules = try rules(of: subschema).sorted { $0.keyword.rawValue < $1.keyword.rawValue }
            }
            // What a dynamic reference may lead to is known once every resource is.
            let wanted = dynamicNames.count * resources.count
            if wanted == dynamicsDone { return }
            dynamicsDone = wanted
            try findDynamicNodes()
        }
    }

    private func findDynamicNodes() throws(SchemaError) {
        for (name, number) in dynamicNames {
            for (index, resource) in resources.enumerated() {
                let target: Subschema?
                if name.isEmpty {
                    target = resource.isRecursive ? resource.root : nil
                } else {
                    target = resource.dynamicAnchors.contains(name) ? resource.anchors[name] : nil
                }
                if let target { dynamicNodes[Int(number)][Int32(index)] = try node(of: target) }
            }
        }
    }

    /// The number of a dynamic anchor's name; the empty one is `$recursiveAnchor`.
    func dynamicName(_ name: String) -> Int32 {
        if let known = dynamicNames[name] { return known }
        dynamicNodes.append([:])
        dynamicNames[name] = Int32(dynamicNodes.count - 1)
        return Int32(dynamicNodes.count - 1)
    }

    /// The number of a pattern, compiled once.
    func pattern(_ text: String, at place: String) throws(SchemaError) -> Int32 {
        if let known = patternNumbers[text] { return known }
        do {
            patterns.append(try ECMAPattern.compile(text))
        } catch {
            throw SchemaError(kind: .invalid, place: place, message: "the pattern \(text): \(error.message)")
        }
        patternNumbers[text] = Int32(patterns.count - 1)
        return Int32(patterns.count - 1)
    }
}
