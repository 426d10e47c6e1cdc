import AdjudgeBase

/// rllm's rule for multiple choice: three patterns in turn, the first match of each, letters A to J.
enum RLLMChoice {
    private static let announced = try! RegexPattern(
        "(?:answer\\s*(?:is|:)\\s*\\(?([A-Ja-j])\\)?)", options: [.ignoreCase])
    private static let marked = try! RegexPattern("(?:\\*\\*([A-J])\\*\\*|\\(([A-J])\\))")
    private static let alone = try! RegexPattern("\\b([A-J])\\b")

    /// O(text), within the patterns' limit of work.
    static func find(_ input: PeerChoice.Input) -> PeerChoice.Found {
        let text = input.response.pythonStripped
        if text.isEmpty { return .none }
        if text.count == 1 { return letter(text[0]) }
        guard text.count <= RegexPattern.maxTextBytes else { return .limitExceeded }
        guard let valid = input.scratch.validText(text) else { return .none }
        for pattern in [announced, marked, alone] {
            switch pattern.match(valid, scratch: input.scratch.regex) {
            case .limitExceeded: return .limitExceeded
            case .none: continue
            case .found(let groups):
                guard let range = groups.range(1) ?? groups.range(2) else { continue }
                return letter(text[range.lowerBound])
            }
        }
        return .none
    }

    private static func letter(_ byte: UInt8) -> PeerChoice.Found {
        let capital = byte & 0xDF
        return byte.isASCIILetter && capital <= 0x4A ? .letter(Int(capital - 0x41)) : .none
    }
}
