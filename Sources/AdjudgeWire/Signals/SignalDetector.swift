import Adjudge
import AdjudgeBase

/// Finds signals in responses. Linear in the response, and of a long one only the end is looked at for repetition.
/// One per thread.
public final class SignalDetector {
    /// Phrases that speak to a judge rather than to a user; matched without case.
    private static let phrases = [
        "(?:ignore|disregard|forget)\\s+(?:(?:all|any|the|of|your)\\s+){0,3}(?:previous|prior|above|earlier)\\s+"
            + "(?:instruction|rule|criteri)",
        "(?:dear|hey|hello|attention|note\\s+to)\\s+(?:the\\s+)?(?:grader|judge|evaluator|verifier|reviewer)",
        "(?:give|award|assign|grant)\\s+(?:(?:me|this|it|the|my|a|answer|response|solution)\\s+){0,4}"
            + "(?:full|maximum|max|perfect|highest)\\s+(?:reward|score|marks?|credit|points)",
        "(?:mark|grade|score|rate)\\s+(?:(?:this|it|the|my|answer|response|solution)\\s+){1,3}as\\s+"
            + "(?:correct|right|perfect|passed)",
        "this\\s+(?:answer|response|solution)\\s+(?:deserves|should\\s+(?:get|receive|be\\s+given))",
    ]
    private static let judge = try? RegexPattern("(?:" + phrases.joined(separator: "|") + ")", options: .ignoreCase)

    private let scratch = Scratch()
    private var repetition = RepetitionMeter()

    /// A detector.
    public init() {}

    /// The signals of one response. `answer` is what was scored, `turn` the whole that the model wrote, of which it is
    /// a part. Length outliers are a matter of the batch, see ``lengthOutliers(_:)``.
    public func signals(answer: Bytes, turn: Bytes, record: VerdictBatch.Record) -> ResponseSignals {
        var signals: ResponseSignals = []
        let visible = answer.findLast(Bytes("</think>")).map { answer.suffix(from: $0 + 8) } ?? answer
        let hidden = visible.offset(in: turn).map { turn[0..<$0] } ?? .empty
        if record.reason == .answerOnlyInReasoning
            || record.status == .noAnswer && SignalDetector.boxed(in: hidden) && !SignalDetector.boxed(in: visible)
        {
            signals.insert(.answerOnlyInReasoning)
        }
        if record.reason == .severalAnswers || SignalDetector.boxesDisagree(in: visible) {
            signals.insert(.conflictingAnswers)
        }
        if repetition.repeats(in: turn.isEmpty ? answer : turn) { signals.insert(.repeatedText) }
        if addressesJudge(visible) { signals.insert(.judgeAddressed) }
        return signals
    }

    /// Which of `lengths` lie more than three standard deviations from their mean; none of fewer than eight.
    public static func lengthOutliers(_ lengths: [Int]) -> [Bool] {
        guard lengths.count >= 8 else { return [Bool](repeating: false, count: lengths.count) }
        let mean = lengths.reduce(0.0) { $0 + Double($1) } / Double(lengths.count)
        let variance = lengths.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(lengths.count)
        return lengths.map { (Double($0) - mean) * (Double($0) - mean) > 9 * variance && variance > 0 }
    }

    private func addressesJudge(_ text: Bytes) -> Bool {
        guard let pattern = SignalDetector.judge else { return false }
        let range = RegexSelection(take: .index(0), group: 0)
        scratch.beginSample()
        if case .range = pattern.search(text.suffix(from: max(0, text.count - (1 << 14))), range, scratch: scratch) {
            return true
        }
        return false
    }

    private static func boxed(in text: Bytes) -> Bool { text.find(Bytes("\\boxed{")) != nil }

    /// True when two of the first sixteen boxes hold different texts.
    private static func boxesDisagree(in text: Bytes) -> Bool {
        var rest = text
        var first: Bytes?
        for _ in 0..<16 {
            guard let found = rest.find(Bytes("\\boxed{")) else { return false }
            guard let close = rest.matchingBrace(open: found + 6) else { return false }
            let content = rest[found + 7..<close].trimmed
            if let first, first != content { return true }
            first = content
            rest = rest.suffix(from: close + 1)
        }
        return false
    }
}
