import AdjudgeBase

/// Relations, sets of numbers and ratios: everything looser than a sum.
extension Reader {
    /// `a < x \le b`, `x = 5`, `x \in [0, 1]`, or what stands without a relation.
    mutating func relation() -> NodeID? {
        let first = at
        // `\le 3`: the subject goes without saying.
        guard let left = peek.kind == .relation ? tree.symbol(Symbol.implied, span: .empty) : sets() else { return nil }
        return relation(behind: left, first)
    }

    /// The same where the first term has been read, which began at `first`.
    mutating func relation(from term: NodeID, _ first: Int) -> NodeID? {
        guard let left = sum(from: term, first), let ratio = ratio(behind: left, first),
            let sets = sets(behind: ratio, first)
        else { return nil }
        return relation(behind: sets, first)
    }

    private mutating func relation(behind left: NodeID, _ first: Int) -> NodeID? {
        switch peek.kind {
        case .relation, .ampersand, .mid: return relation(of: left, first)
        case .opaque where isInArgument && isArrow: return relation(of: left, first)
        case .pipe where startsGiven: return relation(of: left, first)
        default: return left
        }
    }

    private mutating func relation(of left: NodeID, _ first: Int) -> NodeID? {
        guard let operation = relationOperator() else { return left }
        skipAmpersand()
        guard let right = sets() else { return nil }
        guard var following = relationOperator() else {
            if operation == .congruent || operation == .equal, startsModulus {
                guard let modulus = modulus() else { return nil }
                return tree.add(.congruence, [left, right, modulus], span: span(from: first))
            }
            return tree.relation(left, operation, right, span: span(from: first))
        }
        var operands = [left, right]
        var operators = [operation]
        while true {
            operators.append(following)
            skipAmpersand()
            guard let next = sets() else { return nil }
            operands.append(next)
            guard let another = relationOperator() else { break }
            following = another
        }
        return tree.relation(operands, operators, span: span(from: first))
    }

    /// Takes what relates the sides, when it stands here.
    private mutating func relationOperator() -> RelationOperator? {
        if peek.kind == .ampersand, peek(1).kind == .relation { at += 1 }
        if peek.kind == .opaque, isInArgument, isArrow {
            at += 1
            return .similar
        }
        if peek.kind == .mid && !isInSet || startsGiven {
            at += 1
            return .divides
        }
        guard peek.kind == .relation, let operation = RelationOperator(rawValue: peek.detail) else { return nil }
        isInCongruence = isInCongruence || operation == .congruent
        at += 1
        // `x > = 3`
        guard peek.kind == .relation, peek.detail == RelationOperator.equal.rawValue else { return operation }
        at += 1
        return operation == .less ? .lessOrEqual : operation == .greater ? .greaterOrEqual : operation
    }

    /// The one bar of `P(A | B)`.
    var startsGiven: Bool {
        guard peek.kind == .pipe, isInArgument, openPipes == 0 else { return false }
        for token in tokens.suffix(from: at + 1) {
            switch token.kind {
            case .pipe, .end: return false
            case .closeParen: return true
            default: break
            }
        }
        return false
    }

    private var isArrow: Bool {
        bytes(peek).equals("\\to") || bytes(peek).equals("\\rightarrow") || bytes(peek).equals("→")
            || bytes(peek).equals("->")
    }

    /// `N \equiv 672 \pmod{1000}`, `x = 3 (mod 7)`.
    var startsModulus: Bool { peek.kind == .modulo || (peek.kind == .openParen && peek(1).kind == .modulo) }

    mutating func modulus() -> NodeID? {
        let bracketed = take(.openParen)
        at += 1
        guard let modulus = sum() else { return nil }
        if bracketed, !take(.closeParen) { return fail() }
        return modulus
    }

    mutating func skipAmpersand() {
        while peek.kind == .ampersand { at += 1 }
    }

    /// Unions, intersections and differences of sets, left to right.
    private mutating func sets() -> NodeID? {
        let first = at
        skipAmpersand()
        guard let left = ratio() else { return nil }
        return sets(behind: left, first)
    }

    private mutating func sets(behind item: NodeID, _ first: Int) -> NodeID? {
        var left = item
        while true {
            let kind: NodeKind
            switch peek.kind {
            case .union where joinsRelations, .intersection where joinsRelations: return left
            case .union: kind = .union
            case .intersection: kind = .intersection
            case .setMinus: kind = .difference
            case .letter where isUnionLetter(after: left): kind = .union
            default: return left
            }
            let sign = peek.kind == .letter ? 0 : peek.detail
            at += 1
            guard let right = ratio() else { return nil }
            left = tree.add(kind, [left, right], detail: sign, span: span(from: first))
        }
    }

    /// `x < 1 \lor x > 2`: a sign of logic with a relation on both of its sides, which it joins as "or" and "and" do.
    private var joinsRelations: Bool {
        guard peek.detail == CommandTable.logical else { return false }
        var before = at - 1
        while before >= 0, !endsItem(tokens[before].kind), tokens[before].kind != .relation { before -= 1 }
        var behind = at + 1
        while !endsItem(tokens[behind].kind), tokens[behind].kind != .relation { behind += 1 }
        return before >= 0 && tokens[before].kind == .relation && tokens[behind].kind == .relation
    }

    /// `[0,1] U [2,3]`.
    func isUnionLetter(after left: NodeID) -> Bool {
        guard bytes(peek).equals("U") || bytes(peek).equals("u") else { return false }
        switch (tree.kind(left), peek(1).kind) {
        case (.tuple, .openParen), (.tuple, .openBracket), (.set, .openSet), (.tuple, .openSet), (.set, .openParen),
            (.set, .openBracket), (.union, .openParen), (.union, .openBracket):
            return true
        default: return false
        }
    }

    /// `3 : 4 : 5`, or a time of day.
    private mutating func ratio() -> NodeID? {
        let first = at
        guard let left = sum() else { return nil }
        return ratio(behind: left, first)
    }

    private mutating func ratio(behind left: NodeID, _ first: Int) -> NodeID? {
        if peek.kind == .meridiem { return time([left], first) }
        guard isRatioSign, !isInSet, peek(1).kind != .end else { return left }
        var parts = [left]
        while isRatioSign {
            at += 1
            guard let part = sum() else { return nil }
            parts.append(part)
        }
        if peek.kind == .meridiem { return time(parts, first) }
        switch ClockTime.look(of: bytes(from: first)) {
        case .clock:
            guard let seconds = ClockTime.seconds(parts.map { tree.number($0) }, isAfternoon: nil) else { break }
            return tree.add(.time, [tree.integer(seconds)], span: span(from: first))
        case .either: return tree.add(.ratio, children: parts, detail: 1, span: span(from: first))
        case .ratio: break
        }
        return tree.add(.ratio, children: parts, span: span(from: first))
    }

    private var isRatioSign: Bool { peek.kind == .colon || (peek.kind == .word && bytes(peek).equals("to")) }

    private mutating func time(_ parts: [NodeID], _ first: Int) -> NodeID? {
        let isAfternoon = peek.detail == 1
        at += 1
        guard let seconds = ClockTime.seconds(parts.map { tree.number($0) }, isAfternoon: isAfternoon) else {
            return fail()
        }
        return tree.add(.time, [tree.integer(seconds)], detail: 1, span: span(from: first))
    }
}

/// Times of day.
enum ClockTime {
    /// The `detail` of a time that was said in full hours: `7 o'clock`.
    static let fullHour: UInt8 = 2

    /// The seconds of `7 o'clock`; nil for other words.
    static func fullHours(_ phrase: Bytes) -> Int? {
        guard phrase.hasSuffix("o'clock"), let hours = NumberReader.read(phrase[0..<phrase.count - 7].trimmed).value,
            hours.sign > 0
        else { return nil }
        return seconds([hours], isAfternoon: nil)
    }

    /// The look of numbers with colons between them.
    enum Look {
        case ratio, clock
        /// `12:45`, which as a ratio would be reduced, and `7:30`, a half hour.
        case either
    }

    /// Two digits behind each colon, none of them more than a clock shows; then a zero in front, or seconds that no
    /// ratio in lowest terms would have, make it a time.
    static func look(of text: Bytes) -> Look {
        var values: [Int] = [0]
        var digits = 0
        var hasZero = false
        for at in 0..<text.count {
            switch text[at] {
            case 0x30...0x39:
                if digits == 0, text[at] == 0x30 { hasZero = true }
                values[values.count - 1] = values[values.count - 1] * 10 + Int(text[at] - 0x30)
                digits += 1
                if digits > 2 { return .ratio }
            case UInt8(ascii: ":"):
                guard values.count < 3, values.count == 1 ? digits > 0 : digits == 2 else { return .ratio }
                values.append(0)
                digits = 0
            default: return .ratio
            }
        }
        guard values.count > 1, digits == 2, values[0] < 24, values.dropFirst().allSatisfy({ $0 < 60 }) else {
            return .ratio
        }
        if hasZero { return .clock }
        let isQuarter = values.count == 2 && values[0] > 0 && values[1] % 15 == 0
        guard values.reduce(0, { greatestDivisor($0, $1) }) > 1 else { return isQuarter ? .either : .ratio }
        return values.count == 3 ? .clock : .either
    }

    private static func greatestDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestDivisor(b, a % b) }

    /// Seconds since midnight of hours, minutes and seconds; nil when that is no time. Without `isAfternoon` the clock
    /// has 24 hours.
    static func seconds(_ parts: [Rational?], isAfternoon: Bool?) -> Int? {
        let values = parts.compactMap { part -> Int? in
            guard case .small(let value, 1)? = part, value >= 0, value < 100 else { return nil }
            return Int(value)
        }
        guard values.count == parts.count, (1...3).contains(values.count) else { return nil }
        var hours = values[0]
        if let isAfternoon {
            guard (1...12).contains(hours) else { return nil }
            hours = hours % 12 + (isAfternoon ? 12 : 0)
        }
        guard hours < 24, values.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
        return hours * 3600 + (values.count > 1 ? values[1] * 60 : 0) + (values.count > 2 ? values[2] : 0)
    }
}
