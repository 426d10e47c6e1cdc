import AdjudgeBase

/// Reads XML into objects as xmltodict has them: an element is what its name leads to, an attribute a member whose name
/// begins with `@`, text beside either the member `#text`; elements of one name in one parent are a list; an element with
/// nothing in it is null.
///
/// XML 1.0 (fifth edition) without declarations of one's own: entities beyond the five of XML are never expanded, and a
/// document that declares any is refused, so that there are no bombs and nothing is fetched. O(text).
///
/// Of our own, for 300 lines: expat and libxml2 expand and fetch unless told otherwise, and would be one more library to
/// ship in the wheel and in the Lambda package.
package struct XMLReader: ~Copyable {
    static let textKey = Bytes("#text")
    /// From so many names in a parent on a table is asked.
    private static let fewNames = 8

    /// An element that is not closed yet.
    private struct Open {
        let name: Bytes
        /// Null until there is a member.
        let node: StructureTree.Index
        /// Where its text begins in `texts`.
        let textStart: Int
        var names: [Key: StructureTree.Index] = [:]
    }

    let text: Bytes
    let arena: Arena
    var at = 0
    private var open: [Open] = []
    /// The texts of the open elements, one behind the other.
    var texts = ByteWriter(capacity: 1024)

    package init(_ text: Bytes, arena: Arena) {
        self.text = text
        self.arena = arena
    }

    /// The document as an object with the root element as its only member.
    package mutating func read(_ tree: inout StructureTree) throws(StructureError) -> StructureTree.Index {
        if let bad = text.forbiddenXMLCharacter {
            throw StructureError(at: bad, "a character that XML does not have, expected none")
        }
        let document = try tree.make(.object)
        if text.hasPrefix("\u{FEFF}") { at = 3 }
        if starts("<?xml"), at + 5 < text.count, text[at + 5].isXMLSpace { try skipDeclaration() }
        try skipRemarks(takesDoctype: true)
        guard starts("<") else { throw unexpected("the root element") }
        try readElements(document, &tree)
        try skipRemarks(takesDoctype: false)
        guard at == text.count else { throw unexpected("nothing behind the root element") }
        return document
    }

    /// Reads the root element and all within it.
    private mutating func readElements(
        _ document: StructureTree.Index, _ tree: inout StructureTree
    ) throws(StructureError) {
        try openElement(document, &tree)
        while !open.isEmpty {
            guard at < text.count else {
                throw StructureError(at: at, "the text's end within <\(open.last!.name.string)>, expected </ of it")
            }
            if starts("</") {
                try close(document, &tree)
            } else if starts("<!--") {
                try skipComment()
            } else if starts("<![CDATA[") {
                at += 9
                guard let end = text.suffix(from: at).find(Bytes("]]>")) else {
                    throw StructureError(at: at - 9, "CDATA that is not closed, expected ]]>")
                }
                appendText(text[at..<at + end])
                at += end + 3
            } else if starts("<?") {
                try skipInstruction()
            } else if starts("<") {
                try openElement(document, &tree)
            } else {
                try readText()
            }
        }
    }

    private mutating func openElement(
        _ document: StructureTree.Index, _ tree: inout StructureTree
    ) throws(StructureError) {
        guard open.count < StructureTree.maxDepth else {
            throw StructureError(
                .limit, at: at, "nested deeper than \(StructureTree.maxDepth) levels, expected at most so many")
        }
        at += 1
        let name = try readName()
        open.append(Open(name: name, node: try tree.make(.null), textStart: texts.count))
        while true {
            let hadSpace = skipSpace()
            if starts(">") {
                at += 1
                return
            }
            if starts("/>") {
                at += 2
                return try finish(document, &tree)
            }
            guard hadSpace else { throw unexpected("a space, > or />") }
            try readAttribute(&tree)
        }
    }

    private mutating func readAttribute(_ tree: inout StructureTree) throws(StructureError) {
        let begun = at
        let name = try readName()
        let key = arena.allocate(name.count + 1)
        key[0] = UInt8(ascii: "@")
        (key + 1).update(from: name.start, count: name.count)
        _ = skipSpace()
        guard starts("=") else { throw unexpected("= behind an attribute's name") }
        at += 1
        _ = skipSpace()
        let value = try readAttributeValue()
        let isNew = try add(
            try tree.make(.string, value), named: Bytes(start: key, count: name.count + 1), &tree)
        guard isNew else {
            throw StructureError(.duplicateKey, at: begun, "the attribute \(name.string) twice, expected it once")
        }
    }

    /// Adds a member to the innermost open element; false where there was one of that name, of which it makes a list.
    private mutating func add(
        _ child: StructureTree.Index, named name: Bytes, _ tree: inout StructureTree
    ) throws(StructureError) -> Bool {
        let parent = open[open.count - 1].node
        if tree[parent].kind == .null { tree.set(parent, .object) }
        let isFew = tree[parent].count <= XMLReader.fewNames
        let known = isFew ? tree.member(name, of: parent) : open[open.count - 1].names[Key(name)]
        if let known {
            if tree[known].kind != .array { try tree.wrap(known) }
            tree.append(child, to: known)
            return false
        }
        tree.append(child, to: parent, key: name)
        if tree[parent].count == XMLReader.fewNames + 1 {
            var at = tree[parent].first
            while at >= 0 {
                open[open.count - 1].names[Key(tree[at].key)] = at
                at = tree[at].next
            }
        } else if !isFew {
            open[open.count - 1].names[Key(name)] = child
        }
        return true
    }

    private mutating func close(
        _ document: StructureTree.Index, _ tree: inout StructureTree
    ) throws(StructureError) {
        let begun = at
        at += 2
        let name = try readName()
        _ = skipSpace()
        guard starts(">") else { throw unexpected(">") }
        at += 1
        guard name == open.last!.name else {
            throw StructureError(
                at: begun, "</\(name.string)>, expected </\(open.last!.name.string)>")
        }
        try finish(document, &tree)
    }

    /// The innermost element is whole: gives it its text and its parent.
    private mutating func finish(
        _ document: StructureTree.Index, _ tree: inout StructureTree
    ) throws(StructureError) {
        let element = open.last!
        let content = texts.bytes.suffix(from: element.textStart).pythonStripped
        if !content.isEmpty {
            let copy = arena.copy(content)
            if tree[element.node].kind == .null {
                tree.set(element.node, .string, copy)
            } else {
                tree.append(try tree.make(.string, copy), to: element.node, key: XMLReader.textKey)
            }
        }
        texts.truncate(to: element.textStart)
        open.removeLast()
        if open.isEmpty {
            tree.append(element.node, to: document, key: element.name)
        } else {
            _ = try add(element.node, named: element.name, &tree)
        }
    }
}
