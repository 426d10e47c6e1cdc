import AdjudgeBase
import CaseFiles
import Testing

@testable import MathVerifier

/// Laws that hold for every answer.
@Suite struct PropertyTests {
    private static let files = [
        "ascii", "base_n", "choices", "combinations", "complex", "congruences", "counting", "currency", "equations",
        "fractions", "functions", "hedges", "inequalities", "intervals", "latex_damage", "lists", "logs", "matrices",
        "numbers", "plus_minus", "polynomials", "radicals", "rational_functions", "ratios", "repeating", "scientific",
        "set_builder", "sets", "systems", "time", "trig", "tuples", "unicode", "unions", "units", "words", "labels",
        "conditions", "letters", "families", "applied", "marks", "set_lists", "precision", "wrong_answers",
    ]

    /// The pairs of the corpora: reference and what its response boxes.
    private static func pairs() throws -> [(reference: String, answer: String)] {
        let chain = try ExtractionChain(DocumentNode(["boxed"]))
        let scratch = Scratch()
        var pairs: [(String, String)] = []
        for file in files {
            try CaseFiles.forEach(CaseFiles.lines("math/\(file).jsonl")) { row in
                scratch.beginSample()
                let answer = withBytes(of: row.text("response")) { response in
                    let extraction = chain.extract(from: response, scratch: scratch)
                    return extraction.status == .found ? extraction.bytes.string : nil
                }
                if let answer { pairs.append((row.text("reference"), answer)) }
            }
        }
        return pairs
    }

    /// The references that the corpora and the cases beside the checkout hold, each once.
    private static func references() throws -> [String] {
        var references = Set(try pairs().map(\.reference))
        if let rows = CaseFiles.external("math/golds") {
            try CaseFiles.forEach(rows) { references.insert($0.text("gold")) }
        }
        return references.sorted()
    }

    // MARK: Laws over the corpora

    @Test("an answer that can be read equals itself")
    func reflexive() throws {
        let equivalence = Equivalence(.strict)
        var count = 0
        for text in try PropertyTests.references() where MathComparison.kind(equivalence, text) != nil {
            count += 1
            let judgement = MathComparison.judgement(equivalence, text, text)
            // What has no value, or says that 6 is 5, equals nothing.
            if judgement.reason == .undefinedValue || judgement.reason == .falseChain { continue }
            #expect(judgement.isEqual, "\(text): \(judgement.reason)")
        }
        print("reflexive: \(count) answers")
        #expect(count > 1_000)
    }

    @Test("no pair is equal one way and different the other")
    func symmetric() throws {
        let equivalence = Equivalence(.strict)
        let pairs = try PropertyTests.pairs()
        for (reference, answer) in pairs {
            let there = MathComparison.judgement(equivalence, reference, answer)
            let back = MathComparison.judgement(equivalence, answer, reference)
            // By rule the reference's precision decides, and which side bears a sign of percent or a unit.
            if there.reason == .equalRounded || back.reason == .equalRounded { continue }
            let isContradiction = Set([there.verdict, back.verdict]) == [.equal, .different]
            #expect(!isContradiction, "\(reference) / \(answer): \(there.reason), back \(back.reason)")
        }
        #expect(pairs.count > 1_000)
    }

    @Test("another way of typesetting says the same")
    func typesetting() throws {
        let equivalence = Equivalence(.strict)
        let changes: [(String, (String) -> String?)] = [
            ("spaces around signs", PropertyTests.spaced),
            ("\\left and \\right", PropertyTests.stretched),
            ("\\dfrac", { $0.contains("\\frac") ? $0.replacing("\\frac", with: "\\dfrac") : nil }),
            ("\\tfrac", { $0.contains("\\frac") ? $0.replacing("\\frac", with: "\\tfrac") : nil }),
            ("dollar signs", { "$\($0)$" }),
            ("\\displaystyle", { "\\displaystyle \($0)" }),
            ("\\, at the ends", { "\\,\($0)\\," }),
        ]
        var counts: [String: Int] = [:]
        for text in try PropertyTests.references()
        where MathComparison.judgement(equivalence, text, text).isEqual && PropertyTests.isFormula(equivalence, text) {
            for (name, change) in changes {
                guard let changed = change(text), changed != text else { continue }
                counts[name, default: 0] += 1
                let judgement = MathComparison.judgement(equivalence, text, changed)
                #expect(judgement.isEqual, "\(name): \(text) / \(changed): \(judgement.reason)")
            }
        }
        print("typesetting:", counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        #expect(counts.count == changes.count)
    }

    private static func isFormula(_ equivalence: Equivalence, _ text: String) -> Bool {
        switch MathComparison.kind(equivalence, text) {
        case nil, .words, .opaque, .choice: false
        default: !text.contains("$") && !text.contains("\\text") && !text.contains("\\(")
        }
    }

    /// Spaces around the signs between operands; nil where the text has none.
    private static func spaced(_ text: String) -> String? {
        // `1e+5` and `10^-3` hold their signs together.
        guard text.contains(where: { "=+<>".contains($0) }), !text.contains("e+"), !text.contains("^+") else {
            return nil
        }
        return text.map { "=+<>".contains($0) ? " \($0) " : String($0) }.joined()
    }

    /// Parentheses that grow; nil where there are none or they grow already.
    private static func stretched(_ text: String) -> String? {
        guard text.contains("("), !text.contains("\\left"), !text.contains("\\right"), !text.contains("\\big"),
            !text.contains("\\Big"), !text.contains("["), !text.contains("]"),
            text.filter({ $0 == "(" }).count == text.filter({ $0 == ")" }).count
        else { return nil }
        return text.replacing("(", with: "\\left(").replacing(")", with: "\\right)")
    }

    @Test("an answer cut off anywhere is read or refused, within its budget")
    func truncated() throws {
        let equivalence = Equivalence(.strict)
        var texts: Set<String> = []
        for (reference, answer) in try PropertyTests.pairs() { texts.formUnion([reference, answer]) }
        var prefixes: Set<String> = []
        for text in texts where text.utf8.count < 200 {
            var prefix = text
            while !prefix.isEmpty {
                prefixes.insert(prefix)
                prefix.removeLast()
            }
        }
        var read = 0
        for prefix in prefixes {
            if MathComparison.kind(equivalence, prefix) != nil { read += 1 }
            let work = equivalence.work
            #expect(work <= 2 * WorkBudget.whole, "\(prefix): \(work) units")
        }
        print("truncated: \(prefixes.count) prefixes, \(read) of them read")
        #expect(prefixes.count > 10_000 && read < prefixes.count)
    }

    // MARK: Laws over answers at random

    @Test("other ways to write the same answer are equal")
    func rewritten() {
        let equivalence = Equivalence(.strict)
        var answers = AnswerGenerator(seed: 7)
        for _ in 0..<3_000 {
            let sample = answers.next()
            let judgement = MathComparison.judgement(equivalence, sample.text, sample.same)
            #expect(judgement.isEqual, "\(sample.kind): \(sample.text) / \(sample.same): \(judgement.reason)")
        }
    }

    @Test("another digit, sign, endpoint, exponent or arity is never equal")
    func perturbed() {
        var answers = AnswerGenerator(seed: 11)
        let (strict, lenient) = (Equivalence(.strict), Equivalence(.lenient))
        var refuted = 0
        for _ in 0..<3_000 {
            let sample = answers.next()
            for (reference, answer) in [(sample.text, sample.other), (sample.other, sample.same)] {
                for equivalence in [strict, lenient] {
                    let judgement = MathComparison.judgement(equivalence, reference, answer)
                    #expect(!judgement.isEqual, "\(sample.kind): \(reference) / \(answer): \(judgement.reason)")
                    if judgement.verdict == .different { refuted += 1 }
                }
            }
        }
        print("perturbed: 12000 comparisons, \(refuted) refuted by proof")
        // Not only undecided: a change of value is proved.
        #expect(refuted > 11_000)
    }
}
