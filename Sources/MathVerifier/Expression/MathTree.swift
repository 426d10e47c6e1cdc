import AdjudgeBase

/// Answers as trees, side by side in one memory that a worker reuses.
///
/// Both sides of a comparison are read into the same tree, and rewriting makes new nodes in it; nothing is ever changed
/// in place. Node and bit budgets are held by whoever adds.
final class MathTree {
    private let nodes = Pile<Node>()
    private let links = Pile<NodeID>()
    private let numbers = Pile<Rational>()
    private let symbols = Pile<Symbol>()
    private let texts = Pile<Bytes>()
    private let relations = Pile<RelationOperator>()
    private let units = Pile<Unit>()
    /// Letters of words that may be variables, by node in ascending order.
    private let letterRuns = Pile<(words: NodeID, letters: Bytes)>()
    /// Memory for normalised text: of what ``rewind()`` leaves, and of the rest.
    private let (keptArena, arena) = (Arena(), Arena())
    private var traits = Traits()
    /// What ``rewind()`` leaves.
    private var kept: Extent?

    /// What some node has: what a tree has not need not be looked for.
    private struct Traits {
        var kinds: UInt64 = 0
        var hasNaturalLogarithm = false
        var hasLooseNames = false
        var hasOperators = false
        var hasDigitsApart = false
        var hasStyledNames = false
    }

    var hasNaturalLogarithm: Bool { traits.hasNaturalLogarithm }
    /// Some application may be a product after all.
    var hasLooseNames: Bool { traits.hasLooseNames }
    /// Some name bears a hat, as operators do.
    var hasOperators: Bool { traits.hasOperators }
    /// Two numbers stand side by side, `2 2\pi`, and may be one.
    var hasDigitsApart: Bool { traits.hasDigitsApart }
    /// Some name bears a mark that writers leave out.
    var hasStyledNames: Bool { traits.hasStyledNames }

    /// True when some node is of that kind.
    func has(_ kind: NodeKind) -> Bool { traits.kinds >> UInt64(kind.rawValue) & 1 == 1 }

    func noteDigitsApart() { traits.hasDigitsApart = true }

    /// More nodes than this in one comparison end it undecided.
    static let maxNodes = 20_000

    var nodeCount: Int { nodes.count }
    var isFull: Bool { nodes.count >= MathTree.maxNodes }

    /// Forgets everything, keeping the memory.
    func removeAll() {
        truncate(to: Extent())
        kept = nil
        keptArena.reset()
    }

    /// Where the piles of a tree end, and what its nodes have.
    private struct Extent {
        var nodes = 0
        var links = 0
        var numbers = 0
        var symbols = 0
        var texts = 0
        var relations = 0
        var units = 0
        var letterRuns = 0
        var traits = Traits()
    }

    /// Lets ``rewind()`` come back to what the tree is now.
    func keep() {
        kept = Extent(
            nodes: nodes.count, links: links.count, numbers: numbers.count, symbols: symbols.count, texts: texts.count,
            relations: relations.count, units: units.count, letterRuns: letterRuns.count, traits: traits)
    }

    /// Forgets what was added since ``keep()``: nothing before it was changed.
    func rewind() {
        truncate(to: kept ?? Extent())
    }

    private func truncate(to extent: Extent) {
        nodes.truncate(to: extent.nodes)
        links.truncate(to: extent.links)
        numbers.truncate(to: extent.numbers)
        symbols.truncate(to: extent.symbols)
        texts.truncate(to: extent.texts)
        relations.truncate(to: extent.relations)
        units.truncate(to: extent.units)
        letterRuns.truncate(to: extent.letterRuns)
        traits = extent.traits
        arena.reset()
    }

    deinit {
        nodes.free()
        links.free()
        numbers.free()
        symbols.free()
        texts.free()
        relations.free()
        units.free()
        letterRuns.free()
    }
}

/// The children of a node, as they lie in its tree: making nodes while they are walked through is allowed. A view, which
/// does not keep its tree: whoever compares does.
struct NodeChildren: RandomAccessCollection {
    private let tree: Unmanaged<MathTree>
    let startIndex: Int
    let endIndex: Int

    fileprivate init(_ tree: MathTree, _ node: Node) {
        self.tree = .passUnretained(tree)
        startIndex = Int(node.firstChild)
        endIndex = startIndex + Int(node.childCount)
    }

    subscript(_ index: Int) -> NodeID { tree._withUnsafeGuaranteedRef { $0.link(index) } }
}

// MARK: Reading

extension MathTree {
    @inline(__always)
    subscript(_ id: NodeID) -> Node { nodes[Int(id.index)] }

    @inline(__always)
    func kind(_ id: NodeID) -> NodeKind { nodes[Int(id.index)].kind }

    /// The child at `index`. Beyond the last there is none, and what stands for it is equal to nothing but itself.
    @inline(__always)
    func child(_ id: NodeID, _ index: Int) -> NodeID {
        let node = self[id]
        guard UInt(bitPattern: index) < UInt(bitPattern: Int(node.childCount)) else { return missing() }
        return links[Int(node.firstChild) + index]
    }

    func children(_ id: NodeID) -> NodeChildren { NodeChildren(self, self[id]) }

    fileprivate func link(_ index: Int) -> NodeID { links[index] }

    @inline(__always)
    func count(_ id: NodeID) -> Int { Int(self[id].childCount) }

    @inline(__always)
    func number(_ id: NodeID) -> Rational? {
        let node = self[id]
        return node.kind == .number ? numbers[Int(node.payload)] : nil
    }

    func isNumber(_ id: NodeID) -> Bool { kind(id) == .number }

    /// The name that a symbol, an application or a named set carries; other nodes have none.
    @inline(__always)
    func symbol(_ id: NodeID) -> Symbol {
        symbols.element(at: Int(self[id].payload)) ?? .none
    }

    func function(_ id: NodeID) -> MathFunction { MathFunction(rawValue: self[id].detail) ?? .cis }

    func text(_ id: NodeID) -> Bytes {
        texts.element(at: Int(self[id].payload)) ?? .empty
    }

    /// The unit of a quantity; that of a plain number for other nodes.
    func unit(_ id: NodeID) -> Unit {
        units.element(at: Int(self[id].payload)) ?? Unit()
    }

    /// The operator after operand `step` of a relation; one that proves nothing where there is none.
    func relation(_ id: NodeID, _ step: Int) -> RelationOperator {
        relations.element(at: Int(self[id].payload) + step) ?? .similar
    }

    func brackets(_ id: NodeID) -> Brackets { Brackets(rawValue: self[id].detail) }
}

// MARK: Making

extension MathTree {
    /// Makes a node of a few children, without an array for them.
    @discardableResult
    func add<let count: Int>(
        _ kind: NodeKind, _ children: [count of NodeID], detail: UInt8 = 0, payload: Int32 = -1, span: Span = .empty
    )
        -> NodeID
    {
        let first = links.count
        for index in children.indices { links.append(children[index]) }
        return append(kind, childrenFrom: first, detail, payload, span)
    }

    @discardableResult
    func add(
        _ kind: NodeKind, children: some Collection<NodeID>, detail: UInt8 = 0, payload: Int32 = -1,
        span: Span = .empty
    )
        -> NodeID
    {
        let first = links.count
        // One by one: the children may be another node's, and lie in the same memory.
        for child in children { links.append(child) }
        return append(kind, childrenFrom: first, detail, payload, span)
    }

    /// A node of another kind with the children that `node` has.
    func add(_ kind: NodeKind, childrenOf node: NodeID, detail: UInt8 = 0, span: Span) -> NodeID {
        let old = self[node]
        traits.kinds |= 1 << UInt64(kind.rawValue)
        return append(
            Node(kind: kind, detail: detail, firstChild: old.firstChild, childCount: old.childCount, span: span))
    }

    private func append(
        _ kind: NodeKind, childrenFrom first: Int, _ detail: UInt8, _ payload: Int32, _ span: Span
    ) -> NodeID {
        traits.kinds |= 1 << UInt64(kind.rawValue)
        if kind == .euler || kind == .function && detail == MathFunction.ln.rawValue {
            traits.hasNaturalLogarithm = true
        }
        return append(
            Node(
                kind: kind, detail: detail, payload: payload, firstChild: Int32(first),
                childCount: Int32(links.count - first), span: span))
    }

    private func append(_ node: Node) -> NodeID {
        let place = nodes.append(node)
        let id = NodeID(index: Int32(place))
        if hasOnlyClosed(node, id) { nodes.change(place) { $0.isClosed = true } }
        return id
    }

    /// The value of ``Node/isClosed``, from that of the children, so that nobody walks down again.
    private func hasOnlyClosed(_ node: Node, _ id: NodeID) -> Bool {
        switch node.kind {
        case .number, .pi, .euler, .imaginary: return true
        case .sum, .product, .quotient, .negative, .power, .root, .function, .application, .factorial,
            .doubleFactorial, .degrees, .percent, .based:
            let first = Int(node.firstChild)
            for link in first..<first + Int(node.childCount) where !nodes[Int(links[link].index)].isClosed {
                return false
            }
            return true
        case .series, .seriesProduct:
            // The index is no variable of the whole.
            var symbols = SymbolSet()
            return collectSymbols(id, &symbols) && symbols.isEmpty
        default: return false
        }
    }

    func leaf(_ kind: NodeKind, span: Span = .empty) -> NodeID { add(kind, [], span: span) }

    func number(_ value: consuming Rational, span: Span = .empty) -> NodeID {
        add(.number, [], payload: Int32(numbers.append(value)), span: span)
    }

    func integer(_ value: Int, span: Span = .empty) -> NodeID { number(.integer(Int128(value)), span: span) }

    func symbol(_ name: Symbol, span: Span = .empty) -> NodeID {
        if name.bits > 0xFF, name.bearsMark || name.isSpinLetter {
            if name.isMarked(.vector) || name.isMarked(.script) { traits.hasStyledNames = true }
            if name.isMarked(.hat) || name.isMarked(.dagger) || name.isSpinLetter { traits.hasOperators = true }
        }
        return add(.symbol, [], payload: intern(name), span: span)
    }

    func application(
        _ name: Symbol, _ arguments: some Collection<NodeID>, _ reading: SpecialFunction.Reading = .certain, span: Span
    ) -> NodeID {
        if reading != .certain { traits.hasLooseNames = true }
        if name.isMarked(.vector) || name.isMarked(.script) { traits.hasStyledNames = true }
        return add(.application, children: arguments, detail: reading.rawValue, payload: intern(name), span: span)
    }

    func namedSet(_ name: Symbol, span: Span) -> NodeID {
        add(.namedSet, [], payload: intern(name), span: span)
    }

    func function<let count: Int>(_ function: MathFunction, _ arguments: [count of NodeID], span: Span = .empty)
        -> NodeID
    {
        add(.function, arguments, detail: function.rawValue, span: span)
    }

    func function(_ function: MathFunction, arguments: some Collection<NodeID>, span: Span = .empty) -> NodeID {
        add(.function, children: arguments, detail: function.rawValue, span: span)
    }

    /// Words in their normal form; `run` as they were written where they are one run of letters that may be variables.
    func words(_ text: Bytes, run: Bytes = .empty, figure: FigureName = .none, span: Span) -> NodeID {
        let id = add(.words, [], detail: figure.rawValue, payload: Int32(texts.append(text)), span: span)
        if !run.isEmpty { letterRuns.append((id, run)) }
        return id
    }

    /// The letters of words that may be variables side by side; empty for other words. O(log of such words).
    func letterRun(_ id: NodeID) -> Bytes {
        var (low, high) = (0, letterRuns.count)
        while low < high {
            let middle = (low + high) / 2
            if letterRuns[middle].words.index < id.index { low = middle + 1 } else { high = middle }
        }
        guard let found = letterRuns.element(at: low), found.words == id else { return Bytes.empty }
        return found.letters
    }

    func labelled(_ label: Bytes, _ value: NodeID, span: Span) -> NodeID {
        add(.labelled, [value], payload: Int32(texts.append(label)), span: span)
    }

    func opaque(_ text: Bytes, span: Span) -> NodeID {
        add(.opaque, [], payload: Int32(texts.append(text)), span: span)
    }

    /// A node that is equal to no other: its text is its own place.
    @inline(never)
    private func missing() -> NodeID {
        let place = nodes.count
        let text = store(8) { to in
            for index in 0..<8 { to[index] = UInt8(truncatingIfNeeded: place >> (8 * index)) }
            return 8
        }
        return opaque(text, span: .empty)
    }

    func quantity(_ value: NodeID, _ unit: Unit, span: Span) -> NodeID {
        add(.quantity, [value], payload: Int32(units.append(unit)), span: span)
    }

    /// A numeral: its value and its base.
    func based(_ value: Rational, _ base: NodeID, span: Span) -> NodeID {
        add(.based, [number(value, span: span), base], span: span)
    }

    /// A relation of two sides, without arrays for them.
    func relation(_ left: NodeID, _ operation: RelationOperator, _ right: NodeID, span: Span) -> NodeID {
        add(.relation, [left, right], payload: Int32(relations.append(operation)), span: span)
    }

    func relation(
        _ operands: some Collection<NodeID>, _ operators: some Collection<RelationOperator>, span: Span = .empty
    )
        -> NodeID
    {
        let first = relations.count
        for operation in operators { relations.append(operation) }
        return add(.relation, children: operands, payload: Int32(first), span: span)
    }

    private func intern(_ name: Symbol) -> Int32 { Int32(symbols.append(name)) }
}

// MARK: Asking

extension MathTree {
    /// True when the tree under `id` has no variable and can be computed as a number.
    func isClosed(_ id: NodeID) -> Bool { self[id].isClosed }

    /// Adds the variables under `id`; false when something under it is no scalar.
    func collectSymbols(_ id: NodeID, _ into: inout SymbolSet) -> Bool {
        let node = self[id]
        if node.isClosed { return true }
        switch node.kind {
        case .symbol: into.insert(symbol(id))
        case .number, .pi, .euler, .imaginary: break
        case .series, .seriesProduct:
            let outer = into.contains(symbol(child(id, 0)))
            for index in 1..<4 where !collectSymbols(child(id, index), &into) { return false }
            if !outer { into.remove(symbol(child(id, 0))) }
        case .sum, .product, .quotient, .negative, .power, .root, .function, .application, .factorial,
            .doubleFactorial, .degrees, .percent, .based:
            for child in children(id) where !collectSymbols(child, &into) { return false }
        default: return false
        }
        return true
    }
}

// MARK: Letters

extension MathTree {
    /// The variables that letters side by side are; `e` and `i` are the numbers.
    func letters(_ run: Bytes, at start: Int) -> [NodeID] {
        (0..<run.count).map { offset in
            let span = Span(start: start + offset, count: 1)
            switch run[offset] {
            case UInt8(ascii: "e"): return leaf(.euler, span: span)
            case UInt8(ascii: "i"): return leaf(.imaginary, span: span)
            default: return symbol(Symbol(bits: UInt128(run[offset])), span: span)
            }
        }
    }

    func product(ofLetters run: Bytes, at start: Int) -> NodeID {
        add(.product, children: letters(run, at: start), span: Span(start: start, count: run.count))
    }
}

// MARK: Copying

extension MathTree {
    /// A number as it was written: `detail` keeps how many digits stand behind its point, `payload`'s neighbour how
    /// many are significant.
    func decimal(_ value: consuming Rational, places: Int, span: Span) -> NodeID {
        add(.number, [], detail: UInt8(min(places, 255)), payload: Int32(numbers.append(value)), span: span)
    }

    /// `to` with the printed precision of `of`.
    func copyDetail(of node: NodeID, to copy: NodeID) -> NodeID {
        let detail = self[node].detail
        nodes.change(Int(copy.index)) { $0.detail = detail }
        return copy
    }

    /// A node like `node` with other children.
    func copy(_ node: NodeID, children: some Collection<NodeID>) -> NodeID {
        let old = self[node]
        return add(old.kind, children: children, detail: old.detail, payload: old.payload, span: old.span)
    }

    /// Text of at most `count` bytes that `fill` writes, kept as long as a node that is made now.
    func store(_ count: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Int) -> Bytes {
        let arena = kept == nil ? keptArena : self.arena
        let memory = arena.allocate(count + 1)
        let length = fill(memory)
        arena.shrinkLast(memory, to: length)
        return Bytes(start: memory, count: length)
    }
}
