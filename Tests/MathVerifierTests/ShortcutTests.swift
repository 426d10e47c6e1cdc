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

    @Test("doubles bound what is computed exactly")
    func doubles() {
        let terms = ["3/7", "(-2/3)", "(5-7/9)", "11^3", "(2/5)^{-2}", "\\sqrt{49/4}", "|1/3-2|", "0.125", "(1/3)^5"]
        let signs = ["+", "-", "*", "/"]
        let tree = MathTree()
        let budget = WorkBudget()
        var tokens: ContiguousArray<Token> = []
        for first in terms {
            for second in terms {
                for sign in signs {
                    let text = "(\(first)\(sign)\(second))\(sign)(\(second)+\(first))"
                    withBytes(of: text) { bytes in
                        tree.removeAll()
                        budget.restart()
                        guard case .answer(let id) = Reader.read(bytes, into: tree, &tokens) else {
                            Issue.record("\(text) is not read")
                            return
                        }
                        var exact = ExactEvaluator(tree, budget)
                        // A quotient by zero has neither a value nor bounds.
                        guard let value = exact.value(id) else { return }
                        guard let bounds = FloatEvaluator(tree, budget, at: SymbolMap()).value(id) else { return }
                        #expect(Rational.compare(rational(bounds.lower), value) <= 0, "\(text)")
                        #expect(Rational.compare(rational(bounds.upper), value) >= 0, "\(text)")
                        #expect(bounds.upper - bounds.lower <= 1e-11 * max(1, abs(bounds.upper)), "\(text)")
                    }
                }
            }
        }
    }

    /// Exactly what the double is.
    private func rational(_ value: Double) -> Rational {
        if value == 0 { return .zero }
        let digits = Int128(value.significand * 0x1p52) * (value < 0 ? -1 : 1)
        let scale = Rational.integer(2).raised(to: Int(value.exponent) - 52)!
        return .integer(digits) * scale
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
}
