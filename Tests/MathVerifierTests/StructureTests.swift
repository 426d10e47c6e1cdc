import AdjudgeBase
import Testing

@testable import MathVerifier

/// Laws of answers that are made of others: parts, cases, families; over answers at random.
@Suite struct StructureTests {
    private let strict = Equivalence(.strict)
    private let lenient = Equivalence(.lenient)

    /// Answers and others that differ from them, of kinds that can stand in a part.
    private static func samples(_ count: Int, seed: UInt64) -> [AnswerGenerator.Sample] {
        var answers = AnswerGenerator(seed: seed)
        var samples: [AnswerGenerator.Sample] = []
        while samples.count < count {
            let sample = answers.next()
            if !sample.text.contains(",") && !sample.text.contains("text") { samples.append(sample) }
        }
        return samples
    }

    private func expectUnequal(_ reference: String, _ answer: String) {
        for equivalence in [strict, lenient] {
            let judgement = MathComparison.judgement(equivalence, reference, answer)
            #expect(!judgement.isEqual, "\(reference) / \(answer): \(judgement.reason)")
        }
    }

    private func expectEqual(_ reference: String, _ answer: String) {
        let judgement = MathComparison.judgement(strict, reference, answer)
        #expect(judgement.isEqual, "\(reference) / \(answer): \(judgement.reason)")
    }

    @Test("parts keep their values: another order of labels is equal, values exchanged are not")
    func parts() {
        for sample in StructureTests.samples(120, seed: 3) {
            for (first, second) in [("(a)", "(b)"), ("(i)", "(ii)"), ("Part A:", "Part B:")] {
                let reference = "\(first) \(sample.text) \(second) \(sample.other)"
                expectEqual(reference, "\(first) \(sample.same) \(second) \(sample.other)")
                expectEqual(reference, "\(second) \(sample.other) \(first) \(sample.same)")
                expectUnequal(reference, "\(first) \(sample.other) \(second) \(sample.text)")
                expectUnequal(reference, "\(first) \(sample.text)")
            }
        }
    }

    @Test("a condition whose sign or bound changes is another one, and so is none")
    func conditions() {
        for sample in StructureTests.samples(120, seed: 5) {
            expectEqual("\(sample.text) if n > 4", "\(sample.same) if 4 < n")
            expectUnequal("\(sample.text) if n > 4", "\(sample.text) if n < 4")
            expectUnequal("\(sample.text) if n > 4", "\(sample.text) if n > 5")
            expectUnequal("\(sample.text) if n is even", "\(sample.text) if n is odd")
            expectUnequal("\(sample.text) if n is even", sample.text)
            expectUnequal(
                "\(sample.text) if n is even, \(sample.other) if n is odd",
                "\(sample.other) if n is even, \(sample.text) if n is odd")
            expectEqual(
                "\(sample.text) if n is even, \(sample.other) if n is odd",
                "\(sample.other) if n is odd, \(sample.same) otherwise")
        }
    }

    @Test("one substitution takes a line to itself; the sign of one component takes it elsewhere")
    func families() {
        for slope in [-3, -1, 1, 2, 5] {
            for start in [-2, 0, 7] {
                let line = "(t, \(start) + (\(slope))t), t \\in \\mathbb{R}"
                for (scale, shift) in [(2, 1), (-1, 0), (3, -4)] {
                    let t = "((\(scale))s + (\(shift)))"
                    expectEqual(line, "(\(t), \(start) + (\(slope))\(t)), s \\in \\mathbb{R}")
                    expectUnequal(line, "(\(t), \(start) - (\(slope))\(t)), s \\in \\mathbb{R}")
                }
                let points = line.replacing("R", with: "Z")
                expectEqual(points, "(3 - t, \(start) + (\(slope))(3 - t)), t \\in \\mathbb{Z}")
                expectUnequal(points, "(2t, \(start) + (\(slope))2t), t \\in \\mathbb{Z}")
                expectUnequal(points, line)
            }
        }
    }

    @Test("letters side by side are a product: their order is free, their case is not")
    func letters() {
        let runs = ["kQq", "GMm", "nRT", "mgh", "qvB", "BLv", "ILB", "kTV"]
        for run in runs {
            let spaced = run.map(String.init).joined(separator: " ")
            expectEqual("\\frac{\(run)}{r^2}", "\\frac{\(spaced)}{r^2}")
            expectEqual("2\(run)", "2\(String(run.reversed()))")
            for place in run.indices {
                let letter = run[place]
                let other = letter.isUppercase ? letter.lowercased() : letter.uppercased()
                let changed = run.replacingCharacters(at: place, with: other)
                expectUnequal("\\frac{\(run)}{r^2}", "\\frac{\(changed)}{r^2}")
                expectUnequal("3\(run) + 1", "3\(changed) + 1")
            }
        }
    }
}

extension String {
    fileprivate func replacingCharacters(at place: Index, with text: String) -> String {
        self[..<place] + text + self[index(after: place)...]
    }
}
