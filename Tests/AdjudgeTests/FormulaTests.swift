import AdjudgeBase
import Testing

@testable import Adjudge

@Suite struct FormulaTests {
    private func value(_ text: String, _ parts: [(String, Double)]) throws -> Formula.Value {
        let formula = try Formula.parse(text, parts: parts.map(\.0), path: "$.calculate_output")
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: formula.depth) { stack in
            formula.evaluate(stack: stack.baseAddress!) { parts[$0].1 }
        }
    }

    @Test(
        "operators keep their precedence",
        arguments: [
            ("1 + 2 * 3", 7.0), ("(1 + 2) * 3", 9), ("-2 ^ 2", -4), ("2 ^ 3 ^ 2", 512), ("7 - 2 - 1", 4),
            ("8 / 4 / 2", 1),
            ("1 < 2", 1), ("2 <= 1", 0), ("1 == 1", 1), ("1 != 1", 0), ("min(3, 1, 2)", 1), ("max(3, 1, 2)", 3),
            ("abs(-2)", 2), ("floor(1.5) + ceil(1.5)", 3), ("if(1 > 0, 5, 6)", 5), ("clip(9, 0, 1)", 1),
            ("1e-1 * 10", 1),
            ("sqrt(9) + log(1) + exp(0)", 4), ("--3", 3), ("if(0, 1/0, 2)", 2),
        ])
    func arithmetic(_ text: String, _ expected: Double) throws {
        #expect(try value(text, []) == .finite(expected))
    }

    @Test("a part that may be left out drops out of sums and minima, and spoils what needs it")
    func droppable() throws {
        let parts = [("acc", Formula.droppable), ("fmt", 0.5)]
        #expect(try value("acc + fmt", parts) == .finite(0.5))
        #expect(try value("fmt - acc", parts) == .finite(0.5))
        #expect(try value("0.9 * acc + 0.1 * fmt", parts) == .finite(0.05))
        #expect(try value("min(acc, fmt)", parts) == .finite(0.5))
        #expect(try value("acc * fmt", parts) == .missing)
        #expect(try value("acc > 0", parts) == .missing)
        #expect(try value("if(acc > 0, 1, 0)", parts) == .missing)
        #expect(try value("acc", parts) == .missing)
    }

    @Test("any other part without a reward leaves no value, except on the branch that is not taken")
    func needed() throws {
        let parts = [("acc", Formula.needed), ("fmt", 0.5), ("len", Formula.droppable)]
        for text in [
            "acc", "-acc", "acc + fmt", "fmt - acc", "0.9 * acc + 0.1 * fmt", "min(acc, fmt)", "max(fmt, acc)",
            "acc * 0", "acc ^ 0", "acc > 0", "acc == acc", "if(acc > 0, 1, 1)", "if(fmt > 0, acc, 0)", "acc + len",
            "len + acc", "min(len, acc)", "abs(acc)", "exp(acc)", "clip(acc, 0, 1)", "clip(fmt, acc, 1)", "1 / acc",
        ] {
            #expect(try value(text, parts) == .missing, "\(text)")
        }
        #expect(try value("if(fmt > 1, acc, 0)", parts) == .finite(0))
        #expect(try value("if(fmt > 1, acc, fmt + len)", parts) == .finite(0.5))
    }

    @Test(
        "arithmetic that leaves the finite numbers says so",
        arguments: ["1 / 0", "0 / 0 + 1", "sqrt(0 - 1)", "exp(1000)", "log(0)"])
    func notFinite(_ text: String) throws {
        #expect(try value(text, []) == .notFinite)
    }

    @Test(
        "errors name the character and the nearest name",
        arguments: [
            ("1 +", "the end of the formula"), ("acd + 1", "did you mean \"acc\""), ("mn(1)", "did you mean \"min\""),
            ("(1", "closing"), ("if(1, 2)", "3 arguments"), ("1 2", "an operator or the end"), ("1..2", "a number"),
        ])
    func errors(_ text: String, _ part: String) {
        do {
            _ = try value(text, [("acc", 1), ("fmt", 1)])
            Issue.record("\(text) compiled")
        } catch {
            #expect("\(error)".contains(part), "\(error)")
        }
    }

    @Test("deep nesting is refused, not crashed on")
    func nesting() {
        let text = String(repeating: "(", count: 100_000) + "1" + String(repeating: ")", count: 100_000)
        #expect(throws: DocumentError.self) { try value(text, []) }
    }
}
