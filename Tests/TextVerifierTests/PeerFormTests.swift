import AdjudgeBase
import CaseFiles
import Testing

@testable import TextVerifier

/// The peers' forms against rewards that the peers themselves gave.
@Suite struct PeerFormTests {
    @Test("format rewards equal the peers'")
    func rewards() throws {
        guard let rows = CaseFiles.external("rules/rewards_trl_openr1") else { return }
        let forms: [String: @Sendable (Bytes) -> Double] = [
            "trl.think_format_reward": { PeerForms.trlThink($0) ? 1 : 0 },
            "open_r1.format_reward": { PeerForms.openR1($0) ? 1 : 0 },
            "open_r1.tag_count_reward": { PeerForms.openR1TagCount($0) },
        ]
        var checked: [String: Int] = [:]
        try CaseFiles.forEach(rows) { row in
            guard let form = forms[row.text("fn")] else { return }
            checked[row.text("fn"), default: 0] += 1
            let reward = withBytes(of: row.text("input.completion"), form)
            #expect(reward == Double(row.member("expect")!.raw.string), "\(row.text("id"))")
        }
        #expect(checked.count == forms.count)
        print("formats: \(checked.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))")
    }

    @Test("scans stay linear on tag soup")
    func linear() {
        let soup = String(repeating: "<think>\n\n</think>\n<answer>\n\n</answer>x", count: 50_000)
        withBytes(of: soup) { text in
            #expect(PeerForms.openR1(text) == false)
            #expect(TagForms.thinkAnswer(text) == false)
            #expect(TagForms.oneBox(text, holdsThink: true) == false)
        }
    }
}
