import AdjudgeBase
import AdjudgeWire

/// One message of a multi-turn rollout (Nova Forge): a conversation that has ended, to be answered with its reward.
///
/// The conversation is `messages`, `data.messages`, or the turn in `data.choices[0].message`; the reference is looked
/// for beside it, then in `data`, then at the top.
enum RolloutMessage {
    /// Reads the sample of a message.
    static func read(_ message: JSONValue, _ arena: Arena, _ reasoning: ReasoningMarkers) -> NovaDialect.Reading {
        let data = message.member("data")
        let holders = [message, data, data?.member("metadata")].compactMap { $0 }
        var turn = holders.lazy.compactMap { NovaDialect.lastTurn($0) }.first
        if turn == nil, !holders.contains(where: { $0.member("messages") != nil }) {
            turn = data?.member("choices")?.element(0)?.member("message")
        }
        let places = [data, message].compactMap { $0 }
        let reference =
            places.lazy.compactMap { NovaDialect.reference($0) }.first
            ?? places.lazy.compactMap { $0.member("answer") ?? $0.member("ground_truth") }.first
        return NovaDialect.read(message, turn: turn, reference: reference, arena, reasoning: reasoning)
    }

    /// Writes the rollout response. The reward is clipped to the range that the message asks for.
    static func writeResponse(
        _ message: JSONValue, reward: Double, error: String?, to writer: inout ByteWriter
    ) {
        writer.append("{\"version\":")
        writer.append(message.member("version")?.raw ?? Bytes("\"v0\""))
        writer.append(",\"sample_id\":")
        writer.append(message.member("sample_id")?.raw ?? Bytes("null"))
        writer.append(",\"stop_reason\":")
        let reason = message.member("stop_reason") ?? message.member("finish_reason")
        writer.append(reason.flatMap { $0.kind == .string ? $0.raw : nil } ?? Bytes("\"end_of_conversation\""))
        writer.append(",\"rewards\":{\"aggregate_score\":")
        writer.appendJSONNumber(range(message).map { max($0.lowerBound, min($0.upperBound, reward)) } ?? reward)
        writer.append("}")
        if let error {
            writer.append(",\"error\":")
            withBytes(of: error) { writer.appendJSONString($0) }
        }
        writer.append("}")
    }

    private static func range(_ message: JSONValue) -> ClosedRange<Double>? {
        guard let range = message.member("rewards")?.member("range"), range.count == 2,
            let low = range.element(0)?.numberText.flatMap({ Double($0.string) }),
            let high = range.element(1)?.numberText.flatMap({ Double($0.string) }), low <= high
        else { return nil }
        return low...high
    }
}
