import AdjudgeBase
import AdjudgeFormats

/// Gives the texts of XML and CSV the types that a schema names, where they read so; the rest stays a text, of which the
/// schema then says what it says.
///
/// As NeMo-Gym does it (`isPython`), with what Python's `int` and `float` take: `type` and `properties` only. Otherwise
/// with JSON's own numbers and `true` and `false`, also beneath `$ref`, `allOf`, `anyOf` and `oneOf`, where the first type
/// that a text reads as is taken. Where the schema has a list and XML one element, or one that only holds others of one
/// name, the list is of it or of those. O(values), times the properties of the alternatives of the schema, at most 16
/// each, within a budget.
struct Coercion {
    /// The most alternatives of one place that are looked at.
    private static let maxAlternatives = 16

    /// The work that is allowed: so much beside 64 for each byte of the text.
    private static let baseBudget = 1 << 20

    let root: JSONValue
    let isPython: Bool
    let arena: Arena
    /// The places looked at, alternatives and names of properties included.
    private(set) var steps = 0
    private let limit: Int

    init(schema: JSONValue, isPython: Bool, textBytes: Int, arena: Arena) {
        root = schema
        self.isPython = isPython
        self.arena = arena
        limit = Coercion.baseBudget + 64 * textBytes
    }

    /// Counts work.
    mutating func spend(_ amount: Int) throws(StructureError) {
        steps += amount
        guard steps < limit else {
            throw StructureError(.limit, at: 0, "more properties than values are looked for in, expected fewer")
        }
    }

    mutating func coerce(
        _ index: StructureTree.Index, _ format: StructuredFormat, _ tree: inout StructureTree
    ) throws(StructureError) {
        if isPython {
            try format == .csv ? pythonRows(index, &tree) : pythonXML(index, root, &tree)
        } else {
            try coerce(index, by: alternatives(of: [root]), isXML: format == .xml, &tree)
        }
    }

    // MARK: By all that a schema says

    private mutating func coerce(
        _ index: StructureTree.Index, by schemas: [JSONValue], isXML: Bool, _ tree: inout StructureTree
    ) throws(StructureError) {
        try spend(1 + schemas.count)
        guard !schemas.isEmpty else { return }
        let types = types(of: schemas)
        func has(_ type: StaticString) -> Bool { types.contains { $0.equals(type) } }
        switch tree[index].kind {
        case .null, .string:
            if tree[index].text.isEmpty || tree[index].kind == .null {
                if has("null") { return tree.set(index, .null) }
                if has("string") { return tree.set(index, .string) }
                if isXML, has("array") { return tree.set(index, .array) }
                if isXML, has("object") { return tree.set(index, .object) }
                return
            }
            if isXML, has("array"), !has("string") {
                try tree.wrap(index)
                return try coerceElements(of: index, by: schemas, &tree)
            }
            for type in types where read(index, as: type, &tree) { return }
        case .object:
            if isXML, has("array"), !has("object") {
                try listWithin(index, schemas, &tree)
                return try coerceElements(of: index, by: schemas, &tree)
            }
            let width = schemas.reduce(0) { $0 + ($1.member("properties")?.count ?? 0) }
            var child = tree[index].first
            while child >= 0 {
                try spend(width)
                let key = tree[child].key
                let known = schemas.compactMap {
                    $0.member("properties")?.member(key) ?? $0.member("additionalProperties")
                }
                try coerce(child, by: alternatives(of: known), isXML: isXML, &tree)
                child = tree[child].next
            }
        case .array: try coerceElements(of: index, by: schemas, isXML: isXML, &tree)
        default: return
        }
    }

    private mutating func coerceElements(
        of index: StructureTree.Index, by schemas: [JSONValue], isXML: Bool = true, _ tree: inout StructureTree
    ) throws(StructureError) {
        let items = alternatives(of: schemas.compactMap { $0.member("items") })
        var child = tree[index].first
        while child >= 0 {
            try coerce(child, by: items, isXML: isXML, &tree)
            child = tree[child].next
        }
    }

    /// An element where the schema has a list: of what it holds, where that is one name that items do not have; else of it.
    private mutating func listWithin(
        _ index: StructureTree.Index, _ schemas: [JSONValue], _ tree: inout StructureTree
    ) throws(StructureError) {
        let only = tree[index].first
        let items = alternatives(of: schemas.compactMap { $0.member("items") })
        let isItem = items.contains { $0.member("properties")?.member(tree[only].key) != nil }
        guard tree[index].count == 1, tree[only].kind == .array || !isItem else { return try tree.wrap(index) }
        let isList = tree[only].kind == .array
        tree.become(index, only)
        if !isList { try tree.wrap(index) }
    }

    /// Subschemas with all that they refer to and choose from.
    private mutating func alternatives(of schemas: [JSONValue]) -> [JSONValue] {
        var found = schemas.filter { $0.kind == .object }
        var next = 0
        while next < found.count, found.count < Coercion.maxAlternatives {
            let schema = found[next]
            next += 1
            steps += schema.count
            if let reference = schema.member("$ref")?.decodedString, reference.hasPrefix("#"),
                let target = target(of: reference), !found.contains(where: { $0.order == target.order })
            {
                found.append(target)
            }
            for name in ["allOf", "anyOf", "oneOf"] as [StaticString] {
                found += (schema.member(name)?.elements).map { $0.filter { $0.kind == .object } } ?? []
            }
        }
        return Array(found.prefix(Coercion.maxAlternatives))
    }

    /// What a pointer into the schema leads to.
    private func target(of reference: String) -> JSONValue? {
        var at = root
        for step in reference.dropFirst().split(separator: "/") {
            let name = step.replacing("~1", with: "/").replacing("~0", with: "~")
            let next = at.kind == .array ? Int(name).flatMap { at.element($0) } : at.member(key: String(name))
            guard let next else { return nil }
            at = next
        }
        return at.kind == .object ? at : nil
    }

    private func types(of schemas: [JSONValue]) -> [Bytes] {
        var types: [Bytes] = []
        for schema in schemas {
            guard let type = schema.member("type") else { continue }
            for name in type.kind == .array ? Array(type.elements) : [type] {
                if let text = name.rawString, !types.contains(text) { types.append(text) }
            }
        }
        return types
    }

    /// Whether a text reads as a value of this type, which it then becomes.
    private func read(_ index: StructureTree.Index, as type: Bytes, _ tree: inout StructureTree) -> Bool {
        let text = tree[index].text
        if type.equals("string") { return true }
        if type.equals("boolean") {
            guard text.equals("true") || text.equals("false") else { return false }
            tree.set(index, text.equals("true") ? .yes : .no)
            return true
        }
        guard type.equals("integer") || type.equals("number"), text.isJSONNumber,
            type.equals("number") || text.findFirst(in: Coercion.fractionMarks) == nil
        else { return false }
        tree.set(index, .number, text)
        return true
    }

    private static let fractionMarks = ByteSet(".eE")
}

extension Bytes {
    /// Whether this is a number in JSON's grammar.
    var isJSONNumber: Bool {
        var at = 0
        func digits() -> Int {
            let begun = at
            while at < count, self[at].isASCIIDigit { at += 1 }
            return at - begun
        }
        if at < count, self[at] == UInt8(ascii: "-") { at += 1 }
        let first = at
        guard digits() > 0, at == first + 1 || self[first] != 0x30 else { return false }
        if at < count, self[at] == UInt8(ascii: ".") {
            at += 1
            guard digits() > 0 else { return false }
        }
        if at < count, self[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < count, self[at] == 0x2B || self[at] == 0x2D { at += 1 }
            guard digits() > 0 else { return false }
        }
        return at == count
    }
}
