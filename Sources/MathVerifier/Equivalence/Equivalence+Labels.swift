import AdjudgeBase

/// Labels: parts of an answer, and values by name.
extension Equivalence {
    /// Lists whose items all have labels, each another one: compared by label where both have the same, in order where
    /// the other has none; nil where there is nothing of the kind.
    func compareLabelled(_ a: NodeID, _ b: NodeID) -> Judgement? {
        // Beside equations the words of labels are heads like others.
        guard tree.has(.labelled), !holdsEquations(a), !holdsEquations(b) else { return nil }
        switch (labels(a), labels(b)) {
        case (let mine?, let theirs?):
            guard mine.count == theirs.count else { return .different(.differentArity) }
            return compareByLabel(a, mine, b, theirs)
        case (_?, nil): return compareInPlaces(a, b)
        case (nil, _?): return isParts(b) ? compareInPlaces(a, b) : nil
        case (nil, nil): return nil
        }
    }

    private func holdsEquations(_ id: NodeID) -> Bool {
        tree.kind(id) == .list && tree.has(.relation) && tree.children(id).allSatisfy { tree.kind($0) == .relation }
    }

    private func isParts(_ id: NodeID) -> Bool {
        tree.kind(id) == .list && tree[id].detail == Reader.Joiner.parts.rawValue
    }

    private func labels(_ id: NodeID) -> [Bytes]? {
        guard tree.kind(id) == .list, tree.children(id).allSatisfy({ tree.kind($0) == .labelled }) else { return nil }
        let labels = tree.children(id).map { tree.text($0) }
        for index in labels.indices where labels[..<index].contains(labels[index]) { return nil }
        return labels
    }

    private func values(_ id: NodeID) -> [NodeID] {
        tree.children(id).map { tree.kind($0) == .labelled ? tree.child($0, 0) : $0 }
    }

    private func compareByLabel(_ a: NodeID, _ mine: [Bytes], _ b: NodeID, _ theirs: [Bytes]) -> Judgement {
        let (left, right) = (values(a), values(b))
        var judgement = Judgement.equal(.equalNumber)
        for (index, label) in mine.enumerated() {
            guard let place = theirs.firstIndex(of: label) else {
                // Other words for the same things, for all that is known.
                let values = compareUnordered(left, right)
                return values.verdict == .different ? values : .undecided(.differentHead)
            }
            judgement = judgement.and(compare(left[index], right[place]))
        }
        return judgement
    }

    /// Labelled values against values in the same order.
    private func compareInPlaces(_ a: NodeID, _ b: NodeID) -> Judgement? {
        let other = labels(a) == nil ? a : b
        switch tree.kind(other) {
        case .list, .tuple: break
        case .matrix, .set: return .undecided(.differentKind)
        default: return .different(.differentArity)
        }
        let (left, right) = (values(a), values(b))
        guard left.count == right.count else { return .different(.differentArity) }
        let inOrder = compareInOrder(left, right)
        if inOrder.isEqual { return inOrder }
        return compareUnordered(left, right).isEqual ? .undecided(.differentHead) : inOrder
    }

    /// Each of the one has its like in the other.
    private func compareUnordered(_ left: [NodeID], _ right: [NodeID]) -> Judgement {
        compare(tree.add(.list, children: left), tree.add(.list, children: right))
    }

    /// `E: A polygenic risk score` where a letter is asked for; nil otherwise.
    func compareLabelledChoice(_ a: NodeID, _ b: NodeID) -> Judgement? {
        guard tree.kind(b) == .labelled, tree.text(b).count == 1, let asked = letter(a),
            tree.kind(a) == .choice || tree.text(b)[0] & 0xDF == asked
        else { return nil }
        guard tree.text(b)[0] & 0xDF == asked else { return nil }
        // `N(0,1)` is a distribution or a point, and no option with its text.
        let value = tree.child(b, 0)
        if tree.kind(value) == .tuple, tree[value].span.start == tree[b].span.start + 1 {
            return .undecided(.differentKind)
        }
        isOneSided = true
        return .equal(.equalChoice)
    }

    /// True when two labels may name the same thing: the same words, or one that names nothing in particular.
    func haveSameLabel(_ a: Bytes, _ b: Bytes) -> Bool {
        a == b || !LabelText.excludeEachOther(a, b) && !LabelText.areOtherNames(a, b)
    }

    /// True for words such as `boys` and `girls`.
    func excludeEachOther(_ a: Bytes, _ b: Bytes) -> Bool { LabelText.excludeEachOther(a, b) }
}

/// Words of labels that exclude each other.
private enum LabelText {
    private static let sets: [[[StaticString]]] = [
        [["domain"], ["range", "codomain", "image"]],
        [["minimum", "min", "least", "minima"], ["maximum", "max", "greatest", "maxima"]],
        [["mean", "average"], ["median"], ["mode"]], [["sum"], ["product"], ["difference"], ["quotient"]],
        [["even"], ["odd"]], [["increasing"], ["decreasing"]], [["left"], ["right"]], [["upper"], ["lower"]],
        [["first"], ["second"], ["third"], ["fourth"]], [["length"], ["width"], ["height"], ["depth"]],
        [["radius"], ["diameter"], ["circumference"]], [["area"], ["perimeter"], ["volume"]],
        [["positive"], ["negative"]], [["before"], ["after"]], [["inside"], ["outside"]], [["local"], ["global"]],
        [["real"], ["imaginary"]], [["numerator"], ["denominator"]],
        [["profit", "gain", "gained", "win", "wins", "won"], ["loss", "lost", "lose", "loses", "losses"]],
        [["initial"], ["final"]], [["horizontal"], ["vertical"]], [["slope"], ["intercept"]],
        [["true", "yes", "correct"], ["false", "no", "incorrect"]], [["smallest"], ["largest"]],
        [["increase", "increased", "growth", "rise"], ["decrease", "decreased", "reduction", "drop", "decline"]],
        [["up", "upward", "upwards"], ["down", "downward", "downwards"]],
        [["north"], ["south"], ["east"], ["west"], ["northeast"], ["northwest"], ["southeast"], ["southwest"]],
        [["above"], ["below"]],
        [["boys", "boy", "men", "man", "males", "male"], ["girls", "girl", "women", "woman", "females", "female"]],
        [["adults", "adult"], ["children", "child", "kids"]], [["more", "greater"], ["less", "fewer"]],
        [["heads"], ["tails"]], [["clockwise"], ["anticlockwise", "counterclockwis"]], [["rational"], ["irrational"]],
        [["convergent", "converges"], ["divergent", "diverges"]], [["finite"], ["infinite"]],
        [["inward"], ["outward"]],
        [["forward"], ["backward"]], [["rows", "row"], ["columns", "column"]], [["absorbed"], ["released"]],
        [["attractive"], ["repulsive"]], [["acute"], ["obtuse"]], [["prime"], ["composite"]],
        [["concave"], ["convex"]],
        [["credit"], ["debit"]], [["deposit"], ["withdrawal"]], [["earlier"], ["later"]], [["surplus"], ["deficit"]],
        [["velocity", "speed"], ["acceleration"]],
        [["part a"], ["part b"], ["part c"], ["part d"], ["part e"]],
        [["part 1"], ["part 2"], ["part 3"], ["part 4"], ["part 5"]],
    ]

    private static let places: SymbolTable<(set: Int, member: Int)> = {
        var table: [Symbol: (set: Int, member: Int)] = [:]
        for (set, members) in sets.enumerated() {
            for (member, words) in members.enumerated() {
                for word in words { table[Symbol(word)] = (set, member) }
            }
        }
        return SymbolTable(table)
    }()

    /// True when one says `minimum` and the other `maximum`, or the like.
    static func excludeEachOther(_ a: Bytes, _ b: Bytes) -> Bool {
        let (left, right) = (groups(a), groups(b))
        for mine in left {
            for theirs in right where mine.set == theirs.set && mine.member != theirs.member {
                if !right.contains(where: { $0.set == mine.set && $0.member == mine.member }) { return true }
            }
        }
        return false
    }

    /// True for single words, none of which could stand before any answer: `ph` and `poh`, `apples` and `pears`.
    static func areOtherNames(_ a: Bytes, _ b: Bytes) -> Bool {
        guard isSingle(a), isSingle(b), !isGeneral(a), !isGeneral(b) else { return false }
        if Noun.areSame(a, b) { return false }
        // `min` and `minimum`
        if a.count > 2, b.count > 2, a.count < b.count ? b[0..<a.count] == a : a[0..<b.count] == b { return false }
        return !groups(a).contains { mine in groups(b).contains { $0.set == mine.set && $0.member == mine.member } }
    }

    private static func isSingle(_ text: Bytes) -> Bool {
        text.count > 1
            && (0..<text.count).allSatisfy { text[$0].isASCIILetter || text[$0] >= 0x80 }
    }

    private static func isGeneral(_ text: Bytes) -> Bool { Symbol(text).map { general.contains($0) } ?? false }

    private static let general = SymbolTable([
        "answer", "ans", "answers", "result", "value", "total", "solution", "solutions", "final", "sum", "output", "so",
        "thus", "therefore", "hence", "it", "number", "amount", "count",
    ])

    private static func groups(_ text: Bytes) -> [(set: Int, member: Int)] {
        var found: [(set: Int, member: Int)] = []
        if let whole = Symbol(text).flatMap({ places[$0] }) { found.append(whole) }
        var start = 0
        for index in 0...text.count where index == text.count || text[index] == 0x20 {
            // Of a longer word the beginning tells as much.
            let word = text[start..<min(index, start + Symbol.maxBytes)]
            if let place = Symbol(word).flatMap({ places[$0] }) { found.append(place) }
            start = index + 1
        }
        return found
    }
}
