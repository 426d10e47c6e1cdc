import AdjudgeBase

/// Decides whether an answer says what a reference says, over every kind that an answer can have.
///
/// One worker's: it keeps memory from one comparison to the next.
final class Equivalence {
    let tree = MathTree()
    let intervals = IntervalStore()
    let strictness: Strictness
    let budget = WorkBudget()
    /// Where a polynomial identity was seen to fail, for explanations.
    var counterexample: SymbolMap<Rational>?
    /// The base of `\log` in this comparison where none is written.
    var logBase = IntervalEvaluator.LogBase.ten
    /// The set that is being read is the reference's.
    var readsReference = false
    /// The reference's conditions exclude each other, so that what it means is not what it says.
    var hasEmptyReference = false
    /// A chain that is being unwrapped is the reference's.
    var isUnwrappingReference = false
    /// A reading was used that a reference gets and an answer does not: the other way round it may be judged otherwise.
    var isOneSided = false
    /// Letters that stand for any integer in this comparison.
    var integers = SymbolSet()
    /// Letters that stand for any real or complex number.
    var parameters = SymbolSet()
    /// Letters that stood for any integer before a family was looked at as a whole.
    var freeIntegers = SymbolSet()
    /// The values of a family are being compared, whose parameter is one number for all of them.
    var isFamily = false
    /// The sets that the letters of each side are said to be in.
    var domains = (reference: [Symbol: Symbol](), answer: [Symbol: Symbol]())
    /// The side that is being taken apart is the reference.
    var looksAtReference = true
    /// Letters that the heads bind have been given each other's names.
    var hasBoundNames = false
    /// The lists of cases that are being compared.
    var caseLists: [NodeID] = []
    /// Comparisons of parts that are left; lists compare each with each.
    var comparisons = 0
    /// Where residues are taken: depends on both texts, so that no answer can be made to fit the points.
    var seed: UInt64 {
        if let seed = knownSeed { return seed }
        let seed = sides.answer.hash64(seed: sides.reference.hash64())
        knownSeed = seed
        return seed
    }

    private var knownSeed: UInt64?
    /// The texts of this comparison.
    private var sides = (reference: Bytes.empty, answer: Bytes.empty)
    /// The reference that the tree holds, in memory of its own.
    private var known: (text: Bytes, reading: Reader.Reading, isMended: Bool)?
    private var tokens = Tokens()

    /// One of the texts gives its values for several things in turn.
    var saysRespectively: Bool {
        let word = Bytes("respectively")
        return sides.reference.find(word) != nil || sides.answer.find(word) != nil
    }

    /// A text has the sign of logic that has no other use.
    var saysAnd: Bool {
        let sign = Bytes("\\land")
        return sides.reference.find(sign) != nil || sides.answer.find(sign) != nil
    }

    static let maxComparisons = 4_000

    init(_ strictness: Strictness) { self.strictness = strictness }

    deinit { tokens.free() }

    /// A comparison's result, and both sides as they were read.
    struct Result {
        var judgement: Judgement
        var reference: Reader.Reading
        var answer: Reader.Reading
    }

    /// Compares two answers that have been folded for mathematics and differ as text.
    func compare(reference: Bytes, answer: Bytes) -> Result {
        let named = reference
        let (reference, answer) = NamedBrackets.stripped(reference, answer)
        var result = compareUsually(reference: reference, answer: answer)
        if tree.hasDigitsApart { result = comparedApart(reference, answer, result) }
        if result.judgement.verdict == .undecided, let sentences = compareSentences(reference, answer) {
            // The trees of the whole texts, for what asks about them.
            result = compareUsually(reference: reference, answer: answer)
            result.judgement = sentences
        }
        // `the point (1,2)` is no interval and no two values.
        if result.judgement.isEqual, named != reference, NamedBrackets(named)?.kind == .point,
            !NamedBrackets.mayBePoint(answer)
        {
            result.judgement = .undecided(.differentKind)
        }
        result.judgement = compareLeniently(reference, answer, result.judgement)
        result.judgement = Substance.judge(reference, answer, result.judgement)
        result.judgement = NeutralParticle.judge(reference, answer, result.judgement)
        result.judgement = NumberedName.judge(reference, answer, result.judgement)
        result.judgement = FigureSigns.judge(reference, answer, result.judgement)
        result.judgement = GluedNames.judge(reference, answer, result.judgement)
        // `version 1.10` is not version 1.1.
        if result.judgement.isEqual, isNumberedName(result.reference), !MathText.haveSameDigits(reference, answer) {
            result.judgement = .undecided(.differentText)
        }
        return result
    }

    /// Reads a text into the tree.
    func read(_ text: Bytes) -> Reader.Reading { Reader.read(text, into: tree, &tokens) }

    /// Reads a reference into the empty tree. That of the comparison before is still there: answers of a group share one.
    private func readReference(_ text: Bytes) -> (reading: Reader.Reading, isMended: Bool) {
        if let known, known.text == text {
            tree.rewind()
            return (known.reading, known.isMended)
        }
        tree.removeAll()
        known = nil
        // Nodes hold views of what was read, which may outlive the row.
        let own = tree.store(text.count) { to in
            to.update(from: text.start, count: text.count)
            return text.count
        }
        let (reading, isMended) = readMended(own)
        tree.keep()
        known = (own, reading, isMended)
        return (reading, isMended)
    }

    func compareUsually(reference: Bytes, answer: Bytes) -> Result {
        counterexample = nil
        isOneSided = false
        integers = SymbolSet()
        parameters = SymbolSet()
        freeIntegers = SymbolSet()
        isFamily = false
        if !domains.reference.isEmpty { domains.reference.removeAll() }
        if !domains.answer.isEmpty { domains.answer.removeAll() }
        if !caseLists.isEmpty { caseLists.removeAll() }
        comparisons = Equivalence.maxComparisons
        budget.restart()
        knownSeed = nil
        sides = (reference, answer)
        let (left, isReferenceMended) = readReference(reference)
        guard case .answer(let first) = left else {
            return Result(judgement: .undecided(.unparsed), reference: left, answer: .unreadable(at: 0))
        }
        let (right, isAnswerMended) = readMended(answer)
        if isReferenceMended != isAnswerMended { isOneSided = true }
        guard case .answer(let second) = right else {
            return Result(judgement: .undecided(.unparsed), reference: left, answer: right)
        }
        let (a, b) = settled(first, second)
        logBase = tree.hasNaturalLogarithm ? .euler : .ten
        var judgement = compare(a, b)
        if judgement.isEqual, isAnswerMended, !isReferenceMended { judgement = .undecided(.unparsed) }
        if judgement.verdict == .different, reference == answer { judgement = .undecided(.falseChain) }
        // How many things words name is not for signs to say.
        if judgement.reason == .differentArity, isSaidInWords(a) { judgement = .undecided(.differentText) }
        if judgement.verdict == .different, mayBeModulus(a, b) { judgement = .undecided(.notComputed) }
        if judgement.isEqual, haveOtherDomains { judgement = .undecided(.differentHead) }
        if judgement.isEqual, haveOtherOrder(a, b) || haveOtherModulus(a, b) { judgement = .undecided(.notComputed) }
        if judgement.isEqual, tree.has(.product),
            Equivalence.holdsCommutator(reference) || Equivalence.holdsCommutator(answer), !tree.haveSameShape(a, b)
        {
            judgement = .undecided(.notComputed)
        }
        if judgement.verdict == .different, let renamed = compareByOneLetter(a, b) { judgement = renamed }
        // `60,120` beside a reference that is a list is a list; as a reference it is a number.
        if !judgement.isEqual, tree.kind(a) == .list, tree.kind(b) != .list,
            answer.findFirst(in: Equivalence.comma) != nil,
            case .answer(let list) = Reader.read(answer, into: tree, &tokens, commasSeparate: true),
            compare(a, settled(a, list).1).isEqual
        {
            isOneSided = true
            return Result(judgement: .equal(.equalNumber), reference: left, answer: .answer(list))
        }
        let haveSubscript =
            !judgement.isEqual && (Subscripts.haveOne(reference) || Subscripts.haveOne(answer))
        if haveSubscript, Subscripts.areOpen(reference) || Subscripts.areOpen(answer),
            let second = compareSplit(reference, answer)
        {
            return second
        }
        if haveSubscript, GluedNames.mayDiffer(reference, answer), let second = compareGlued(reference, answer) {
            return second
        }
        return Result(judgement: judgement, reference: left, answer: right)
    }

    /// Both sides as TeX reads them, where a subscript without braces is one letter: `k_BT` is `k_B T`. Nil unless they
    /// are equal then.
    private func compareSplit(_ reference: Bytes, _ answer: Bytes) -> Result? {
        let left = Reader.read(reference, into: tree, &tokens, splitsSubscripts: true)
        let right = Reader.read(answer, into: tree, &tokens, splitsSubscripts: true)
        guard case .answer(let first) = left, case .answer(let second) = right else { return nil }
        let (a, b) = settled(first, second)
        let judgement = compare(a, b)
        return judgement.isEqual && !haveOtherDomains && !haveOtherOrder(a, b)
            ? Result(judgement: judgement, reference: left, answer: right) : nil
    }

    /// True for words with a number behind them, whose digits are part of the name.
    private func isNumberedName(_ reading: Reader.Reading) -> Bool {
        guard case .answer(let id) = reading, tree.kind(id) == .product, tree.count(id) == 2 else { return false }
        return tree.kind(tree.child(id, 0)) == .words && tree.kind(tree.child(id, 1)) == .number
    }

    private static let comma = ByteSet(",")

    /// Compares two nodes of the tree: `a` of the reference, `b` of the answer.
    func compare(_ a: NodeID, _ b: NodeID) -> Judgement {
        comparisons -= 1
        guard comparisons > 0, !tree.isFull else { return .undecided(.comparisonLimit) }
        if tree.kind(a).isBare, tree.kind(b).isBare, !tree.has(.plusMinus) { return compareBare(a, b) }
        looksAtReference = true
        let a = declared(a)
        looksAtReference = false
        let b = declared(b)
        if let combination = compareCombination(a, b) { return combination }
        if tree.has(.relation), let conditioned = compareConditionedList(a, b) { return conditioned }
        if let value = namedByRatio(b, as: a) { return compare(tree.child(a, 1), value) }
        // As a reference it may be the ratio that it reads as.
        if namedByRatio(a, as: b) != nil { return .undecided(.differentKind) }
        if let labelled = compareLabelled(a, b) ?? compareLabelledChoice(a, b) { return labelled }
        if let components = compareComponents(a, b) { return components }
        if tree.has(.relation), let headed = compareHeaded(a, b) { return headed }
        if tree.has(.relation), areTurned(a, b) { return .equal(.equalCanonical) }
        looksAtReference = true
        let left = unwrappedReference(expanded(a))
        looksAtReference = false
        let right = unwrapped(expanded(b))
        let judgement = compareUnwrapped(left, right)
        // An equation to be solved, `x = 5 - x = 0`, is still equal to itself.
        if judgement.reason == .falseChain, !left.isContradiction, tree.haveSameShape(a, b) {
            return .equal(.equalText)
        }
        if !judgement.isEqual, tree.kind(a) != .relation, let value = labelledValue(b) {
            // A sum of unknowns is a label for what was asked; a reference that is one asks for itself.
            isOneSided = true
            return compareUnwrapped(left, value)
        }
        // A reference that is an equation may be one, or say what was asked before its value.
        if judgement.verdict == .different, tree.kind(b) != .relation, let value = labelledValue(a),
            compareUnwrapped(value, right).isEqual
        {
            isOneSided = true
            return .undecided(.differentKind)
        }
        // Where both solve for the same, points are cheaper than forms.
        let haveSameSide =
            judgement.verdict == .undecided && isEquation(a) && isEquation(b)
            && tree.haveSameShape(tree.child(a, 0), tree.child(b, 0))
        if haveSameSide, let refuted = refuteEquations(a, b) { return refuted }
        // Solved for different variables, or one of them not solved at all.
        if !judgement.isEqual, isEquation(a), isEquation(b),
            judgement.verdict != .different || !areSolvedAlike(left, right), compareEquations(a, b).isEqual
        {
            return .equal(.equalCanonical)
        }
        if judgement.verdict == .undecided, isEquation(a), isEquation(b), areEqualProducts(a, b) {
            return .equal(.equalCanonical)
        }
        if !haveSameSide, judgement.verdict == .undecided, isEquation(a), isEquation(b),
            let refuted = refuteEquations(a, b)
        {
            return refuted
        }
        if judgement.verdict == .undecided, isInequality(a), isInequality(b), let refuted = refuteInequalities(a, b) {
            return refuted
        }
        // An expression that cannot be computed is still equal to itself.
        if judgement.verdict == .undecided, tree.haveSameShape(a, b) { return .equal(.equalText) }
        return judgement
    }

    /// Two values that have no names, labels and conditions to be taken off.
    private func compareBare(_ a: NodeID, _ b: NodeID) -> Judgement {
        looksAtReference = false
        isUnwrappingReference = false
        let judgement = compareValues(a, b, [:])
        // An expression that cannot be computed is still equal to itself.
        return judgement.verdict == .undecided && tree.haveSameShape(a, b) ? .equal(.equalText) : judgement
    }

    private func isEquation(_ id: NodeID) -> Bool {
        tree.kind(id) == .relation && tree.count(id) == 2 && tree.relation(id, 0) == .equal
    }

    private func isInequality(_ id: NodeID) -> Bool {
        tree.kind(id) == .relation && tree.count(id) == 2 && tree.relation(id, 0).isOrder
    }

    private func compareUnwrapped(_ left: Unwrapped, _ right: Unwrapped) -> Judgement {
        if left.isContradiction || right.isContradiction {
            // A reference that contradicts itself says nothing of an answer.
            return left.isContradiction ? .undecided(.falseChain) : .different(.falseChain)
        }
        if isPoint(left) && isCondition(right) || isPoint(right) && isCondition(left) {
            return .different(.differentKind)
        }
        let value = compareChains(left, right)
        guard left.head != nil, right.head != nil else {
            return value.isEqual && isSolvedForAnother(left, right) ? .undecided(.differentHead) : value
        }
        // `f(2t) = 4t^2` says of f what `f(t) = t^2` does.
        if value.verdict == .different, isSubstituted(left, right) { return .undecided(.differentHead) }
        guard value.isEqual else { return value }
        if haveSameHead(left, right) { return compareRelations(left, right) ?? value }
        return refuteHeads(left, right) ?? .undecided(.differentHead)
    }

    /// `(x, y) = (1, 2)`: a tuple with the names of its components, which is no interval.
    private func isPoint(_ side: Unwrapped) -> Bool {
        side.relation == .equal && side.head.map { tree.kind($0) == .tuple && tree.count($0) > 1 } ?? false
    }

    /// Inequalities, which may stand for an interval, and an interval that something is in.
    private func isCondition(_ side: Unwrapped) -> Bool {
        side.relation == .element || tree.kind(side.value) != .tuple && isSetLike(side.value)
    }

    /// The values of both sides; of a chain any that says it.
    private func compareChains(_ left: Unwrapped, _ right: Unwrapped) -> Judgement {
        let names = boundNames(left, right)
        let outer = hasBoundNames
        hasBoundNames = outer || !names.isEmpty || bindsLetters(left) || bindsLetters(right)
        defer { hasBoundNames = outer }
        let first = compareValues(left.value, right.value, names)
        guard !first.isEqual else { return first }
        // A step on a reference's way is neither its value nor proved another.
        if left.earlier.contains(where: { compareValues($0, right.value, names).isEqual }) {
            return .undecided(.differentKind)
        }
        guard !(left.others.isEmpty && right.others.isEmpty) else { return first }
        let haveOtherNumbers = first.verdict == .different && isNumeric(left.value) && isNumeric(right.value)
        for mine in [left.value] + left.others {
            for theirs in [right.value] + right.others where mine != left.value || theirs != right.value {
                // `F = ma = 10` and `F = ma = 12`: where both come to numbers, a formula on the way says nothing.
                if haveOtherNumbers, !tree.isClosed(mine), !tree.isClosed(theirs) { continue }
                let judgement = compareValues(mine, theirs, names)
                if judgement.isEqual { return judgement }
            }
        }
        return first
    }

    /// Compares what is left when heads and labels are off.
    private func compareValues(_ reference: NodeID, _ answer: NodeID, _ renaming: [Symbol: Symbol]) -> Judgement {
        let a = evaluatedMatrix(reference)
        let b = evaluatedMatrix(renaming.isEmpty ? answer : tree.renaming(renaming, in: answer))
        let (left, right) = (tree.kind(a), tree.kind(b))
        if left.isStructure, tree.haveSameShape(a, b) { return .equal(.equalText) }
        if left == .conditioned || right == .conditioned { return compareConditioned(a, b) }
        if left == .opaque || right == .opaque { return compareOpaque(a, b) }
        if left == .words || right == .words || left == .choice || right == .choice { return compareWords(a, b) }
        if isSetLike(a) || isSetLike(b), let judgement = compareRealSets(a, b) { return judgement }
        if left == .relation || right == .relation { return compareRelations(a, b) }
        if isCollection(a) || isCollection(b) {
            return compareUnitVectors(a, b) ?? compareAbsolute(a, b) ?? compareCollections(a, b)
        }
        let judgement = compareQuantities(a, b)
        return judgement.isEqual
            ? judgement
            : compareUnitSums(a, b) ?? compareWithConstants(a, b) ?? compareAntiderivatives(a, b) ?? judgement
    }

    private func compareOpaque(_ a: NodeID, _ b: NodeID) -> Judgement {
        guard tree.kind(a) == .opaque, tree.kind(b) == .opaque, tree.text(a) == tree.text(b) else {
            return .undecided(.notComputed)
        }
        return .equal(.equalText)
    }
}

/// Subscripts as they are typed.
private enum Subscripts {
    static func haveOne(_ text: Bytes) -> Bool { text.findFirst(in: mark) != nil }

    /// True when some subscript without braces is a run of letters: `k_BT`.
    static func areOpen(_ text: Bytes) -> Bool {
        var at = 0
        while let found = text.suffix(from: at).findFirst(in: mark) {
            at += found + 1
            if letters.contains(text[at]), letters.contains(text[at + 1]) { return true }
        }
        return false
    }

    private static let mark = ByteSet("_")
    private static let letters = ByteSet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
