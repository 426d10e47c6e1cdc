import AdjudgeBase
import CaseFiles
import Testing

@testable import MathVerifier

/// The compat profiles with a symbolic stage against the verdicts that the peers themselves gave.
@Suite struct SymbolicPeerTests {
    private func reward(_ profile: any CompatProfile, _ text: String, _ reference: String, isAnswer: Bool, safe: Bool)
        -> Double?
    {
        let checker = CompatChecker(profile, isAnswer: isAnswer, safe: safe)
        return withBytes(of: text) { text in
            withBytes(of: reference) { reference in
                checker.check(CheckInput(answer: .text(text), reference: .text(reference), response: text), Scratch())
                    .reward
            }
        }
    }

    /// The last `\boxed{…}` of a response: the recorded verdicts of all but PRIME were given on it.
    private func lastBox(_ text: String) -> String {
        withBytes(of: text) { text in
            guard !text.contains("\\fbox"), let found = text.findLast(Bytes("\\boxed{")),
                let close = PlainBraces.close(text, open: found + 6)
            else { return "" }
            return text[found + 7..<close].string
        }
    }

    @Test(
        "judges the hard cases as the peer did, but for what sympy and the exact engine see apart",
        arguments: [
            ("prm800k", 0.95), ("qwen", 0.87), ("prime", 0.90), ("openinstruct", 0.87),
        ])
    func hard(_ peer: String, _ agreement: Double) throws {
        guard let rows = CaseFiles.external("math/hard") else { return }
        let profile: any CompatProfile =
            switch peer {
            case "prm800k": PRM800KProfile()
            case "qwen": QwenProfile()
            case "prime": PrimeProfile()
            default: OpenInstructProfile()
            }
        var agreed = 0
        var judged = 0
        var unsafe = 0
        try CaseFiles.forEach(rows) { row in
            guard let verdict = JSONPath("verdicts.\(peer)")?.find(in: row), verdict.kind == .number else { return }
            let isResponse = row.text("form") == "response"
            var prediction = row.text("pred")
            while prediction.hasPrefix("$") { prediction.removeFirst() }
            while prediction.hasSuffix("$"), !prediction.hasSuffix("\\$") { prediction.removeLast() }
            if peer == "prime" {
                if !isResponse { prediction = "\\boxed{\(prediction)}" }
            } else if isResponse {
                prediction = lastBox(prediction)
            }
            let gold = row.text("gold")
            judged += 1
            let accepts = reward(profile, prediction, gold, isAnswer: peer != "prime", safe: false) == 1
            if accepts == (verdict.raw.string == "1") {
                agreed += 1
            } else {
                print(
                    "\(peer): \(verdict.raw.string) there, \(accepts) here: \(gold.prefix(60)) / \(prediction.prefix(60))"
                )
                // What the exact engine decides beyond sympy is right.
                if accepts { #expect(row.member("expected")!.raw.string == "1", "\(peer): \(gold) / \(prediction)") }
            }
            // With `safe`, nothing of what the cases call wrong passes.
            let isWrong = row.member("expected")!.raw.string == "0" && row.member("policy")!.raw.string == "false"
            if isWrong, reward(profile, prediction, gold, isAnswer: peer != "prime", safe: true) == 1 {
                unsafe += 1
                Issue.record("\(peer), safe, accepts \(prediction) for \(gold)")
            }
        }
        print("\(peer): \(agreed) of \(judged) hard cases as the peer judged them")
        #expect(Double(agreed) >= agreement * Double(judged))
        #expect(unsafe == 0)
    }

    @Test("of the corpora's own wrong rows none passes a peer's rule with safe, and most of the right ones do")
    func own() throws {
        let rows = try OwnRow.math()
        for profile in [PRM800KProfile(), QwenProfile(), OpenInstructProfile(), PrimeProfile()] as [any CompatProfile] {
            var (right, taken) = (0, 0)
            for row in rows {
                let safe = reward(profile, row.response, row.reference, isAnswer: false, safe: true)
                if row.isRight { right += 1 } else { #expect(safe != 1, "\(type(of: profile).name): \(row.id)") }
                if row.isRight, safe == 1 { taken += 1 }
            }
            print("\(type(of: profile).name), safe: \(taken) of \(right) right rows of the corpora")
            #expect(taken * 3 > right)
        }
    }

    @Test("no text crashes a rule, and safe accepts nothing that the rule does not")
    func fuzz() {
        let pieces = [
            "1", "23", ",", ".", "/", "-", " ", "%", "\\%", "\\frac", "{", "}", "$", "\\text{", "\\text{ ", "(", ")",
            "[", "]",
            "\\pi", "_", "^", "=", "\\sqrt", "\\left", "\\begin{pmatrix}", "\\end{pmatrix}", "&", "\\\\", "a", "x",
            "inf", "one",
            "million", "m", " or ", "answer is ", ". ", "\\boxed{", "½", "π", "\u{301}", "\u{0}", "\n", "٣", "~", "''",
            "\\mbox{",
            "\\overline", "\\mathbf", "\\(", "\\)", "\\[", "\\]", "\\",
        ]
        var state: UInt64 = 7
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        func text() -> String { (0..<next(12)).map { _ in pieces[next(pieces.count)] }.joined() }
        let profiles: [any CompatProfile] = [
            PRM800KProfile(), PrimeProfile(), QwenProfile(), OpenInstructProfile(),
        ]
        for round in 0..<4000 {
            let (response, reference) = (text(), text())
            let profile = profiles[round % profiles.count]
            let isAnswer = round % 8 < 4
            let plain = reward(profile, response, reference, isAnswer: isAnswer, safe: false)
            let safe = reward(profile, response, reference, isAnswer: isAnswer, safe: true)
            #expect(safe != 1 || plain == 1, "\(response) / \(reference)")
        }
    }
}
