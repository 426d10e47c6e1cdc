import AdjudgeBase
import CaseFiles
import Testing

@testable import MathVerifier

/// The compat profiles against verdicts that the peers themselves gave.
@Suite struct PeerParityTests {
    private func compat(_ profile: any CompatProfile, _ response: String, _ reference: String, isAnswer: Bool = false)
        -> Outcome
    {
        let checker = CompatChecker(profile, isAnswer: isAnswer)
        return withBytes(of: response) { response in
            withBytes(of: reference) { reference in
                checker.check(
                    CheckInput(answer: .text(response), reference: .text(reference), response: response), Scratch())
            }
        }
    }

    @Test("the corpora's own rows are judged by each rule as they expect, with and without looking for the answer")
    func own() throws {
        let profiles: [String: any CompatProfile] = [
            "preset:gsm8k": GSM8KProfile(flexible: false), "preset:gsm8k_flexible": GSM8KProfile(flexible: true),
            "preset:dapo": DAPOProfile(strictBox: false), "preset:hendrycks": HendrycksProfile(),
        ]
        var counts: [String: Int] = [:]
        for row in try OwnRow.all(of: ["compat.jsonl"]) {
            guard let profile = profiles[row.grader] else { continue }
            counts[row.grader, default: 0] += 1
            #expect((compat(profile, row.response, row.reference).reward == 1) == row.isRight, "\(row.id)")
            // What the rule finds is judged alike when it is given alone.
            let scratch = Scratch()
            let found = withBytes(of: row.response) { text in
                profile.answer(in: text, scratch).flatMap { $0.isVerbatim ? nil : $0.text.string }
            }
            guard let found else { continue }
            #expect(
                (compat(profile, found, row.reference, isAnswer: true).reward == 1) == row.isRight,
                "\(row.id): \(found)")
        }
        #expect(counts.count == profiles.count && counts.values.reduce(0, +) > 60, "\(counts)")
    }

    @Test("gsm8k, strict and flexible, scores as verl does")
    func gsm8k() throws {
        guard let rows = CaseFiles.external("rules/rewards_verl_skyrl_slime_areal_nemorl") else { return }
        var checked = 0
        try CaseFiles.forEach(rows) { row in
            guard row.text("fn") == "verl.gsm8k" else { return }
            checked += 1
            let profile = GSM8KProfile(flexible: row.text("params.method") == "flexible")
            let outcome = compat(profile, row.text("input.completion"), row.text("input.answer"))
            let expected = Double(row.member("expect")!.raw.string)
            #expect(outcome.reward == expected, "\(row.text("id"))")
        }
        #expect(checked > 400)
        print("verl.gsm8k: \(checked) rows")
    }

    @Test("gsm8k extracts as verl does")
    func gsm8kExtract() throws {
        guard let rows = CaseFiles.external("rules/rewards_verl_skyrl_slime_areal_nemorl") else { return }
        var checked = 0
        try CaseFiles.forEach(rows) { row in
            guard row.text("fn") == "verl.gsm8k.extract" else { return }
            checked += 1
            let strict = row.text("params.method") == "strict"
            let profile = GSM8KProfile(flexible: !strict)
            let scratch = Scratch()
            let found: String? = withBytes(of: row.text("input.completion")) {
                profile.answer(in: $0, scratch).map { profile.normalized($0.text, scratch).string }
            }
            #expect(found == row.member("expect")?.decodedString, "\(row.text("id"))")
        }
        #expect(checked > 300)
        print("verl.gsm8k.extract: \(checked) rows")
    }

    @Test("dapo and hendrycks judge the hard cases as the peers did")
    func hard() throws {
        guard let rows = CaseFiles.external("math/hard") else { return }
        let boxed = try ExtractionChain(DocumentNode(["boxed", ["regex": "【答案】([^<]+)"]]))
        var disagreements = 0
        try CaseFiles.forEach(rows) { row in
            var prediction = row.text("pred")
            if row.text("form") == "response" {
                // The recorded verdicts were given on the last \boxed{}, which is no \fbox{}.
                let found = withBytes(of: prediction) { bytes in
                    let extraction = boxed.extract(from: bytes, scratch: Scratch())
                    return extraction.status == .found ? extraction.bytes.string : nil
                }
                prediction = prediction.contains("\\fbox") ? "" : found ?? ""
            }
            // They were given on answers without the dollar signs around them.
            while prediction.hasPrefix("$") { prediction.removeFirst() }
            for (name, profile) in [
                ("dapo", DAPOProfile(strictBox: false) as any CompatProfile), ("hendrycks", HendrycksProfile()),
            ] {
                guard let expected = row.member("verdicts")?.member(name == "dapo" ? "dapo" : "hendrycks") else {
                    continue
                }
                let holds = compat(profile, prediction, row.text("gold"), isAnswer: true).reward == 1
                if holds != (expected.raw.string == "1") {
                    disagreements += 1
                    Issue.record(
                        "\(name): \(row.text("gold")) / \(row.text("pred")): peer \(expected.raw.string), ours \(holds)"
                    )
                }
            }
        }
        print("hard: \(rows.count) rows, \(disagreements) disagreements")
    }
}
