import AdjudgeBase

/// The safe rules: every expected call once and no other, every argument as expected and no other.
final class ToolCallChecker: Checker {
    private let verifier: ToolCallVerifier
    private let made = CallList()
    private let expected = ExpectedCalls()
    private let comparison: ArgumentComparison

    init(_ verifier: ToolCallVerifier) {
        self.verifier = verifier
        comparison = ArgumentComparison(verifier)
    }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.reference.bytes.count)
        let turn = expected.read(input.reference, scratch, isStrict: true)
        if case .unreadable = turn { return Outcome(.badReference, .unreadableReference) }
        let found = scratch.toolCalls.read(input.answer.bytes)
        let outcome = outcome(turn, found, input, scratch)
        tell(found, outcome, scratch)
        return outcome
    }

    private func outcome(
        _ turn: ExpectedTurn, _ found: ToolCalls, _ input: CheckInput, _ scratch: Scratch
    ) -> Outcome {
        comparison.begin(input, scratch, isUntyped: found.form?.isUntyped ?? false)
        if found.problem != nil { return .graded(false, StructureReason.brokenCall) }
        if let problem = made.read(found, scratch, isStrict: true) { return .graded(false, problem) }
        if case .message(let text) = turn { return outcome(ofMessage: text, input, scratch) }
        let wanted = expected.list.calls
        if wanted.isEmpty {
            return outcome(ofNoText: input, scratch) ?? .graded(true, StructureReason.callsMatch)
        }
        if made.calls.isEmpty { return .graded(false, StructureReason.noCall) }
        return outcome(wanted, scratch)
    }

    /// What a response comes to that is no text for people, where one is expected; nil where it is one.
    private func outcome(ofNoText input: CheckInput, _ scratch: Scratch) -> Outcome? {
        guard made.calls.isEmpty else { return .graded(false, StructureReason.unexpectedCall) }
        switch scratch.toolCalls.silence(of: input.answer.bytes) {
        case .text: return nil
        case .nothing: return Outcome(.noAnswer, .emptyResponse, reward: 0)
        case .attempt: return .graded(false, StructureReason.brokenCall)
        case .illFormed: return Outcome(.badSample, .invalidUTF8)
        case .limit: return Outcome(.limitExceeded, .matchLimit)
        }
    }

    private func outcome(ofMessage text: Bytes, _ input: CheckInput, _ scratch: Scratch) -> Outcome {
        if let wrong = outcome(ofNoText: input, scratch) { return wrong }
        let answer = input.answer.bytes.trimmed
        if verifier.acceptsAnyMessage { return .graded(true, .matched) }
        return answer == text.trimmed
            ? .graded(true, .equalText) : Outcome(.undecided, StructureReason.messageNotCompared)
    }

    private func outcome(_ wanted: [ToolCall], _ scratch: Scratch) -> Outcome {
        let calls = made.calls
        if !verifier.isF1 {
            if calls.count > wanted.count, !verifier.ignoresExtraCalls {
                return .graded(false, StructureReason.surplusCall)
            }
            if calls.count < wanted.count { return .graded(false, StructureReason.missingCall) }
        }
        let matched: Int
        if verifier.isOrdered {
            matched = inOrder(wanted, calls)
        } else {
            guard let most = CallMatching(wanted, calls, scratch).most({ comparison.matches($0, $1) }) else {
                return Outcome(.limitExceeded, .comparisonLimit)
            }
            matched = most
        }
        if verifier.isF1 {
            if let blocked = comparison.blocked { return blocked }
            let surplus = verifier.ignoresExtraCalls ? min(calls.count, wanted.count) : calls.count
            let reward = 2 * Double(matched) / Double(wanted.count + surplus)
            return Outcome(.graded, StructureReason.partlyMatched, reward: reward)
        }
        if matched == wanted.count { return .graded(true, StructureReason.callsMatch) }
        if let blocked = comparison.blocked { return blocked }
        return .graded(false, comparison.difference?.reason ?? .wrongArgument)
    }

    /// Expected calls that are found one after the other.
    private func inOrder(_ wanted: [ToolCall], _ calls: [ToolCall]) -> Int {
        var matched = 0
        for call in calls where matched < wanted.count && comparison.matches(wanted[matched], call) { matched += 1 }
        return matched
    }

    private func tell(_ found: ToolCalls, _ outcome: Outcome, _ scratch: Scratch) {
        guard scratch.wantsDetail || scratch.evidence != nil else { return }
        let form = found.form.map { "\($0.name)" } ?? "none"
        let path = outcome.reward == 1 ? nil : comparison.difference?.path
        scratch.evidence?.note("calls read as", form)
        if let problem = found.problem { scratch.evidence?.note("calls not read", "\(problem)") }
        if let path { scratch.evidence?.note("first difference", path) }
        guard scratch.wantsDetail else { return }
        var detail = StructureDetail()
        detail.add("read", form)
        detail.add("problem", found.problem.map { "\($0)" })
        detail.add("path", path)
        scratch.detail = detail.finish()
    }
}
