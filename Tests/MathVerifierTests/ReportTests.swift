import Adjudge
import AdjudgeBase
import CaseFiles
import Testing

@testable import MathVerifier

/// Faults that users of other verifiers reported, and real answer files of physics, chemistry and olympiads: as given, with
/// units, and with one digit, sign or symbol changed.
@Suite struct ReportTests {
    /// How the rows of a set were judged.
    private struct Tally {
        var accepted: [String] = []
        var refused: [String] = []
        var undecided: [String] = []

        mutating func count(_ verdict: Verdict, _ row: JSONValue) {
            count(verdict, "\(row.text("id")): \(row.text("gold")) | \(row.text("pred"))")
        }

        mutating func count(_ verdict: Verdict, _ pair: String) {
            let text = "\(pair) (\(verdict.reason.name))"
            if verdict.reward == 1 {
                accepted.append(text)
            } else if verdict.status == .graded || verdict.status == .noAnswer {
                refused.append(text)
            } else {
                undecided.append(text)
            }
        }

        var total: Int { accepted.count + refused.count + undecided.count }
        var acceptedShare: Double { Double(accepted.count) / Double(max(total, 1)) }
        var undecidedShare: Double { Double(undecided.count) / Double(max(total, 1)) }

        func report(_ name: String) {
            print(
                "\(name): \(total) rows, \(accepted.count) accepted, \(refused.count) refused, \(undecided.count) undecided"
            )
        }
    }

    private final class Grading {
        private let answers: Engine
        private let responses: Engine

        init(_ profile: String) throws {
            answers = try Engine(
                grader: #"{"type": "math", "profile": "\#(profile)", "extract": ["whole"]}"#, threads: 1)
            responses = try Engine(grader: #"{"type": "math", "profile": "\#(profile)"}"#, threads: 1)
        }

        func verdict(_ row: JSONValue) -> Verdict {
            verdict(row.text("gold"), row.text("pred"), isResponse: row.text("form") == "response")
        }

        func verdict(_ gold: String, _ pred: String, isResponse: Bool) -> Verdict {
            let engine = isResponse ? responses : answers
            return withBytes(of: pred) { response in
                withBytes(of: gold) {
                    engine.explain(Sample(response: .text(response), reference: .text($0))).verdict
                }
            }
        }
    }

    @Test("batch and explain give a row the same reason", arguments: ["strict", "lenient"])
    func reasons(_ profile: String) throws {
        let engine = try Engine(
            grader: #"{"type": "math", "profile": "\#(profile)", "extract": ["whole"]}"#, threads: 1)
        var count = 0
        try CaseFiles.forEach(CaseFiles.lines("reports.jsonl")) { row in
            for pred in [row.text("pred"), row.text("gold")] where row.text("form") == "answer" {
                withBytes(of: pred) { response in
                    withBytes(of: row.text("gold")) { gold in
                        let batch = engine.score(response: response, reference: gold)
                        let explained = engine.explain(Sample(response: .text(response), reference: .text(gold)))
                        #expect(
                            "\(batch.reason.name)" == "\(explained.verdict.reason.name)",
                            "\(row.text("gold")) / \(pred)")
                        #expect(batch.reward == explained.verdict.reward)
                        count += 1
                    }
                }
            }
        }
        #expect(count > 100)
    }

    private static func list(_ name: String, _ rows: [String]) {
        for row in rows.prefix(200) { print("  \(name): \(row)") }
    }

    private static func isRight(_ row: JSONValue) -> Bool { row.member("expected")?.raw.string == "1" }

    /// Wrong answers that pass and right ones that do not: the bars of a profile.
    struct ReportBar: CustomTestStringConvertible {
        let profile: String
        let falseAccepts: Int
        let recall: Double
        var testDescription: String { profile }
    }

    @Test(
        "reports: no false accept outside policy, 95 % of the right ones",
        arguments: [
            ReportBar(profile: "strict", falseAccepts: 0, recall: 0.97),
            ReportBar(profile: "lenient", falseAccepts: 0, recall: 0.97),
        ])
    func reports(_ bar: ReportBar) throws {
        guard let rows = CaseFiles.external("math/reports") else { return }
        let grading = try Grading(bar.profile)
        var (right, wrong, debatable) = (Tally(), Tally(), Tally())
        try CaseFiles.forEach(rows) { row in
            let verdict = grading.verdict(row)
            if row.member("policy")?.raw.string == "true" {
                debatable.count(verdict, row)
            } else if ReportTests.isRight(row) {
                right.count(verdict, row)
            } else {
                wrong.count(verdict, row)
            }
        }
        right.report("reports, \(bar.profile), right")
        ReportTests.list("miss", right.refused + right.undecided)
        wrong.report("reports, \(bar.profile), wrong")
        ReportTests.list("false accept", wrong.accepted)
        ReportTests.list("undecided", wrong.undecided)
        debatable.report("reports, \(bar.profile), debatable")
        #expect(wrong.accepted.count <= bar.falseAccepts)
        #expect(right.acceptedShare >= bar.recall)
    }

    @Test("the project's own rows of those kinds, in a bare clone too", arguments: ["strict", "lenient"])
    func ownRows(_ profile: String) throws {
        let grading = try Grading(profile)
        let equivalence = Equivalence(profile == "lenient" ? .lenient : .strict)
        var (right, wrong, changed) = (Tally(), Tally(), Tally())
        var untyped: [String] = []
        let rows = CaseFiles.lines("reports.jsonl")
        try CaseFiles.forEach(rows) { row in
            if ReportTests.isRight(row) {
                right.count(grading.verdict(row), row)
            } else {
                wrong.count(grading.verdict(row), row)
            }
            let gold = row.text("gold")
            switch MathComparison.kind(equivalence, gold) {
            case nil: untyped.append(gold)
            case .words, .opaque: if row.text("kind") != "text" { untyped.append(gold) }
            default:
                #expect(MathComparison.verdict(equivalence, gold, gold) == .equal, "\(gold)")
            }
            // Each digit of the reference changed: another answer, but for the last ones of a double.
            if row.text("kind") == "double" { return }
            for (index, byte) in gold.utf8.enumerated() where byte >= 0x30 && byte <= 0x39 {
                var bytes = Array(gold.utf8)
                bytes[index] = byte == 0x39 ? 0x31 : byte + 1
                let pred = String(decoding: bytes, as: UTF8.self)
                changed.count(grading.verdict(gold, pred, isResponse: false), "\(gold) | \(pred)")
            }
        }
        changed.report("own rows, \(profile), changed")
        ReportTests.list("miss", right.refused + right.undecided)
        ReportTests.list("false accept", wrong.accepted + changed.accepted)
        ReportTests.list("undecided", changed.undecided)
        #expect(rows.count >= 60)
        #expect(right.total >= 30 && right.refused + right.undecided == [])
        #expect(wrong.total >= 25 && wrong.accepted == [])
        #expect(changed.total >= 60 && changed.accepted == [] && changed.undecidedShare <= 0.08)
        #expect(untyped == [])
    }

    @Test("numbers with their units in five spellings: 97 % of the right ones, no wrong one")
    func units() throws {
        guard let rows = CaseFiles.external("math/science_units") else { return }
        let grading = try Grading("strict")
        var (right, wrong) = (Tally(), Tally())
        try CaseFiles.forEach(rows) { row in
            let verdict = grading.verdict(row)
            if ReportTests.isRight(row) { right.count(verdict, row) } else { wrong.count(verdict, row) }
        }
        right.report("science_units, right")
        ReportTests.list("miss", right.refused + right.undecided)
        wrong.report("science_units, wrong")
        ReportTests.list("false accept", wrong.accepted)
        #expect(wrong.accepted.count <= ReportTests.falseUnits)
        #expect(right.acceptedShare >= ReportTests.unitRecall)
    }

    @Test("one digit, sign or symbol changed: only what is equal all the same passes, 2 % at most undecided")
    func changed() throws {
        guard let rows = CaseFiles.external("math/science_changed") else { return }
        let grading = try Grading("strict")
        var tally = Tally()
        var ids: Set<String> = []
        try CaseFiles.forEach(rows) { row in
            let verdict = grading.verdict(row)
            if verdict.reward == 1 { ids.insert(row.text("id")) }
            tally.count(verdict, row)
        }
        tally.report("science_changed")
        ReportTests.list("accepted", tally.accepted)
        ReportTests.list("undecided", tally.undecided)
        #expect(ids.subtracting(ReportTests.equalAllTheSame.keys).count <= ReportTests.unargued)
        #expect(tally.undecidedShare <= ReportTests.undecidedShare)
    }

    @Test("references of science: 99 % are read as a typed answer, each equals itself without the text tier")
    func references() throws {
        guard let rows = CaseFiles.external("math/science_golds") else { return }
        let equivalence = Equivalence(.strict)
        var untyped: [String] = []
        var unequal: [String] = []
        try CaseFiles.forEach(rows) { row in
            let gold = row.text("gold")
            switch MathComparison.kind(equivalence, gold) {
            case nil, .words, .opaque: untyped.append(gold)
            default:
                if MathComparison.verdict(equivalence, gold, gold) != .equal { unequal.append(gold) }
            }
        }
        let share = 1 - Double(untyped.count) / Double(max(rows.count, 1))
        print("science_golds: \(rows.count) references, typed \(share), \(unequal.count) not equal to themselves")
        ReportTests.list("not typed", untyped)
        ReportTests.list("not equal to itself", unequal)
        #expect(share >= ReportTests.typedShare)
        #expect(unequal.count <= ReportTests.unequalReferences)
    }
}

extension ReportTests {
    // Where the engine does not meet the bar yet, today's figure: only ever nearer to the bar.

    /// Wrong units that pass.
    static let falseUnits = 0
    /// The share of right units that pass.
    static let unitRecall = 0.97
    /// Changed references that are equal all the same, and why.
    static let equalAllTheSame: [String: String] = [
        "c189": "the factor that was changed stands beside √a − √a, which is zero",
        "c1400": "(-1)^{n+1} and (-1)^{n-1} are the same for every n",
    ]
    /// Changed references that pass without a proof that they are equal.
    static let unargued = 0
    /// The share of changed references that is neither accepted nor refused.
    static let undecidedShare = 0.02
    /// The share of references that are read as a number, a formula, a set: as more than words.
    static let typedShare = 0.99
    /// References that are not equal to themselves.
    static let unequalReferences = 0
}
