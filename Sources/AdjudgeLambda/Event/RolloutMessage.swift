import AdjudgeBase
import AdjudgeWire

/// One message of a multi-turn rollout (Nova Forge): a conversation that has ended, to be answered with its reward.
///
/// The conversation is `messages`, `data.messages`, or the turn in `data.choices[0].message`. The reference is
/// `reference_answer` in `data` or at the top, else `answer` or `ground_truth` there, else one of the three in
/// `data.info`, where the `verifiers` package keeps references that are not plain strings.
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
        let info = [data?.member("info"), message.member("info")].compactMap { $0 }
        let reference =
            places.lazy.compactMap { NovaDialect.reference($0) }.first ?? answer(in: places)
            ?? info.lazy.compactMap { NovaDialect.reference($0) }.first ?? answer(in: info)
        return NovaDialect.read(message, turn: turn, reference: reference, arena, reasoning: reasoning)
    }

    /// `answer`, else `ground_truth`, from the first place that has one. An empty `answer` is skipped: `verifiers`
    /// writes it where a task keeps its reference in `info`.
    private static func answer(in places: [JSONValue]) -> JSONValue? {
        places.lazy.compactMap { place in
            (["answer", "ground_truth"] as [StaticString]).lazy.compactMap { place.member($0) }
                .first { $0.kind != .null && $0.rawString?.isEmpty != true }
        }.first
    }

    /// Writes the rollout response. The reward is clipped to the range that the message gives.
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
            writer.appendJSONString(error)
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
