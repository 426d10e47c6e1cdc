import AdjudgeBase

/// Reads one document of YAML: YAML 1.2 with the core schema, or with ``YAMLRules/isPyYAML`` what PyYAML's `safe_load`
/// reads, types of YAML 1.1 included.
///
/// An alias is a link to what it names, so that reading costs O(text) whatever it comes to; what writing it may add is
/// bounded there (``StructureTree/aliasBytes``). An alias within what it names is refused. Keys are texts: lists and
/// objects as keys are refused, and a key that is a number, true, false or null is its text.
///
/// Of our own, for 900 lines. The distribution's archive of libyaml is not built to stand in a shared library, and as a
/// shared library it would be one more to ship in the wheel and the Lambda package; its Swift package brings Foundation.
/// And it cannot say what PyYAML's own scanner, which peers call, says of a text. Graders are read by it too, so that a
/// file of YAML is the same grader at every door.
package struct YAMLReader: ~Copyable {
    /// What is noted of a plain scalar, in a node's marks: PyYAML has no value for these but as keys.
    enum Mark {
        static let merge: UInt8 = 1
        static let value: UInt8 = 2
    }

    let rules: YAMLRules
    let arena: Arena
    private var scanner: YAMLScanner
    private var anchors: [Key: StructureTree.Index] = [:]
    /// The nodes that are not whole yet.
    private var open: Set<StructureTree.Index> = []
    /// How many members merges may still bring.
    private var mergesLeft: Int

    package init(_ text: Bytes, rules: YAMLRules, arena: Arena) throws(StructureError) {
        self.rules = rules
        self.arena = arena
        scanner = try YAMLScanner(text, rules: rules, arena: arena)
        mergesLeft = text.count + 1_024
    }

    /// The document's value; null where there is none.
    package mutating func read(_ tree: inout StructureTree) throws(StructureError) -> StructureTree.Index {
        // PyYAML knows such an end only behind a document.
        if !rules.isPyYAML { while try next() == .documentEnd { try scanner.take() } }
        var hasDirective = false
        while try next() == .directive {
            try scanner.take()
            hasDirective = true
        }
        let isExplicit = try next() == .documentStart
        if isExplicit { try scanner.take() } else if hasDirective { throw try unexpected("--- behind a directive") }
        let isEmpty: Bool
        switch try next() {
        case .directive, .documentStart, .documentEnd, .streamEnd: isEmpty = true
        default: isEmpty = false
        }
        let root = isEmpty ? try tree.make(.null) : try value(block: true, &tree)
        while try next() == .documentEnd { try scanner.take() }
        guard try next() == .streamEnd else { throw try unexpected("one document and nothing behind it") }
        return root
    }

    private mutating func next() throws(StructureError) -> YAMLToken.Kind { try scanner.peekToken().kind }

    private mutating func isNext(_ kinds: YAMLToken.Kind...) throws(StructureError) -> Bool {
        kinds.contains(try scanner.peekToken().kind)
    }

    private mutating func unexpected(_ expected: String) throws(StructureError) -> StructureError {
        let token = try scanner.peekToken()
        let found = token.byte < scanner.text.count ? scanner.text[token.byte] : 0
        return StructureError(at: token.byte, "\(named(found)), expected \(expected)")
    }

    // MARK: Nodes

    /// A node that is the value of something.
    private mutating func value(
        block: Bool, indentless: Bool = false, _ tree: inout StructureTree
    ) throws(StructureError) -> StructureTree.Index {
        let byte = try scanner.peekToken().byte
        let node = try node(block: block, indentless: indentless, &tree)
        // A node with members has other marks.
        if tree[node].kind == .string, tree[node].marks != 0 {
            throw StructureError(at: byte, "\(tree[node].text.string) as a value, expected it in quotes")
        }
        return node
    }

    private mutating func node(
        block: Bool, indentless: Bool = false, _ tree: inout StructureTree
    ) throws(StructureError) -> StructureTree.Index {
        let first = try scanner.peekToken()
        if first.kind == .alias {
            try scanner.take()
            guard let target = anchors[Key(first.text)] else {
                throw StructureError(at: first.byte, "the alias *\(first.text.string), expected an anchor before it")
            }
            guard !open.contains(target) else {
                throw StructureError(
                    .aliases, at: first.byte, "*\(first.text.string) within what it names, expected it behind that")
            }
            return try tree.makeAlias(of: target)
        }
        var (anchor, tag) = (Bytes?.none, YAMLToken?.none)
        while true {
            let token = try scanner.peekToken()
            if token.kind == .anchor, anchor == nil {
                anchor = token.text
            } else if token.kind == .tag, tag == nil {
                tag = token
            } else {
                break
            }
            try scanner.take()
        }
        if rules.isPyYAML, let anchor, anchors[Key(anchor)] != nil {
            throw StructureError(at: first.byte, "the anchor &\(anchor.string) twice, expected it once")
        }
        let token = try scanner.peekToken()
        switch token.kind {
        case .scalar:
            try scanner.take()
            let node = try scalar(token, tag, &tree)
            if let anchor { anchors[Key(anchor)] = node }
            return node
        case .flowSequenceStart, .flowMappingStart, .blockSequenceStart, .blockMappingStart, .blockEntry:
            guard token.kind != .blockEntry || indentless else { break }
            guard block || token.kind == .flowSequenceStart || token.kind == .flowMappingStart else { break }
            let isMapping = token.kind == .flowMappingStart || token.kind == .blockMappingStart
            let node = try tree.make(isMapping ? .object : .array)
            if let tag { try check(tag, of: node, &tree) }
            if let anchor {
                anchors[Key(anchor)] = node
                open.insert(node)
            }
            switch token.kind {
            case .flowSequenceStart: try flowSequence(node, &tree)
            case .flowMappingStart: try flowMapping(node, &tree)
            case .blockSequenceStart: try blockSequence(node, &tree)
            case .blockMappingStart: try blockMapping(node, &tree)
            default: try indentlessSequence(node, &tree)
            }
            if anchor != nil { open.remove(node) }
            return node
        default: break
        }
        guard anchor != nil || tag != nil else { throw try unexpected("a value") }
        let node = try scalar(YAMLToken(kind: .scalar, byte: token.byte, isPlain: true), tag, &tree)
        if let anchor { anchors[Key(anchor)] = node }
        return node
    }

    /// The value behind an indicator; null where one of `ends` follows.
    private mutating func valueOrNull(
        block: Bool, indentless: Bool = false, before ends: YAMLToken.Kind..., tree: inout StructureTree
    ) throws(StructureError) -> StructureTree.Index {
        if ends.contains(try next()) { return try tree.make(.null) }
        return try value(block: block, indentless: indentless, &tree)
    }

    // MARK: Collections

    private mutating func blockSequence(
        _ list: StructureTree.Index, _ tree: inout StructureTree
    ) throws(StructureError) {
        try scanner.take()
        while try next() == .blockEntry {
            try scanner.take()
            tree.append(try valueOrNull(block: true, before: .blockEntry, .blockEnd, tree: &tree), to: list)
        }
        guard try next() == .blockEnd else { throw try unexpected("- of the same list, or its end") }
        try scanner.take()
    }

    private mutating func indentlessSequence(
        _ list: StructureTree.Index, _ tree: inout StructureTree
    ) throws(StructureError) {
        while try next() == .blockEntry {
            try scanner.take()
            tree.append(
                try valueOrNull(block: true, before: .blockEntry, .key, .value, .blockEnd, tree: &tree), to: list)
        }
    }

    private mutating func blockMapping(
        _ object: StructureTree.Index, _ tree: inout StructureTree
    ) throws(StructureError) {
        try scanner.take()
        var merges: [StructureTree.Index] = []
        while try next() == .key {
            let byte = try scanner.take().byte
            var key = try tree.make(.null)
            if !(try isNext(.key, .value, .blockEnd)) { key = try node(block: true, indentless: true, &tree) }
            var value: StructureTree.Index
            if try next() == .value {
                try scanner.take()
                value = try valueOrNull(
                    block: true, indentless: true, before: .key, .value, .blockEnd, tree: &tree)
            } else {
                value = try tree.make(.null)
            }
            try add(value, key, to: object, &merges, byte, &tree)
        }
        guard try next() == .blockEnd else { throw try unexpected("a key of the same object, or its end") }
        try scanner.take()
        try merge(merges, into: object, &tree)
    }

    private mutating func flowSequence(
        _ list: StructureTree.Index, _ tree: inout StructureTree
    ) throws(StructureError) {
        try scanner.take()
        var isFirst = true
        while try next() != .flowSequenceEnd {
            if !isFirst {
                guard try next() == .flowEntry else { throw try unexpected(", or ]") }
                try scanner.take()
                if try next() == .flowSequenceEnd { break }
            }
            isFirst = false
            guard try next() == .key else {
                tree.append(try value(block: false, &tree), to: list)
                continue
            }
            let byte = try scanner.take().byte
            var (key, value) = (try tree.make(.null), try tree.make(.null))
            if !(try isNext(.value, .flowEntry, .flowSequenceEnd)) { key = try node(block: false, &tree) }
            if try next() == .value {
                try scanner.take()
                value = try valueOrNull(block: false, before: .flowEntry, .flowSequenceEnd, tree: &tree)
            }
            let pair = try tree.make(.object)
            var merges: [StructureTree.Index] = []
            try add(value, key, to: pair, &merges, byte, &tree)
            try merge(merges, into: pair, &tree)
            tree.append(pair, to: list)
        }
        try scanner.take()
    }

    private mutating func flowMapping(
        _ object: StructureTree.Index, _ tree: inout StructureTree
    ) throws(StructureError) {
        try scanner.take()
        var merges: [StructureTree.Index] = []
        var isFirst = true
        while try next() != .flowMappingEnd {
            if !isFirst {
                guard try next() == .flowEntry else { throw try unexpected(", or }") }
                try scanner.take()
                if try next() == .flowMappingEnd { break }
            }
            isFirst = false
            let byte = try scanner.peekToken().byte
            var (key, value) = (try tree.make(.null), try tree.make(.null))
            if try next() == .key {
                try scanner.take()
                if !(try isNext(.value, .flowEntry, .flowMappingEnd)) { key = try node(block: false, &tree) }
                if try next() == .value {
                    try scanner.take()
                    value = try valueOrNull(block: false, before: .flowEntry, .flowMappingEnd, tree: &tree)
                }
            } else {
                key = try node(block: false, &tree)
            }
            try add(value, key, to: object, &merges, byte, &tree)
        }
        try scanner.take()
        try merge(merges, into: object, &tree)
    }

    // MARK: Members

    private mutating func add(
        _ value: StructureTree.Index, _ key: StructureTree.Index, to object: StructureTree.Index,
        _ merges: inout [StructureTree.Index], _ byte: Int, _ tree: inout StructureTree
    ) throws(StructureError) {
        var named = key
        if tree[key].kind == .alias { named = tree[key].first }
        switch tree[named].kind {
        case .array, .object, .alias:
            throw StructureError(at: byte, "a list or an object as a key, expected a text")
        case .string:
            if tree[named].marks & Mark.merge != 0 { merges.append(value) } else { fallthrough }
        default: tree.append(value, to: object, key: keyText(named, tree))
        }
    }

    /// A key's text. For PyYAML a number is no text, so that it gets a mark that no text has in front.
    private func keyText(_ key: StructureTree.Index, _ tree: borrowing StructureTree) -> Bytes {
        let text = tree[key].text
        guard rules.isPyYAML, tree[key].kind != .string else { return text }
        let memory = arena.allocate(text.count + 1)
        memory[0] = 0
        (memory + 1).update(from: text.start, count: text.count)
        return Bytes(start: memory, count: text.count + 1)
    }

    /// Puts the members of other objects before an object's own, which go before them.
    private mutating func merge(
        _ merges: [StructureTree.Index], into object: StructureTree.Index, _ tree: inout StructureTree
    ) throws(StructureError) {
        if merges.isEmpty { return }
        func resolved(_ index: StructureTree.Index) -> StructureTree.Index {
            tree[index].kind == .alias ? tree[index].first : index
        }
        var sources: [StructureTree.Index] = []
        for merge in merges {
            let source = resolved(merge)
            if tree[source].kind == .object {
                sources.append(source)
                continue
            }
            var elements: [StructureTree.Index] = []
            var at = tree[source].kind == .array ? tree[source].first : -1
            while at >= 0 {
                elements.append(resolved(at))
                at = tree[at].next
            }
            guard tree[source].kind == .array, elements.allSatisfy({ tree[$0].kind == .object }) else {
                throw StructureError(at: 0, "<< with something else, expected an object or a list of objects")
            }
            sources += elements.reversed()
        }
        let whole = try tree.make(.object)
        for source in sources {
            mergesLeft -= Int(tree[source].count)
            guard mergesLeft >= 0 else {
                throw StructureError(.aliases, at: 0, "merges of more members than the text has bytes, expected fewer")
            }
            var at = tree[source].first
            while at >= 0 {
                tree.append(try tree.makeAlias(of: resolved(at)), to: whole, key: tree[at].key)
                at = tree[at].next
            }
        }
        var at = tree[object].first
        while at >= 0 {
            let next = tree[at].next
            tree.append(at, to: whole, key: tree[at].key)
            at = next
        }
        tree.become(object, whole)
    }
}
