import AdjudgeBase

/// Left sides: what an answer says that its value is of.
extension Equivalence {
    /// The variables of the answer's function that stand for the reference's: `f(x) = 2x` and `f(y) = 2y`, `a_n = n`
    /// and `a_k = k`. A letter of the answer's value that its function does not bind stays another one: `f(y) = x`.
    func boundNames(_ reference: Unwrapped, _ answer: Unwrapped) -> [Symbol: Symbol] {
        guard let left = reference.head.flatMap(boundNames), let right = answer.head.flatMap(boundNames),
            left.count == right.count,
            left != right, Set(right).count == right.count
        else { return [:] }
        var names = Dictionary(uniqueKeysWithValues: zip(right, left))
        for name in left where names[name] == nil { names[name] = name.subscripted(Bytes("free")) ?? .implied }
        return names
    }

    /// True where the left side has an index or arguments: `a_n = 2n`.
    func bindsLetters(_ side: Unwrapped) -> Bool { side.head.flatMap(boundNames) != nil }

    private func boundNames(_ head: NodeID) -> [Symbol]? {
        if tree.kind(head) == .symbol { return tree.symbol(head).letterSubscript.map { [$0] } }
        guard tree.kind(head) == .application, isBound(head) else { return nil }
        return tree.children(head).map { tree.symbol($0) }
    }

    /// True when two heads may name the same thing: the same variable, the same function of bound variables or of the same
    /// arguments, labels in words.
    func haveSameHead(_ reference: Unwrapped, _ answer: Unwrapped) -> Bool {
        guard let a = reference.head, let b = answer.head else { return true }
        return haveSameHead(a, b, isIndexed: isIndexed(reference) || isIndexed(answer))
    }

    /// True where the letter below the head's name stands in the value: `a_n = 2n`, but not `v_x = 5`.
    private func isIndexed(_ side: Unwrapped) -> Bool {
        guard let head = side.head, tree.kind(head) == .symbol, let index = tree.symbol(head).letterSubscript else {
            return false
        }
        var names = SymbolSet()
        collectAll(side.value, &names)
        return names.contains(index)
    }

    /// `isIndexed` says that a letter below a name is an index, and not part of the name.
    func haveSameHead(_ a: NodeID, _ b: NodeID, isIndexed: Bool = false) -> Bool {
        if tree.haveSameShape(a, b) { return true }
        if isDenied(a) != isDenied(b) { return false }
        switch (figure(a), figure(b)) {
        case (let mine?, let theirs?):
            let areAngles = [a, b].contains { tree.kind($0) == .words && tree[$0].detail == FigureName.angle.rawValue }
            return areAngles ? mine == theirs : LetterRun.isTurned(mine, theirs)
        case (_?, nil): return isLabel(b)
        case (nil, _?): return isLabel(a)
        case (nil, nil): break
        }
        switch (tree.kind(a), tree.kind(b)) {
        case (.symbol, .symbol):
            let (left, right) = (tree.symbol(a), tree.symbol(b))
            if strictness.isLenient, left.count == 1, right.count == 1, left.bits | 0x20 == right.bits | 0x20 {
                return true
            }
            return isIndexed && left.base == right.base && left.letterSubscript != nil && right.letterSubscript != nil
        case (.application, .application):
            guard tree.symbol(a) == tree.symbol(b), tree.count(a) == tree.count(b) else { return false }
            return isBound(a) && isBound(b) || compareInOrder(tree.children(a), tree.children(b)).isEqual
        case (.application, .symbol): return isValue(b, of: a)
        case (.symbol, .application): return isValue(a, of: b)
        // A point by its name and by its coordinates.
        case (.tuple, .symbol), (.symbol, .tuple): return true
        case (.labelled, .labelled):
            return tree.text(a) == tree.text(b)
                || (tree.text(a).count > 1 || tree.text(b).count > 1) && haveSameLabel(tree.text(a), tree.text(b))
        default:
            if isLabel(a), isLabel(b) { return haveSameLabel(tree.text(a), tree.text(b)) }
            return isLabel(a) || isLabel(b)
        }
    }

    /// True for `T = f` and `T = g` where neither value has T in it: the equations are as different as the values are.
    func areSolvedAlike(_ reference: Unwrapped, _ answer: Unwrapped) -> Bool {
        guard let mine = reference.head, let theirs = answer.head, tree.haveSameShape(mine, theirs),
            tree.kind(mine) == .symbol || tree.kind(mine) == .application
        else { return false }
        let name = tree.symbol(mine)
        return !mentions(name, reference.value) && !mentions(name, answer.value)
    }

    func mentions(_ name: Symbol, _ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .symbol: tree.symbol(id) == name
        case .application: tree.symbol(id) == name || tree.children(id).contains { mentions(name, $0) }
        default: tree.children(id).contains { mentions(name, $0) }
        }
    }

    /// `not x`, `except x`: words that say what the value is not.
    func isDenied(_ id: NodeID) -> Bool {
        guard isLabel(id) else { return false }
        let text = tree.text(id)
        return text.hasPrefix("not ") || text.hasPrefix("except ") || text.hasPrefix("no ")
    }

    /// Words, which may name anything.
    func isLabel(_ id: NodeID) -> Bool { tree.kind(id) == .labelled || tree.kind(id) == .words }

    /// `y` beside `f(x)`, `f` beside `f(x)`.
    private func isValue(_ name: NodeID, of application: NodeID) -> Bool {
        let symbol = tree.symbol(name)
        return symbol == tree.symbol(application) || isBound(application) && symbol == Symbol("y")
    }

    /// The corners of a segment, an angle or a polygon that a head names: `AB`, `|AB|`, `\\overline{AB}`; nil for others.
    private func figure(_ id: NodeID) -> Bytes? {
        switch tree.kind(id) {
        case .words: return capitals(tree.letterRun(id))
        case .symbol where tree.symbol(id).isMarked(.bar):
            let name = tree.symbol(id)
            guard name.count == 3 else { return nil }
            return stored((0..<2).map { UInt8(truncatingIfNeeded: name.bits >> UInt128(8 * $0)) })
        case .product:
            let corners = tree.children(id).map { tree.kind($0) == .symbol ? tree.symbol($0).bits : 0 }
            return stored(corners.map { $0 < 0x80 ? UInt8($0) : 0 })
        case .function where tree.function(id) == .abs: return figure(tree.child(id, 0))
        default: return nil
        }
    }

    private func stored(_ letters: [UInt8]) -> Bytes? {
        capitals(
            tree.store(letters.count) { to in
                for (index, letter) in letters.enumerated() { to[index] = letter }
                return letters.count
            })
    }

    private func capitals(_ run: Bytes) -> Bytes? {
        guard run.count >= 2, run.count <= 6, (0..<run.count).allSatisfy({ run[$0] >= 0x41 && run[$0] <= 0x5A }) else {
            return nil
        }
        return run
    }

    /// True when the arguments are variables that the function binds: small letters.
    private func isBound(_ head: NodeID) -> Bool {
        tree.children(head).allSatisfy { tree.kind($0) == .symbol && !isUpper(tree.symbol($0)) }
    }
}
