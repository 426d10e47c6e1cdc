import AdjudgeBase
import Testing

@testable import Adjudge

@Suite struct EscalationTests {
    private func verdict(_ grader: String, _ response: String, _ reference: String?) throws -> Verdict {
        let engine = try Engine(grader: grader, threads: 1)
        let (response, reference) = (OwnedBytes(response), reference.map { OwnedBytes($0) })
        defer { withExtendedLifetime((response, reference)) {} }
        return engine.explain(
            Sample(response: .text(response.view), reference: reference.map { .text($0.view) } ?? .absent)
        ).verdict
    }

    private static func cascade(_ first: String, _ more: String = "") -> String {
        #"{"type":"cascade","graders":[\#(first),{"type":"regex","pattern":"."}]\#(more)}"#
    }
    private static let math = #"{"type":"math"}"#
    private static let slow = #"{"type":"regex","pattern":"^(a+)+$"}"#
    private static let endless = String(repeating: "a", count: 40) + "b"

    @Test("what a response leaves open does not reach a grader that takes anything")
    func responses() throws {
        // Undecided by what is in the box: a direction mark, an expression that nobody can read.
        for answer in ["\\boxed{\u{202E}5}", "\\boxed{5 \\operatorname{zz}(]}"] {
            let found = try verdict(Self.cascade(Self.math), answer, "5")
            #expect(found.reward == nil || found.reward == 0, "\(answer): \(found.status)")
            let named = try verdict(Self.cascade(Self.math, #","escalate":["undecided"]"#), answer, "5")
            #expect(named.reward == (found.reward == nil ? 1 : 0), "\(answer)")
        }
        let limit = try verdict(Self.cascade(Self.slow), Self.endless, "x")
        #expect(limit.status == .limitExceeded && limit.reward == nil)
        let named = try verdict(Self.cascade(Self.slow, #","escalate":["limit_exceeded"]"#), Self.endless, "x")
        #expect(named.reward == 1)
    }

    @Test("what the machine or a missing verifier leaves open stays too, unless the document says otherwise")
    func machine() throws {
        let missing = #"{"type":"missing","verifier":"x"}"#
        #expect(try verdict(Self.cascade(missing), "a", "x").status == .unavailable)
        #expect(try verdict(Self.cascade(missing, #","escalate":["unavailable"]"#), "a", "x").reward == 1)
    }

    @Test("a reference that the grader cannot use goes on, whatever the response says")
    func references() throws {
        for response in ["\\boxed{3}", "nothing", "a"] {
            #expect(try verdict(Self.cascade(Self.math), response, nil).reward == 1)
            #expect(try verdict(Self.cascade(#"{"type":"number"}"#), response, "Paris").reward == 1)
            #expect(
                try verdict(Self.cascade(#"{"type":"number","reference":"{{item.x}}"}"#), response, "3").reward == 1)
        }
    }
}
