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
