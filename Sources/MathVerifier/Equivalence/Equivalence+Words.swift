import AdjudgeBase

/// Words and choices.
extension Equivalence {
    func compareWords(_ a: NodeID, _ b: NodeID) -> Judgement {
        if let left = letter(a), let right = letter(b) {
            guard left == right else { return .different(.differentChoice) }
            guard let mine = option(a), let theirs = option(b) else { return .equal(.equalChoice) }
            // Letter and text: both say the same.
            let texts = compare(mine, theirs)
            return texts.isEqual ? .equal(.equalChoice) : texts
        }
        if tree.kind(a) == .choice || tree.kind(b) == .choice {
            if isCollection(a) || isCollection(b) { return .different(.differentArity) }
            // `(b) 6` beside `6`
            let (left, right) = (option(a) ?? a, option(b) ?? b)
            return (left, right) == (a, b) ? .undecided(.differentKind) : compare(left, right)
        }
        guard tree.kind(a) == .words, tree.kind(b) == .words else {
            // A word that is known to be no number differs from a number.
            let (words, other) = tree.kind(a) == .words ? (a, b) : (b, a)
            if let product = letters(of: words, beside: other) {
                let judgement = words == a ? compareScalars(product, b) : compareScalars(a, product)
                if judgement.isEqual { return judgement }
            }
            if words == a, let judgement = compareTruth(tree.text(a), b) { return judgement }
            let isKnown = tree.kind(words) == .words && Antonyms.group(tree.text(words)) != nil
            return isKnown && tree.number(other) != nil ? .different(.differentKind) : .undecided(.differentKind)
        }
        let (left, right) = (tree.text(a), tree.text(b))
        let runs = (tree.letterRun(a), tree.letterRun(b))
        if left == right { return tree.haveSameWords(a, b) ? .equal(.equalText) : .undecided(.differentText) }
        if tree[a].detail == 0, tree[b].detail == 0, LetterRun.isChoices(runs.0),
            LetterRun.areSameInAnyReading(runs.0, runs.1)
        {
            isOneSided = true
            return .equal(.equalChoice)
        }
        // Only words that exclude each other are proved different.
        if let mine = Antonyms.group(left), let theirs = Antonyms.group(right), mine.set == theirs.set {
            return mine.member == theirs.member ? .equal(.equalText) : .different(.differentText)
        }
        return .undecided(.differentText)
    }

    /// `True` beside its first letter. A reference that is the letter alone may be a name.
    private func compareTruth(_ reference: Bytes, _ answer: NodeID) -> Judgement? {
        guard tree.kind(answer) == .symbol else { return nil }
        let name = tree.symbol(answer)
        for (word, letter, other): (StaticString, StaticString, StaticString) in [
            ("true", "T", "F"), ("false", "F", "T"), ("yes", "Y", "N"), ("no", "N", "Y"),
        ] where reference.equals(word) {
            return name == Symbol(letter)
                ? .equal(.equalText) : name == Symbol(other) ? .different(.differentText) : nil
        }
        return nil
    }

    /// True for a reference of words, which other words may say as well: `heads or tails`, `read/write`. Names of a few
    /// capitals are points and options.
    func isSaidInWords(_ id: NodeID) -> Bool {
        guard tree.has(.words) else { return false }
        switch tree.kind(id) {
        case .words:
            let run = tree.letterRun(id)
            return run.isEmpty || run.count > 3 || (0..<run.count).contains { run[$0] >= 0x60 }
        case .list, .tuple, .set: return tree.children(id).contains { isSaidInWords($0) }
        case .labelled: return isSaidInWords(tree.child(id, 0))
        case .relation, .conditioned, .choice: return false
        default: return tree.holdsWords(id)
        }
    }

    /// The option that the letter of a choice stands for, where that is said.
    private func option(_ id: NodeID) -> NodeID? {
        tree.kind(id) == .choice && tree.count(id) == 1 ? tree.child(id, 0) : nil
    }

    /// A run of letters read as their product, where a formula stands on the other side.
    private func letters(of words: NodeID, beside other: NodeID) -> NodeID? {
        let run = tree.letterRun(words)
        var symbols = SymbolSet()
        guard !run.isEmpty, run.count <= 6, tree.kind(other) != .symbol, tree.collectSymbols(other, &symbols),
            !symbols.isEmpty
        else { return nil }
        return tree.product(ofLetters: run, at: Int(tree[words].span.start))
    }

    /// `V = IR` and `V = RI`: capitals beside an equals sign and a lone letter are a product.
    func areEqualProducts(_ a: NodeID, _ b: NodeID) -> Bool {
        guard let left = withProduct(a), let right = withProduct(b), (left, right) != (a, b) else { return false }
        return compareEquations(left, right).isEqual
    }

    /// An equation of a letter with its capitals as a product; itself where it has none, nil where words are in it.
    private func withProduct(_ id: NodeID) -> NodeID? {
        for side in 0...1 where tree.kind(tree.child(id, side)) == .words {
            let (words, head) = (tree.child(id, side), tree.child(id, 1 - side))
            let run = tree.letterRun(words)
            guard tree.kind(head) == .symbol, run.count >= 2, run.count <= 4, !Phrase.isCommonWord(run),
                (0..<run.count).allSatisfy({ run[$0] < 0x60 })
            else { return nil }
            let product = tree.product(ofLetters: run, at: Int(tree[words].span.start))
            return tree.relation(head, .equal, product, span: tree[id].span)
        }
        return id
    }

    /// The letter of a choice, or of a name of one upper-case letter.
    func letter(_ id: NodeID) -> UInt8? {
        switch tree.kind(id) {
        case .choice: return UInt8(truncatingIfNeeded: tree[id].payload)
        case .symbol:
            let name = tree.symbol(id).bits
            let letter = UInt8(truncatingIfNeeded: name) & 0xDF
            return name < 0x80 && letter >= 0x41 && letter <= 0x5A ? letter : nil
        default: return nil
        }
    }
}

/// Words that exclude each other.
private enum Antonyms {
    private static let sets: [[[StaticString]]] = [
        [["yes", "true"], ["no", "false"]], [["odd"], ["even"]], [["rational"], ["irrational"]],
        [["increasing"], ["decreasing"]], [["convergent", "converges"], ["divergent", "diverges"]],
        [["finite"], ["infinite"]],
        [["always"], ["sometimes"], ["never"]], [["north"], ["south"], ["east"], ["west"]],
        [["monday"], ["tuesday"], ["wednesday"], ["thursday"], ["friday"], ["saturday"], ["sunday"]],
        [
            ["january"], ["february"], ["march"], ["april"], ["may"], ["june"], ["july"], ["august"], ["september"],
            ["october"], ["november"], ["december"],
        ],
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

    /// The set that the word is in, and which of its members it is.
    static func group(_ word: Bytes) -> (set: Int, member: Int)? { Symbol(word).flatMap { places[$0] } }
}
