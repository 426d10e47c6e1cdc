import AdjudgeBase
import CaseFiles
import Testing

@testable import CodeVerifier

@Suite struct ComparatorTests {
    private func equal(_ comparator: OutputComparator, _ got: String, _ expected: String) -> Bool {
        let arena = Arena()
        defer { withExtendedLifetime(arena) {} }
        return withBytes(of: got) { got in withBytes(of: expected) { comparator.equal(got, $0, arena) } }
    }

    private func rule(_ rule: OutputComparator.Rule, unordered: Bool = false, ignoresCase: Bool = false)
        -> OutputComparator
    {
        var comparator = OutputComparator()
        comparator.rule = rule
        comparator.isUnordered = unordered
        comparator.ignoresCase = ignoresCase
        return comparator
    }

    @Test("each rule accepts and refuses what it says")
    func rules() {
        let cases: [(OutputComparator, String, String, Bool)] = [
            (rule(.exact), "1\n", "1\n", true), (rule(.exact), "1", "1\n", false),
            (rule(.trailingWhitespace), "1 \n2\t\r\n\n\n", "1\n2", true),
            (rule(.trailingWhitespace), " 1", "1", false), (rule(.trailingWhitespace), "1\n\n2", "1\n2", false),
            (rule(.trailingWhitespace), "1 2", "1  2", false), (rule(.trailingWhitespace), "", "\n", true),
            (rule(.trailingWhitespace), "junk\r14\u{1B}[K\n", "14\n", false),
            (rule(.trailingWhitespace), "1\n2\n3", "1\n2", false),
            (rule(.lines), " 1\n\n2 ", "1\n2", true), (rule(.lines), "1 2", "1\n2", false),
            (rule(.tokens), "1\n2", "1   2", true), (rule(.tokens), "12", "1 2", false),
            (rule(.tokens), "1.0", "1", false), (rule(.numeric), "1.0", "1", true),
            (rule(.numeric), "1_0", "10", false), (rule(.numeric), "nan", "0", false),
            (rule(.numeric), "inf", "1e400", false), (rule(.numeric), "0x10", "16", false),
            (rule(.numeric), "123456789012345678901", "123456789012345678902", false),
            (rule(.numeric), "-0", "0", true), (rule(.numeric), "+5", "5", true), (rule(.numeric), "1e2", "100", true),
            (rule(.tokens, unordered: true), "b a", "a b", true), (rule(.tokens, unordered: true), "a a", "a b", false),
            (rule(.trailingWhitespace, unordered: true), "2 \n1", "1\n2", true),
            (rule(.trailingWhitespace, ignoresCase: true), "YES", "yes", true),
            (rule(.trailingWhitespace), "YES", "yes", false),
        ]
        for (comparator, got, expected, holds) in cases {
            #expect(
                equal(comparator, got, expected) == holds,
                "\(comparator.rule) \(got.debugDescription) \(expected.debugDescription)")
        }
    }

    @Test("tolerance is absolute or relative, and never lets not-a-number or infinity through")
    func tolerance() {
        var comparator = rule(.numeric)
        comparator.tolerance = Tolerance(absolute: 1e-6)
        #expect(equal(comparator, "0.3333334 x", "0.3333333 x"))
        #expect(!equal(comparator, "0.334", "0.333"))
        comparator.tolerance = Tolerance(relative: 1e-3)
        #expect(equal(comparator, "1000.5", "1000"))
        #expect(!equal(comparator, "0.001", "0"))
        for text in ["nan", "inf", "-inf", "1e999", "NaN"] { #expect(!equal(comparator, text, "1")) }
        comparator.isUnordered = true
        #expect(equal(comparator, "2.0001 a 1", "1 2 a"))
    }

    @Test("numbers are compared as they are written: nothing is rounded, and the bound itself is near")
    func exactness() {
        let nines = String(repeating: "9", count: 400)
        let cases: [(Tolerance, String, String, Bool)] = [
            (.exact, "9007199254740993", "9007199254740992", false),
            (.exact, "0.1000000000000000055511151231257827", "0.1", false),
            (.exact, "0.10", "0.1", true), (.exact, "1e400", "10e399", true), (.exact, "1e400", "1e401", false),
            (Tolerance(absolute: 1e-6), nines, "1" + nines, false),
            (Tolerance(absolute: 1e-6), "1e999", nines, false), (Tolerance(absolute: 1e-6), "1e999", "10e998", true),
            (Tolerance(absolute: 1e-6), "100000000000000001", "100000000000000000", false),
            (Tolerance(absolute: 1), "100000000000000001", "100000000000000000", true),
            (Tolerance(absolute: 1e-6), "1.000001", "1", true), (Tolerance(absolute: 1e-6), "1.0000010001", "1", false),
            (Tolerance(relative: 0.1), "110", "100", true),
            (Tolerance(relative: 0.1), "110.0000000000000000001", "100", false),
            (Tolerance(relative: 1e-9), nines, "1e400", true), (Tolerance(absolute: 1e-6), "1e-99999", "0", true),
            (Tolerance(absolute: 1e-6), "1e99999999999999999999", "1", false),
        ]
        for (tolerance, got, expected, holds) in cases {
            var comparator = rule(.numeric)
            comparator.tolerance = tolerance
            #expect(equal(comparator, got, expected) == holds, "\(got.prefix(40)) \(expected.prefix(40))")
        }
    }

    @Test("the rules of other projects, loose where those are")
    func peers() {
        let lcb = rule(.liveCodeBench)
        #expect(equal(lcb, " 1.0 2 \n3 ", "1 2.00\n3"))
        #expect(!equal(lcb, "1\n\n2", "1\n2"))
        #expect(!equal(lcb, "0.1", "0.10000001"))
        #expect(equal(lcb, "100000000000000000000.0", "100000000000000000000"))
        let prime = rule(.primeCode)
        #expect(equal(prime, "1.000001\n\n2", "1\n2"))
        #expect(!equal(prime, "1000001", "1000000"))
        #expect(!equal(prime, "1\n2", "1"))
        #expect(!equal(prime, "yes", "YES"))
    }

    @Test("a first difference is named")
    func difference() {
        withBytes(of: "1\n2\n4\n") { got in
            withBytes(of: "1\n2\n3\n") { #expect(OutputComparator().firstDifference(got, $0) == "line 3") }
        }
    }
}
