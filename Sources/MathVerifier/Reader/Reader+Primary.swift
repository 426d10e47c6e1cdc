import AdjudgeBase

/// The smallest parts of expressions: numbers, names, fractions, roots, functions, brackets.
extension Reader {
    mutating func primary() -> NodeID? {
        let first = at
        let token = peek
        switch token.kind {
        case .number:
            guard let number = number() else { return nil }
            return peek.kind == .letter ? attempt({ $0.chosen(behind: number, first) }) ?? number : number
        case .code:
            at += 1
            return tree.words(Phrase.normalized(bytes(token), in: tree), span: span(from: first))
        case .basedDigits: return basedDigits()
        case .letter: return letter()
        case .word: return word()
        case .pi:
            at += 1
            // `\pi(100)` alone counts primes, for all that is known; `\pi(r^2)` is an area.
            if tokens.count == 5, first == 0, peek.kind == .openParen, peek(1).kind == .number {
                return application(Symbol("pi"), first)
            }
            return tree.leaf(.pi, span: span(from: first))
        case .infinity:
            at += 1
            return tree.leaf(.infinity, span: span(from: first))
        case .emptySet:
            at += 1
            return tree.leaf(.emptySet, span: span(from: first))
        case .ellipsis:
            at += 1
            return tree.leaf(.ellipsis, span: span(from: first))
        case .namedSet: return namedSet()
        case .fraction: return fraction()
        case .binomial: return binomial()
        case .squareRoot, .cubeRoot: return root()
        case .function: return functionCall()
        case .currency:
            at += 1
            guard let value = factor() else { return nil }
            return tree.quantity(value, UnitLexicon.currency(token.detail), span: span(from: first))
        case .openBrace where peek(1).kind == .closeBrace: return chosenBehindScript()
        case .caret, .underscore: return chosenBehindScript()
        case .openBrace: return braced()
        case .openParen, .openBracket, .closeBracket, .openSet, .openAngle: return bracketed()
        case .pipe, .openPipe, .doublePipe: return absolute()
        case .openFloor: return rounded(.floor, .closeFloor)
        case .openCeiling: return rounded(.ceiling, .closeCeiling)
        case .begin: return environment()
        case .sum, .product: return series()
        case .overline: return overlined()
        case .accent: return accented()
        case .namedFunction: return namedFunction()
        case .opaque: return opaque()
        case .plusMinus, .minusPlus:
            at += 1
            guard let value = factor() else { return nil }
            return tree.add(.plusMinus, [value], detail: token.kind == .plusMinus ? 0 : 1, span: span(from: first))
        default: return fail()
        }
    }
}
