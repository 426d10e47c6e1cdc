import AdjudgeBase
import CMPFR
import Testing

@testable import MathVerifier

/// What is decided by a shorter way is what the longer way says.
@Suite struct ShortcutTests {
    @Test("a plain decimal has the value that the number reader reads")
    func plainDecimals() {
        for text in [
            "0", "-0", "7", "-7", "007", "3.5", "-3.50", "0.001", "$12$", "$-1.25$", " 4 ", "999999999999999999",
            "-99999999999.9999999", "123456789.987654321",
        ] {
            withBytes(of: text) { bytes in
                guard let plain = PlainDecimal(bytes), let read = NumberReader.readDressed(bytes).value else {
                    Issue.record("\(text) is not read")
                    return
                }
                #expect(Rational.compare(plain.value, read) == 0, "\(text)")
                #expect(plain.places == text.drop { $0 != "." }.filter(\.isNumber).count, "\(text)")
            }
        }
        for text in ["", "-", ".", "5.", ".5", "1.2.3", "--1", "1-", "1e5", "1,000", "+5", "$5", "1234567890123456789"]
        {
            withBytes(of: text) { bytes in #expect(PlainDecimal(bytes) == nil, "\(text)") }
        }
    }

    @Test("a printed decimal takes the numbers that the tree takes for it")
    func rounding() {
        let references = ["0.5", "0.33", "0.333", "-2.67", "25.0", "125.0", "0.10", "1.00", "0.001", "12.3", "100.5"]
        let answers = [
            "1/3", "\\frac{1}{3}", "-8/3", "0.3333", "0.3350", "0.335", "-2.665", "-2.6651", "\\dfrac{251}{10}", "7/2",
            "0.4999", "24.999", "125.04", "0.1049", "0.0012", "0.00149", "37/3", "100.45", "100.5499", "\\frac12",
        ]
        let equivalence = Equivalence(.strict)
        for reference in references {
            for answer in answers {
                withBytes(of: reference) { gold in
                    withBytes(of: answer) { given in
                        guard let short = NumberText(gold).isRounding(of: NumberText(given)) else {
                            Issue.record("\(reference), \(answer): not plain")
                            return
                        }
                        let long = equivalence.compare(reference: gold, answer: given).judgement
                        if long.reason == .equalNumber { return }
                        #expect(short == (long.reason == .equalRounded), "\(reference), \(answer)")
                    }
                }
            }
        }
    }

    @Test("a reference that is still held is compared as one that is read anew")
    func heldReferences() {
        let references = [
            "\\frac{x^2}{2} + C", "2 2\\pi", "\\vec F = m\\vec a", "P_2(\\cos\\theta)", "no solution", "\\frac{1",
            "(1, 2], [3, 4)",
            "x = 1 \\text{ or } x = 2",
        ]
        let held = Equivalence(.strict)
        for reference in references {
            for answer in references + ["C + \\frac12 x^2", "22\\pi", "F = ma", "No solution.", "x = 2, 1", "\\hat x"] {
                withBytes(of: reference) { reference in
                    withBytes(of: answer) { answer in
                        let anew = Equivalence(.strict)
                        let (first, second) = (
                            held.compare(reference: reference, answer: answer),
                            anew.compare(reference: reference, answer: answer)
                        )
                        let text = "\(reference.string), \(answer.string)"
                        #expect(first.judgement.verdict == second.judgement.verdict, "\(text)")
                        #expect(first.judgement.reason == second.judgement.reason, "\(text)")
                        #expect(held.work == anew.work, "\(text)")
                        #expect(
                            held.describe(first.reference, reference) == anew.describe(second.reference, reference),
                            "\(text)")
                    }
                }
            }
        }
    }

    @Test("the order of terms and factors says nothing, all else does")
    func reordered() {
        let alike = [
            ("a b - c", "-c + b a"), ("\\sqrt{2} + \\ln 3", "\\ln 3 + \\sqrt{2}"), ("\\frac{x+y}{2}", "\\frac{y+x}{2}"),
            ("x + x + y", "x + y + x"), ("\\sin(a + b)^2", "\\sin(b + a)^2"), ("2(x - y)", "(-y + x)2"),
        ]
        let unlike = [
            ("a - b c", "b c - a"), ("x^2 + y^3", "x^3 + y^2"), ("x + x + y", "x + y + y"),
            ("\\frac{x}{y}", "\\frac{y}{x}"),
            ("\\sin(a + b)", "\\cos(b + a)"), ("\\sqrt{2} + \\ln 3", "\\ln 2 + \\sqrt{3}"), ("a + b", "a + b + b"),
        ]
        let equivalence = Equivalence(.strict)
        for (index, (left, right)) in (alike + unlike).enumerated() {
            withBytes(of: left) { left in
                withBytes(of: right) { right in
                    guard case .answer(let a) = equivalence.read(left), case .answer(let b) = equivalence.read(right)
                    else {
                        Issue.record("\(left.string), \(right.string): not read")
                        return
                    }
                    equivalence.budget.restart()
                    let isAlike = index < alike.count
                    #expect(equivalence.areReordered(a, b) == isAlike, "\(left.string), \(right.string)")
                    #expect(
                        equivalence.compare(reference: left, answer: right).judgement.isEqual == isAlike,
                        "\(left.string), \(right.string)")
                }
            }
        }
    }

    @Test("a number or a letter alone is read as one behind a sign is")
    func loneTokens() {
        let places = [
            "#", "(#, 1)", "[1, #)", "\\{#, 2\\}", "\\frac{#}{7}", "\\frac{7}{#}", "y^{#}", "\\sqrt{#}",
            "# \\text{ or } 9",
            "1; #", "((#, 4), (5, #))", "y = #",
        ]
        let equivalence = Equivalence(.strict)
        for place in places {
            for token in ["3", "0", "2.50", "x", "n", "e", "i"] {
                let parts = place.split(separator: "#", omittingEmptySubsequences: false)
                let (short, long) = (parts.joined(separator: token), parts.joined(separator: "+" + token))
                withBytes(of: short) { short in
                    withBytes(of: long) { long in
                        guard case .answer(let first) = equivalence.read(short),
                            case .answer(let second) = equivalence.read(long)
                        else {
                            Issue.record("\(short.string), \(long.string): not read")
                            return
                        }
                        #expect(equivalence.tree.haveSameShape(first, second), "\(short.string)")
                    }
                }
            }
        }
    }

    @Test("products and quotients of intervals hold the products and quotients of their numbers")
    func intervals() {
        let store = IntervalStore()
        let ends = [-7, -3, -1, 0, 1, 2, 5]
        func interval(_ lower: Int, _ upper: Int) -> IntervalStore.Slot {
            let slot = store.integer(lower)
            mpfr_set_si_2exp(store.upper(slot), upper, 0, MPFR_RNDU)
            return slot
        }
        for a in ends {
            for b in ends where b >= a {
                for c in ends {
                    for d in ends where d >= c {
                        store.restart(precision: 64)
                        let (left, right) = (interval(a, b), interval(c, d))
                        let product = store.multiply(left, right)
                        let quotient = store.divide(left, right)
                        for x in a...b {
                            for y in c...d {
                                #expect(!store.areDisjoint(product, store.integer(x * y)), "\(x) * \(y)")
                                guard let quotient else { continue }
                                let exact = store.rational(Rational.quotient(.integer(Int128(x)), .integer(Int128(y)))!)
                                #expect(!store.areDisjoint(quotient, exact), "\(x) / \(y)")
                            }
                        }
                        #expect((quotient == nil) == (c <= 0 && d >= 0))
                        let corners = [a * c, a * d, b * c, b * d]
                        #expect(store.areDisjoint(product, store.integer(corners.min()! - 1)))
                        #expect(store.areDisjoint(product, store.integer(corners.max()! + 1)))
                    }
                }
            }
        }
    }

    @Test("the exponential of a narrow interval holds those of its ends")
    func exponentials() {
        let store = IntervalStore()
        for precision in [64, 256] {
            for exponent in [(-700, 3), (-1, 3), (0, 1), (1, 7), (22, 7), (355, 1), (-7, 1000)] as [(Int128, Int128)] {
                for width in [40, 60, 70] {
                    store.restart(precision: precision)
                    let a = store.rational(.small(exponent.0, exponent.1))
                    mpfr_add_d(
                        store.upper(a), store.upper(a), Double(sign: .plus, exponent: -width, significand: 1), MPFR_RNDU
                    )
                    let (narrow, wide) = (store.exponential(a), store.increasing(a, mpfr_exp))
                    let text = "\(exponent), \(width) at \(precision) bits"
                    #expect(mpfr_lessequal_p(store.lower(narrow), store.lower(wide)) != 0, "\(text)")
                    #expect(mpfr_greaterequal_p(store.upper(narrow), store.upper(wide)) != 0, "\(text)")
                    #expect(store.widthExponent(narrow) <= store.widthExponent(wide) + 4, "\(text)")
                }
            }
        }
    }

    @Test("what sorting sums is the sum")
    func polynomials() throws {
        let (x, y) = (
            Monomial(powers: [AtomPower(atom: 0, exponent: .one)]),
            Monomial(powers: [AtomPower(atom: 1, exponent: .one)])
        )
        let sum = try #require(
            Polynomial(sumOf: [
                .init(monomial: y, coefficient: .integer(2)), .init(monomial: x, coefficient: .one),
                .init(monomial: .one, coefficient: .integer(5)), .init(monomial: x, coefficient: .integer(-1)),
                .init(monomial: y, coefficient: .small(2, 4)),
            ]))
        #expect(sum == Polynomial(y, .small(5, 2)) + Polynomial(.integer(5)))
    }

    @Test("names are found in their tables, and no others")
    func names() {
        for name: StaticString in ["frac", "sqrt", "alpha", "text", "left", "mathbb", "not", "quad"] {
            #expect(CommandTable.actions[Symbol(name)] != nil, "\(name)")
        }
        for name: StaticString in ["fra", "sqr", "fractions", "lefty", "x", "mathb"] {
            #expect(CommandTable.actions[Symbol(name)] == nil, "\(name)")
        }
        var set = SymbolSet()
        let all: [StaticString] = ["a", "b", "c", "d", "e", "f", "b"]
        for name in all { set.insert(Symbol(name)) }
        #expect(set.count == 6)
        set.remove(Symbol("c"))
        #expect(!set.contains(Symbol("c")) && set.contains(Symbol("f")) && set.count == 5)
        #expect(set.sorted.map(\.description) == ["a", "b", "d", "e", "f"])
    }

    @Test("sums of inverse tangents are zero where intervals of 512 bits say so")
    func arctangents() {
        let equal = [
            ("\\pi/4", "4\\arctan(1/5)-\\arctan(1/239)"), ("\\pi/4", "\\arctan(1/2)+\\arctan(1/3)"),
            ("\\pi", "\\arctan 1+\\arctan 2+\\arctan 3"), ("\\arctan(-3)", "\\arctan(1/3)-\\pi/2"),
            ("\\frac{\\arctan(3/4)}{2}", "\\arctan(1/3)"), ("2\\pi/8", "5\\arctan(1/7)+2\\arctan(3/79)"),
        ]
        // Their products are real, and they are multiples of π apart.
        let turned = [("\\pi/4", "\\arctan 2+\\arctan(-3)"), ("0", "\\arctan 1+\\arctan 2+\\arctan 3")]
        let near = [("\\pi/4", "4\\arctan(1/5)-\\arctan(1/238)"), ("\\arctan(1/2)", "\\arctan(1/3)+\\pi/24")]
        for (pairs, expected) in [(equal, true), (turned, nil), (near, false)] as [([(String, String)], Bool?)] {
            for (left, right) in pairs {
                withTree(left, right) { tree, a, b in
                    let store = IntervalStore()
                    store.restart(precision: 512)
                    let budget = WorkBudget()
                    budget.restart()
                    var evaluator = IntervalEvaluator(tree, store, budget)
                    guard let x = evaluator.value(a), let y = evaluator.value(b) else {
                        Issue.record("\(left), \(right): no value")
                        return
                    }
                    #expect(evaluator.areDisjoint(x, y) == (expected != true), "\(left), \(right)")
                    // How near they are is told by who asks: 2^-100 where they are equal, never where they are not.
                    let isZero = ArctangentSum(tree, budget).isZero(a, minus: b, within: -100)
                    if expected != nil { #expect(isZero == expected, "\(left), \(right)") }
                    #expect(ArctangentSum(tree, budget).isZero(a, minus: b, within: 2) == nil, "\(left), \(right)")
                }
            }
        }
    }

    @Test("expressions with roots are equal by the bound where agreement to 2048 bits says so")
    func separation() {
        let pairs = [
            ("1", "\\sqrt[3]{2+\\sqrt{5}}+\\sqrt[3]{2-\\sqrt{5}}"),
            ("\\sqrt{14}", "\\sqrt{5-\\sqrt{21}}+\\sqrt{5+\\sqrt{21}}"),
            ("\\sqrt{5}", "\\sqrt[3]{2+\\sqrt{5}}-\\sqrt[3]{2-\\sqrt{5}}"),
            ("\\sqrt{2}+\\sqrt{3}", "\\sqrt{5+2\\sqrt{6}}"),
            ("\\sqrt[3]{7+5\\sqrt{2}}", "1+\\sqrt{2}"), ("\\frac{1}{\\sqrt{3+\\sqrt{8}}}", "\\sqrt{2}-1"),
            ("\\sqrt{2}", "1.41421356237309504880168872420969807"), ("\\sqrt{10}", "\\sqrt{10+10^{-30}}"),
            ("\\sqrt[3]{2}+\\sqrt{3}", "\\sqrt[3]{2+10^{-25}}+\\sqrt{3}"),
        ]
        let equivalence = Equivalence(.strict)
        for (index, (left, right)) in pairs.enumerated() {
            withTree(left, right) { tree, a, b in
                let budget = WorkBudget()
                budget.restart()
                guard let bound = SeparationBound(tree, budget).exponent(of: a, minus: b) else {
                    Issue.record("\(left), \(right): no bound")
                    return
                }
                let store = IntervalStore()
                store.restart(precision: 2048)
                var evaluator = IntervalEvaluator(tree, store, budget)
                guard let x = evaluator.value(a), let y = evaluator.value(b) else {
                    Issue.record("\(left), \(right): no value")
                    return
                }
                let isEqual = !evaluator.areDisjoint(x, y)
                #expect(isEqual == (index < 6), "\(left), \(right)")
                // Numbers that differ do so by more than the bound.
                if !isEqual {
                    let scale = Rational.integer(2).raised(to: bound)!
                    let distance = store.absolute(store.subtract(x.real, y.real))
                    let scaled = store.multiply(distance, store.rational(scale))
                    #expect(store.sign(store.subtract(scaled, store.integer(1))) == 1, "\(left), \(right)")
                }
            }
            withBytes(of: left) { gold in
                withBytes(of: right) { answer in
                    let judgement = equivalence.compare(reference: gold, answer: answer).judgement
                    #expect(judgement.isEqual == (index < 6), "\(left), \(right): \(judgement.reason)")
                    #expect(judgement.verdict != .undecided, "\(left), \(right)")
                }
            }
        }
    }

    /// Both texts, read into one tree.
    private func withTree(_ left: String, _ right: String, _ body: (MathTree, NodeID, NodeID) -> Void) {
        let tree = MathTree()
        var tokens = Tokens()
        defer { tokens.free() }
        withBytes(of: left) { gold in
            withBytes(of: right) { answer in
                guard case .answer(let a) = Reader.read(gold, into: tree, &tokens),
                    case .answer(let b) = Reader.read(answer, into: tree, &tokens)
                else {
                    Issue.record("\(left), \(right): not read")
                    return
                }
                body(tree, a, b)
            }
        }
    }
}
