import AdjudgeBase
import CMPFR
import Testing

@testable import MathVerifier

/// What doubles bound is what is computed exactly, or at 128 bits.
@Suite struct FloatBoundsTests {
    /// What reads texts and computes their values, one after another.
    private final class Bench {
        let (tree, budget, store) = (MathTree(), WorkBudget(), IntervalStore())
        private var tokens = Tokens()

        deinit { tokens.free() }

        func read(_ text: String, _ body: (NodeID) -> Void) {
            withBytes(of: text) { bytes in
                tree.removeAll()
                budget.restart()
                store.restart(precision: 128)
                guard case .answer(let id) = Reader.read(bytes, into: tree, &tokens) else {
                    Issue.record("\(text) is not read")
                    return
                }
                body(id)
            }
        }

        /// Each form with each number in the place of its N.
        func read(_ forms: [String], of numbers: [String], _ body: (String, NodeID) -> Void) {
            for form in forms {
                for number in numbers {
                    let text = form.split(separator: "N", omittingEmptySubsequences: false).joined(separator: number)
                    read(text) { body(text, $0) }
                }
            }
        }

        func bounds(_ base: IntervalEvaluator.LogBase = .ten) -> FloatEvaluator {
            FloatEvaluator(tree, budget, at: SymbolMap(), logBase: base)
        }

        func value(_ id: NodeID, _ base: IntervalEvaluator.LogBase = .ten) -> IntervalEvaluator.Value? {
            var evaluator = IntervalEvaluator(tree, store, budget)
            evaluator.logBase = base
            return evaluator.value(id)
        }

        func expect(_ exact: IntervalStore.Slot, within bounds: FloatInterval, _ text: String) {
            #expect(mpfr_cmp_d(store.lower(exact), bounds.lower) >= 0, "\(text)")
            #expect(mpfr_cmp_d(store.upper(exact), bounds.upper) <= 0, "\(text)")
            #expect(bounds.upper - bounds.lower <= 1e-9 * max(1, abs(bounds.upper)), "\(text)")
        }
    }

    @Test("doubles bound what is computed exactly")
    func doubles() {
        let terms = ["3/7", "(-2/3)", "(5-7/9)", "11^3", "(2/5)^{-2}", "\\sqrt{49/4}", "|1/3-2|", "0.125", "(1/3)^5"]
        let signs = ["+", "-", "*", "/"]
        let bench = Bench()
        for first in terms {
            for second in terms {
                for sign in signs {
                    let text = "(\(first)\(sign)\(second))\(sign)(\(second)+\(first))"
                    bench.read(text) { id in
                        var exact = ExactEvaluator(bench.tree, bench.budget)
                        // A quotient by zero has neither a value nor bounds.
                        guard let value = exact.value(id), let bounds = bench.bounds().value(id) else { return }
                        #expect(Rational.compare(rational(bounds.lower), value) <= 0, "\(text)")
                        #expect(Rational.compare(rational(bounds.upper), value) >= 0, "\(text)")
                        #expect(bounds.upper - bounds.lower <= 1e-11 * max(1, abs(bounds.upper)), "\(text)")
                    }
                }
            }
        }
    }

    @Test("doubles bound what functions come to at 128 bits")
    func functions() {
        let numbers = ["3/7", "-3/7", "0.999", "1/1000", "5", "-12.5", "200", "\\pi", "e", "1+10^{-9}"]
        let forms = [
            "\\sin(N)", "\\cos(N)", "\\tan(N)", "\\cot(N)", "\\sec(N)", "\\csc(N)", "\\arcsin(N)", "\\arccos(N)",
            "\\arctan(N)", "\\sinh(N)", "\\cosh(N)", "\\tanh(N)", "\\coth(N)", "e^{N}", "\\exp(N)", "\\ln(N)",
            "\\log(N)", "(N)^{1/3}", "(N)^{-5/2}", "2^{N}", "\\sqrt[3]{N}", "\\sqrt[5]{N}", "(N)^\\circ",
            "\\operatorname{erf}(N)", "\\operatorname{Ei}(N)", "\\operatorname{sech}(N)", "\\operatorname{csch}(N)",
            "\\operatorname{arcsinh}(N)", "\\operatorname{arccot}(N)", "\\log_{3}(N)", "(-N)^0", "4!\\sin(N)",
            "\\sin(e^{N})-\\ln(|N|)", "\\cosh(\\sin(N))^{N}", "\\operatorname{erfc}(N)", "\\lfloor 7(N) \\rfloor",
            "\\lceil \\frac{N}{7} \\rceil", "\\max(N, 1/3, 2)", "\\min(N, 1/3)",
        ]
        let bench = Bench()
        var bounded = 0
        for base in [IntervalEvaluator.LogBase.ten, .euler] {
            bench.read(forms, of: numbers) { text, id in
                guard let bounds = bench.bounds(base).value(id) else { return }
                guard let value = bench.value(id, base), value.imaginary == nil else {
                    Issue.record("\(text): doubles have bounds where there is no real value")
                    return
                }
                bounded += 1
                bench.expect(value.real, within: bounds, text)
            }
        }
        #expect(bounded > 250)
    }

    @Test("doubles bound what is not real as well")
    func complex() {
        let numbers = [
            "3/7", "-3/7", "-5", "2i", "1+i", "-2+3i", "-2-i/3", "\\sqrt{-2}", "(1-i)^3", "\\frac{1+i}{2-i}",
        ]
        let forms = [
            "\\sqrt{N}", "\\ln(N)", "e^{N}", "\\sin(N)", "\\cos(N)", "\\tan(N)", "|N|", "(N)^5", "(N)^{-2}",
            "\\frac{1}{N}", "\\sqrt{1+(N)^2}-\\ln(N)", "(N)(N+2i)-N",
        ]
        let bench = Bench()
        var bounded = 0
        bench.read(forms, of: numbers) { text, id in
            guard let bounds = bench.bounds().complex(id) else { return }
            guard let value = bench.value(id) else {
                Issue.record("\(text): doubles have bounds where there is no value")
                return
            }
            bounded += 1
            bench.expect(value.real, within: bounds.real, text)
            bench.expect(
                value.imaginary ?? bench.store.integer(0), within: bounds.imaginary ?? FloatInterval(0, 0), text)
        }
        #expect(bounded > 80)
    }

    /// Exactly what the double is.
    private func rational(_ value: Double) -> Rational {
        if value == 0 { return .zero }
        let digits = Int128(value.significand * 0x1p52) * (value < 0 ? -1 : 1)
        let scale = Rational.integer(2).raised(to: Int(value.exponent) - 52)!
        return .integer(digits) * scale
    }
}
