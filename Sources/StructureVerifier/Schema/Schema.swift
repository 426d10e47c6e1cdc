import AdjudgeBase

/// A compiled schema: immutable and flat, so that checking touches no reference count.
final class Schema: @unchecked Sendable {
    /// One subschema: a run of rules.
    struct Node {
        var first: Int32 = 0
        var count: Int32 = 0
        /// The resource that it belongs to: what a dynamic reference looks through.
        var resource: Int32 = 0
    }

    /// One keyword, or several that are checked together.
    struct Rule {
        var keyword: Keyword
        var a: Int32 = 0
        var b: Int32 = 0
        var c: Int32 = 0
    }

    /// A name in `properties` or `required`.
    struct Member {
        let name: Bytes
        /// The node of its value; negative where only its presence counts.
        let node: Int32
        let isRequired: Bool
    }

    /// `properties`, `patternProperties`, `additionalProperties` and `required` of one subschema.
    struct Members {
        var first: Int32 = 0
        var count: Int32 = 0
        var required: Int32 = 0
        /// Where the patterns begin, two numbers each: pattern and node.
        var patterns: Int32 = 0
        var patternCount: Int32 = 0
        /// The node of other members; negative where there is none.
        var rest: Int32 = -1
        /// The hash table over the names; its size is a power of two, 0 for few names.
        var slots: Int32 = 0
        var slotCount: Int32 = 0
    }

    let nodes: UnsafeMutableBufferPointer<Node>
    let rules: UnsafeMutableBufferPointer<Rule>
    let members: UnsafeMutableBufferPointer<Member>
    let tables: UnsafeMutableBufferPointer<Members>
    let lists: UnsafeMutableBufferPointer<Int32>
    let numbers: UnsafeMutableBufferPointer<Decimal>
    let values: UnsafeMutableBufferPointer<JSONValue>
    let patterns: [RegexPattern]
    /// For each name of a dynamic anchor, its node by resource.
    let dynamicNodes: [[Int32: Int32]]
    /// Where the nodes are in their documents, for details.
    let places: [String]
    /// Whether some subschema asks what others have looked at.
    let tracksEvaluated: Bool
    /// Approximate memory, for caches.
    let bytes: Int
    /// What the views lie in.
    private let documents: [SchemaDocument]
    private let names: Arena

    /// From so many values of `enum` on a table is asked.
    static let fewValues = 8
    /// From so many names on a table is asked.
    static let fewMembers = 6
    /// Beside the bits of types: 1.0 is no integer.
    static let strictIntegers: Int32 = 1 << 8

    /// The schema's own value.
    var root: JSONValue { documents[0].root }

    init(_ compiler: SchemaCompiler) {
        func kept<Element>(_ list: [Element]) -> UnsafeMutableBufferPointer<Element> {
            let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: list.count)
            _ = memory.initialize(from: list)
            return memory
        }
        var rules: [Rule] = []
        var nodes: [Node] = []
        for draft in compiler.nodes {
            nodes.append(
                Node(first: Int32(rules.count), count: Int32(draft.rules.count), resource: Int32(draft.resource)))
            rules += draft.rules
        }
        self.nodes = kept(nodes)
        self.rules = kept(rules)
        members = kept(compiler.members)
        tables = kept(compiler.tables)
        lists = kept(compiler.lists)
        numbers = kept(compiler.numbers)
        values = kept(compiler.values)
        patterns = compiler.patterns
        dynamicNodes = compiler.dynamicNodes
        places = compiler.nodes.map(\.place)
        tracksEvaluated = compiler.tracksEvaluated
        documents = compiler.documents
        names = compiler.names
        bytes =
            documents.reduce(0) { $0 + 8 * $1.text.view.count } + nodes.count * 96 + rules.count * 16
            + patterns.count * 2_000
    }

    deinit {
        nodes.deallocate()
        rules.deallocate()
        members.deallocate()
        tables.deallocate()
        lists.deallocate()
        numbers.deallocate()
        values.deallocate()
    }
}

/// The text of a schema and its values.
final class SchemaDocument {
    let text: OwnedBytes
    let root: JSONValue
    private let parser: JSONParser

    /// Parses a schema's text, of which a copy is kept.
    init(_ bytes: Bytes) throws(JSONError) {
        text = OwnedBytes(bytes)
        parser = JSONParser(maxDepth: 200, maxBytes: 1 << 26, maxValues: 1 << 20)
        root = try parser.parse(text.view)
    }
}

/// The keywords, in the order in which a subschema's are checked: those that cost least first, those that need what
/// others have looked at last.
enum Keyword: UInt8, Sendable, CaseIterable {
    case never, type, const, enumeration
    case maximum, exclusiveMaximum, minimum, exclusiveMinimum, multipleOf
    case maxLength, minLength, pattern, format
    case maxItems, minItems, uniqueItems, items, contains
    case maxProperties, minProperties, members, propertyNames, dependentRequired, dependentSchemas
    case reference, recursiveReference, dynamicReference
    case allOf, anyOf, oneOf, not, condition
    case unevaluatedItems, unevaluatedProperties

    /// The name in schemas.
    var name: StaticString {
        switch self {
        case .never: "false"
        case .type: "type"
        case .const: "const"
        case .enumeration: "enum"
        case .maximum: "maximum"
        case .exclusiveMaximum: "exclusiveMaximum"
        case .minimum: "minimum"
        case .exclusiveMinimum: "exclusiveMinimum"
        case .multipleOf: "multipleOf"
        case .maxLength: "maxLength"
        case .minLength: "minLength"
        case .pattern: "pattern"
        case .format: "format"
        case .maxItems: "maxItems"
        case .minItems: "minItems"
        case .uniqueItems: "uniqueItems"
        case .items: "items"
        case .contains: "contains"
        case .maxProperties: "maxProperties"
        case .minProperties: "minProperties"
        case .members: "properties"
        case .propertyNames: "propertyNames"
        case .dependentRequired: "dependentRequired"
        case .dependentSchemas: "dependentSchemas"
        case .reference: "$ref"
        case .recursiveReference: "$recursiveRef"
        case .dynamicReference: "$dynamicRef"
        case .allOf: "allOf"
        case .anyOf: "anyOf"
        case .oneOf: "oneOf"
        case .not: "not"
        case .condition: "if"
        case .unevaluatedItems: "unevaluatedItems"
        case .unevaluatedProperties: "unevaluatedProperties"
        }
    }
}
