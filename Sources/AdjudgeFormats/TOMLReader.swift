import AdjudgeBase

/// Reads TOML 1.0 into one object. Dates and times are strings, or with `keepsDates` values of their own, as Python has
/// them; infinities and NaN, which JSON has not, are an error, or with `keepsDates` values of their own.
///
/// A table stands once, and nothing that is there is changed, as the standard has it. O(text), but that the members of a
/// table are asked for through a table of hashes from the ninth on.
///
/// Of our own, for 350 lines: there is no TOML library in the distribution that has a C interface and a stable ABI.
package struct TOMLReader: ~Copyable {
    /// What is known of a table, in a node's marks.
    enum Mark {
        /// A header or a dotted key of an earlier part made it: no other may.
        static let isDefined: UInt8 = 1
        /// An inline table or an array of values: whole as it stands.
        static let isWhole: UInt8 = 2
        /// An array of tables.
        static let isTables: UInt8 = 4
    }

    private static let fewNames = 8

    let text: Bytes
    let arena: Arena
    let keepsDates: Bool
    var at = 0
    var buffer = ByteWriter(capacity: 256)
    private var names: [StructureTree.Index: [Key: StructureTree.Index]] = [:]
    /// Tables that dotted keys of the current part made.
    private var pending: [StructureTree.Index] = []

    package init(_ text: Bytes, keepsDates: Bool, arena: Arena) {
        self.text = text
        self.keepsDates = keepsDates
        self.arena = arena
    }

    /// The document's table.
    package mutating func read(_ tree: inout StructureTree) throws(StructureError) -> StructureTree.Index {
        let root = try tree.make(.object)
        var table = root
        while true {
            skipBlank()
            guard at < text.count else { return root }
            switch text[at] {
            case 0x0A, 0x0D: try endLine()
            case UInt8(ascii: "#"): try skipComment()
            case UInt8(ascii: "["):
                for made in pending { tree[made].marks |= Mark.isDefined }
                pending.removeAll(keepingCapacity: true)
                table = try readHeader(root, &tree)
                try finishLine()
            default:
                try readPair(table, &tree, isInline: false)
                try finishLine()
            }
        }
    }

    // MARK: Tables

    /// `[a.b]` or `[[a.b]]`: the table that what follows is put in.
    private mutating func readHeader(
        _ root: StructureTree.Index, _ tree: inout StructureTree
    ) throws(StructureError) -> StructureTree.Index {
        let begun = at
        let isArray = starts("[[")
        at += isArray ? 2 : 1
        let path = try readKey()
        guard starts(isArray ? "]]" : "]") else { throw unexpected(isArray ? "]]" : "]") }
        at += isArray ? 2 : 1
        var table = root
        for name in path.dropLast() { table = try step(into: name, of: table, &tree, at: begun) }
        let name = path.last!
        guard let known = member(name, of: table, tree) else {
            let made = try tree.make(.object)
            tree[made].marks = Mark.isDefined
            if isArray {
                let list = try tree.make(.array)
                tree[list].marks = Mark.isTables
                add(list, named: name, to: table, &tree)
                tree.append(made, to: list)
            } else {
                add(made, named: name, to: table, &tree)
            }
            return made
        }
        let marks = tree[known].marks
        if isArray {
            guard tree[known].kind == .array, marks & Mark.isTables != 0 else { throw twice(name, begun) }
            let made = try tree.make(.object)
            tree[made].marks = Mark.isDefined
            tree.append(made, to: known)
            return made
        }
        guard tree[known].kind == .object, marks & (Mark.isDefined | Mark.isWhole) == 0 else {
            throw twice(name, begun)
        }
        tree[known].marks |= Mark.isDefined
        return known
    }

    /// The table that a header's name leads to, made where there is none; of an array of tables the last.
    private mutating func step(
        into name: Bytes, of table: StructureTree.Index, _ tree: inout StructureTree, at begun: Int
    ) throws(StructureError) -> StructureTree.Index {
        guard let known = member(name, of: table, tree) else {
            let made = try tree.make(.object)
            add(made, named: name, to: table, &tree)
            return made
        }
        if tree[known].marks & Mark.isTables != 0 { return tree[known].last }
        guard tree[known].kind == .object, tree[known].marks & Mark.isWhole == 0 else { throw twice(name, begun) }
        return known
    }

    /// `key = value`.
    mutating func readPair(
        _ table: StructureTree.Index, _ tree: inout StructureTree, isInline: Bool, depth: Int = 0
    ) throws(StructureError) {
        let begun = at
        let path = try readKey()
        guard starts("=") else { throw unexpected("= behind a key") }
        at += 1
        skipBlank()
        var table = table
        for name in path.dropLast() {
            guard let known = member(name, of: table, tree) else {
                let made = try tree.make(.object)
                add(made, named: name, to: table, &tree)
                table = made
                if !isInline { pending.append(made) }
                continue
            }
            let closed = Mark.isDefined | Mark.isWhole | Mark.isTables
            guard tree[known].kind == .object, tree[known].marks & closed == 0 else { throw twice(name, begun) }
            if !isInline { pending.append(known) }
            table = known
        }
        guard member(path.last!, of: table, tree) == nil else { throw twice(path.last!, begun) }
        // The value's own members come in between, so that it gets its place first.
        let value = try readValue(&tree, depth: depth + path.count)
        add(value, named: path.last!, to: table, &tree)
    }

    private func twice(_ name: Bytes, _ begun: Int) -> StructureError {
        StructureError(.duplicateKey, at: begun, "\(name.string) a second time, expected each key and table once")
    }

    private func member(_ name: Bytes, of table: StructureTree.Index, _ tree: borrowing StructureTree)
        -> StructureTree.Index?
    {
        tree[table].count <= TOMLReader.fewNames ? tree.member(name, of: table) : names[table]?[Key(name)]
    }

    private mutating func add(
        _ child: StructureTree.Index, named name: Bytes, to table: StructureTree.Index, _ tree: inout StructureTree
    ) {
        tree.append(child, to: table, key: name)
        if tree[table].count == TOMLReader.fewNames + 1 {
            var at = tree[table].first
            while at >= 0 {
                names[table, default: [:]][Key(tree[at].key)] = at
                at = tree[at].next
            }
        } else if tree[table].count > TOMLReader.fewNames {
            names[table, default: [:]][Key(name)] = child
        }
    }

    // MARK: Keys and lines

    /// A key of one name or several with dots between them.
    private mutating func readKey() throws(StructureError) -> [Bytes] {
        var path: [Bytes] = []
        while true {
            skipBlank()
            path.append(try readName())
            skipBlank()
            guard starts(".") else { return path }
            guard path.count < StructureTree.maxDepth else {
                throw StructureError(.limit, at: at, "a key of more than \(path.count) names, expected fewer")
            }
            at += 1
        }
    }

    private mutating func readName() throws(StructureError) -> Bytes {
        if starts("\"") { return try readBasicString() }
        if starts("'") { return try readLiteralString() }
        let begun = at
        while at < text.count, text[at].isTOMLKeyByte { at += 1 }
        guard at > begun else { throw unexpected("a key") }
        return text[begun..<at]
    }

    mutating func skipBlank() {
        while at < text.count, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
    }

    mutating func endLine() throws(StructureError) {
        if text[at] == 0x0D { at += 1 }
        guard starts("\n") else { throw unexpected("a line's end") }
        at += 1
    }

    /// Nothing more but a remark in this line.
    private mutating func finishLine() throws(StructureError) {
        skipBlank()
        if starts("#") { try skipComment() }
        if at < text.count { try endLine() }
    }

    mutating func skipComment() throws(StructureError) {
        let rest = text.suffix(from: at)
        at += rest.findFirst(in: TOMLReader.lineControls) ?? rest.count
        guard at == text.count || text[at] == 0x0A || starts("\r\n") else {
            throw unexpected("no control character in a remark")
        }
    }

    /// What no string of one line and no remark has, the line's end among it.
    static let lineControls: ByteSet = {
        var set = ByteSet("\u{7F}")
        for byte in UInt8(0)..<0x20 where byte != 0x09 { set.insert(byte) }
        return set
    }()

    func starts(_ prefix: StaticString) -> Bool { text.suffix(from: at).hasPrefix(prefix) }

    func unexpected(_ expected: String) -> StructureError {
        StructureError(at: at, "\(named(at < text.count ? text[at] : 0)), expected \(expected)")
    }
}

extension UInt8 {
    fileprivate var isTOMLKeyByte: Bool {
        isASCIIAlphanumeric || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
    }
}
