import AdjudgeBase

/// The meaning of TeX commands and names.
enum CommandTable {
    struct Meaning: Sendable {
        let kind: TokenKind
        let detail: UInt8

        init(_ kind: TokenKind, _ detail: UInt8 = 0) {
            self.kind = kind
            self.detail = detail
        }
    }

    /// How the lexer treats a command.
    enum Action: Sendable {
        case openText, style, space, blackboard, negation
        case accent(Accent)
        case token(Meaning)
    }

    /// Every known command.
    static let actions: SymbolTable<Action> = {
        var table = meanings.mapValues { Action.token($0) }
        table[Symbol("not")] = .negation
        for name: StaticString in ["mathbb", "Bbb"] { table[Symbol(name)] = .blackboard }
        // These take an argument that is not part of the answer.
        for name: StaticString in ["color", "textcolor", "phantom", "hphantom", "tag", "label"] {
            table[Symbol(name)] = .space
        }
        for name in spaceNames { table[Symbol(name)] = .space }
        for name in droppedNames { table[Symbol(name)] = .style }
        for name in textNames { table[Symbol(name)] = .openText }
        for (name, accent) in accents { table[Symbol(name)] = .accent(accent) }
        return SymbolTable(table)
    }()

    /// Commands that only set spacing, size or style: they and nothing else are dropped.
    static let dropped = SymbolTable(droppedNames)
    private static let droppedNames: [StaticString] = [
        "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "middle",
        "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "rm", "bf", "it", "cal", "sf",
        "mathbf", "boldsymbol", "bm", "mathit", "mathcal", "mathfrak", "mathsf", "mathscr", "angle",
        "triangle",
        "kern", "relax", "nonumber", "notag", "hfill",
        "large", "Large", "small", "normalsize", "ensuremath", "boxed", "fbox", "underline", "bigskip", "!",
        "hline", "textstyle", "strut", "tiny", "huge",
    ]

    /// Commands that set a mark on a letter, or type that a letter's name may be told by.
    private static let accents: [(StaticString, Accent)] = [
        ("bar", .bar), ("overline", .bar), ("hat", .hat), ("widehat", .hat), ("tilde", .tilde), ("widetilde", .tilde),
        ("dot", .dot), ("ddot", .doubleDot), ("dddot", .tripleDot), ("check", .check), ("widecheck", .check),
        ("breve", .breve), ("mathring", .ring), ("acute", .acute), ("grave", .grave), ("vec", .vector),
        ("overrightarrow", .vector), ("mathbf", .vector), ("boldsymbol", .vector), ("bm", .vector),
        ("mathcal", .script), ("mathfrak", .script), ("mathscr", .script),
    ]

    /// Commands whose braces hold text.
    static let text = SymbolTable(textNames)
    private static let textNames: [StaticString] = [
        "text", "textbf", "textit", "textrm", "textnormal", "textsc", "textsf", "texttt", "mbox", "hbox", "mathrm",
        "operatorname", "emph", "mathtt", "textup",
    ]

    /// White space commands: they separate what TeX would set apart.
    static let space = SymbolTable(spaceNames)
    private static let spaceNames: [StaticString] = [
        "quad", "qquad", "hspace", "enspace", "thinspace", "space", "hskip", "vspace",
    ]

    /// The `detail` of unions and intersections by signs that are written for "or" and "and" too.
    static let logical: UInt8 = 1

    static let commands = SymbolTable(meanings)

    private static let meanings: [Symbol: Meaning] = {
        var table = names
        func add(_ meaning: Meaning, _ names: StaticString...) { for name in names { table[Symbol(name)] = meaning } }
        add(.init(.fraction), "frac", "dfrac", "tfrac", "cfrac", "rac")
        add(.init(.squareRoot), "sqrt")
        add(.init(.binomial), "binom", "dbinom", "tbinom")
        add(.init(.over), "over")
        add(.init(.choose), "choose")
        add(.init(.times), "times", "cdot", "ast", "bullet", "star")
        add(.init(.slash), "div", "slash")
        add(.init(.plusMinus), "pm")
        add(.init(.minusPlus), "mp")
        add(.init(.degree), "circ", "degree")
        add(.init(.percent), "percent")
        add(.init(.currency, 1), "pounds")
        add(.init(.currency, 2), "euro")
        add(.init(.prime), "prime")
        add(.init(.ellipsis), "ldots", "cdots", "dots", "dotsc", "dotsb", "vdots", "ddots")
        add(.init(.union), "cup", "bigcup", "sqcup", "cupdot")
        add(.init(.union, CommandTable.logical), "vee", "lor")
        add(.init(.intersection), "cap", "bigcap")
        add(.init(.intersection, CommandTable.logical), "wedge", "land")
        add(.init(.setMinus), "setminus", "backslash", "smallsetminus")
        add(.init(.emptySet), "emptyset", "varnothing", "phi_")
        add(.init(.infinity), "infty", "infin")
        add(.init(.pi), "pi")
        add(.init(.openAngle), "langle")
        add(.init(.closeAngle), "rangle")
        add(.init(.openFloor), "lfloor")
        add(.init(.closeFloor), "rfloor")
        add(.init(.openCeiling), "lceil")
        add(.init(.closeCeiling), "rceil")
        add(.init(.openPipe), "lvert")
        add(.init(.closePipe), "rvert")
        add(.init(.pipe), "vert")
        add(.init(.doublePipe), "Vert", "lVert", "rVert", "parallel")
        add(.init(.mid), "mid")
        add(.init(.openSet), "lbrace")
        add(.init(.closeSet), "rbrace")
        add(.init(.openBracket), "lbrack")
        add(.init(.closeBracket), "rbrack")
        add(.init(.openParen), "lparen")
        add(.init(.closeParen), "rparen")
        add(.init(.colon), "colon")
        add(.init(.begin), "begin")
        add(.init(.endEnvironment), "end")
        add(.init(.newline), "newline", "cr")
        add(.init(.sum), "sum")
        add(.init(.product), "prod")
        add(.init(.modulo), "pmod", "bmod", "mod", "pod")
        add(.init(.overline), "overbrace")
        add(
            .init(.opaque), "int", "iint", "iiint", "oint", "lim", "partial", "nabla", "forall", "exists", "limsup",
            "liminf",
            "to", "rightarrow", "Rightarrow", "mapsto", "implies", "iff", "Leftrightarrow", "longrightarrow",
            "leftarrow",
            "longmapsto", "perp", "cong", "therefore", "because", "oplus", "otimes",
            "complement",
            "sup", "inf", "underbrace", "stackrel", "overset", "underset", "xrightarrow", "odot", "uparrow",
            "downarrow",
            "nearrow", "searrow", "square", "Box", "diamond", "clubsuit", "heartsuit", "spadesuit", "diamondsuit")
        func relation(_ operation: RelationOperator, _ names: StaticString...) {
            for name in names { table[Symbol(name)] = .init(.relation, operation.rawValue) }
        }
        relation(.equal, "eq", "coloneqq", "doteq")
        relation(.notEqual, "ne", "neq")
        relation(.less, "lt")
        relation(.greater, "gt")
        relation(.lessOrEqual, "le", "leq", "leqslant", "leqq")
        relation(.greaterOrEqual, "ge", "geq", "geqslant", "geqq")
        relation(.approximately, "approx", "thickapprox", "simeq", "approxeq")
        relation(.element, "in")
        relation(.notElement, "notin")
        relation(.congruent, "equiv")
        relation(.subset, "subset", "subseteq")
        relation(.superset, "supset", "supseteq")
        relation(.contains, "ni")
        relation(.similar, "sim")
        relation(.proportional, "propto")
        relation(.muchLess, "ll")
        relation(.muchGreater, "gg")
        for (index, name) in greek.enumerated() where table[Symbol(name)] == nil {
            table[Symbol(name)] = .init(.letter, UInt8(index + 1))
        }
        for name in SpecialFunction.names { table[Symbol(name)] = .init(.namedFunction) }
        return table
    }()

    /// Names that mean the same with and without a backslash.
    private static let names: [Symbol: Meaning] = {
        var table: [Symbol: Meaning] = [:]
        func function(_ function: MathFunction, _ names: StaticString...) {
            for name in names { table[Symbol(name)] = .init(.function, function.rawValue) }
        }
        function(.sin, "sin")
        function(.cos, "cos")
        function(.tan, "tan", "tg")
        function(.cot, "cot", "ctg")
        function(.sec, "sec")
        function(.csc, "csc", "cosec")
        function(.arcsin, "arcsin", "asin")
        function(.arccos, "arccos", "acos")
        function(.arctan, "arctan", "atan", "arctg")
        function(.arccot, "arccot", "acot", "arcctg")
        function(.arcsec, "arcsec")
        function(.arccsc, "arccsc")
        function(.sinh, "sinh")
        function(.cosh, "cosh")
        function(.tanh, "tanh")
        function(.coth, "coth")
        function(.arsinh, "arsinh", "arcsinh", "asinh")
        function(.arcosh, "arcosh", "arccosh", "acosh")
        function(.artanh, "artanh", "arctanh", "atanh")
        function(.exp, "exp")
        function(.ln, "ln")
        function(.log, "log")
        function(.logBase, "lg")
        function(.max, "max")
        function(.min, "min")
        function(.gcd, "gcd")
        function(.lcm, "lcm")
        function(.argument, "arg")
        function(.determinant, "det")
        function(.realPart, "Re")
        function(.imaginaryPart, "Im")
        function(.sign, "sgn")
        function(.cis, "cis")
        return table
    }()

    /// Names as people type them without a backslash; the rest of letter runs are words.
    static let words: SymbolTable<Meaning> = {
        var table = names
        for name: StaticString in ["Re", "Im", "arg", "det"] { table[Symbol(name)] = nil }
        table[Symbol("sqrt")] = .init(.squareRoot)
        table[Symbol("cbrt")] = .init(.cubeRoot)
        table[Symbol("pi")] = .init(.pi)
        table[Symbol("Pi")] = .init(.pi)
        for name: StaticString in ["infinity", "inf", "oo", "Infinity"] { table[Symbol(name)] = .init(.infinity) }
        for name: StaticString in ["abs", "Abs"] { table[Symbol(name)] = .init(.function, MathFunction.abs.rawValue) }
        table[Symbol("floor")] = .init(.function, MathFunction.floor.rawValue)
        table[Symbol("ceil")] = .init(.function, MathFunction.ceiling.rawValue)
        table[Symbol("binomial")] = .init(.function, MathFunction.binomial.rawValue)
        table[Symbol("and")] = .init(.and)
        table[Symbol("or")] = .init(.or)
        table[Symbol("AND")] = .init(.and)
        table[Symbol("OR")] = .init(.or)
        table[Symbol("Or")] = .init(.or)
        table[Symbol("And")] = .init(.and)
        table[Symbol("mod")] = .init(.modulo)
        for name in SpecialFunction.names { table[Symbol(name)] = .init(.namedFunction) }
        // `\frac` and `\theta` whose backslash and first letter became white space that was trimmed.
        table[Symbol("rac")] = .init(.fraction)
        table[Symbol("heta")] = .init(.letter, 8)
        for name: StaticString in ["degrees", "degree", "deg"] { table[Symbol(name)] = .init(.degree) }
        for name: StaticString in ["percent", "pct", "percentage", "percents"] { table[Symbol(name)] = .init(.percent) }
        for name: StaticString in ["am", "AM"] { table[Symbol(name)] = .init(.meridiem, 0) }
        for name: StaticString in ["pm", "PM"] { table[Symbol(name)] = .init(.meridiem, 1) }
        for (index, name) in greek.enumerated() where table[Symbol(name)] == nil && index < greekTyped {
            table[Symbol(name)] = .init(.letter, UInt8(index + 1))
        }
        return SymbolTable(table)
    }()

    /// Characters beyond ASCII that stand for themselves.
    static func meaning(of scalar: UInt32) -> Meaning? {
        switch scalar {
        case 0x221A: .init(.squareRoot)  // √
        case 0x221B: .init(.cubeRoot)  // ∛
        case 0x03C0: .init(.pi)  // π
        case 0x221E: .init(.infinity)  // ∞
        case 0x2264, 0x2A7D, 0x2266: .init(.relation, RelationOperator.lessOrEqual.rawValue)  // ≤ ⩽ ≦
        case 0x2265, 0x2A7E, 0x2267: .init(.relation, RelationOperator.greaterOrEqual.rawValue)  // ≥ ⩾ ≧
        case 0x2260: .init(.relation, RelationOperator.notEqual.rawValue)  // ≠
        case 0x2248, 0x2245: .init(.relation, RelationOperator.approximately.rawValue)  // ≈ ≅
        case 0x2261: .init(.relation, RelationOperator.congruent.rawValue)  // ≡
        case 0x2208: .init(.relation, RelationOperator.element.rawValue)  // ∈
        case 0x2209: .init(.relation, RelationOperator.notElement.rawValue)  // ∉
        case 0x220B: .init(.relation, RelationOperator.contains.rawValue)  // ∋
        case 0x221D: .init(.relation, RelationOperator.proportional.rawValue)  // ∝
        case 0x223C: .init(.relation, RelationOperator.similar.rawValue)  // ∼
        case 0x226A: .init(.relation, RelationOperator.muchLess.rawValue)  // ≪
        case 0x226B: .init(.relation, RelationOperator.muchGreater.rawValue)  // ≫
        case 0x2282, 0x2286: .init(.relation, RelationOperator.subset.rawValue)  // ⊂ ⊆
        case 0x2283, 0x2287: .init(.relation, RelationOperator.superset.rawValue)  // ⊃ ⊇
        case 0x222A: .init(.union)  // ∪
        case 0x2229: .init(.intersection)  // ∩
        case 0x2228: .init(.union, logical)  // ∨
        case 0x2227: .init(.intersection, logical)  // ∧
        case 0x2216: .init(.setMinus)  // ∖
        case 0x2205: .init(.emptySet)  // ∅
        case 0x00B1: .init(.plusMinus)  // ±
        case 0x2213: .init(.minusPlus)  // ∓
        case 0x00B0, 0x00BA, 0x02DA: .init(.degree)  // ° º ˚
        case 0x2026, 0x22EF: .init(.ellipsis)  // … ⋯
        case 0x27E8, 0x2329, 0x3008: .init(.openAngle)  // ⟨
        case 0x27E9, 0x232A, 0x3009: .init(.closeAngle)  // ⟩
        case 0x230A: .init(.openFloor)
        case 0x230B: .init(.closeFloor)
        case 0x2308: .init(.openCeiling)
        case 0x2309: .init(.closeCeiling)
        case 0x2223: .init(.mid)  // ∣
        case 0x2211: .init(.sum)  // ∑
        case 0x220F: .init(.product)  // ∏
        case 0x222B: .init(.opaque)  // ∫
        case 0x2192, 0x21D2, 0x2200, 0x2203, 0x22A5: .init(.opaque)  // → ⇒ ∀ ∃ ⊥
        case 0x00A3: .init(.currency, 1)  // £
        case 0x20AC: .init(.currency, 2)  // €
        case 0x00A5, 0xFFE5: .init(.currency, 3)  // ¥
        case 0x20B9: .init(.currency, 4)  // ₹
        case 0x00A2: .init(.currency, 5)  // ¢
        case 0x211D: .init(.namedSet, UInt8(ascii: "R"))
        case 0x2124: .init(.namedSet, UInt8(ascii: "Z"))
        case 0x2115: .init(.namedSet, UInt8(ascii: "N"))
        case 0x211A: .init(.namedSet, UInt8(ascii: "Q"))
        case 0x2102: .init(.namedSet, UInt8(ascii: "C"))
        case 0x00D7: .init(.times)
        case 0x2460...0x2473: .init(.circled, UInt8(scalar - 0x2460 + 1))  // ① to ⑳
        case 0x03B1...0x03C9, 0x0393...0x03A9: .init(.letter, greekLetter(scalar))
        default: nil
        }
    }

    /// The Greek letters by name; a token's `detail` is the place in this list, from 1.
    static let greek: [StaticString] = [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
        "xi",
        "omicron", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
        "Gamma", "Delta", "Theta", "Lambda", "Xi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
        "varepsilon", "vartheta", "varphi", "varrho", "varsigma", "ell", "hbar",
        "imath", "jmath",
    ]
    /// How many of them people type without a backslash.
    private static let greekTyped = 33

    static func greekName(_ detail: UInt8) -> Symbol {
        switch detail {
        case 34: Symbol("epsilon")
        case 35: Symbol("theta")
        case 36: Symbol("phi")
        case 37: Symbol("rho")
        case 38: Symbol("sigma")
        // Without their dots, as under a hat.
        case 41: Symbol("i")
        case 42: Symbol("j")
        default: Symbol(greek[Int(detail) - 1])
        }
    }

    private static func greekLetter(_ scalar: UInt32) -> UInt8 {
        let order: [UInt8] = [
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 16, 17, 17, 18, 19, 20, 21, 22, 23,
        ]
        if scalar >= 0x03B1 { return max(1, order[Int(scalar - 0x03B1)]) }
        let capitals: [UInt32: UInt8] = [
            0x0393: 24, 0x0394: 25, 0x0398: 26, 0x039B: 27, 0x039E: 28, 0x03A3: 29, 0x03A5: 30, 0x03A6: 31, 0x03A8: 32,
            0x03A9: 33,
        ]
        return capitals[scalar] ?? 23
    }

}
