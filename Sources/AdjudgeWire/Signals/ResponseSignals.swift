/// Signs in a response of reward hacking or of a model that came apart. Signals never change a reward; they are
/// counted and shown.
public struct ResponseSignals: OptionSet, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// Signals of those bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The reasoning holds an answer and what follows it holds none.
    public static let answerOnlyInReasoning = ResponseSignals(rawValue: 1)
    /// Several boxes outside the reasoning that do not agree.
    public static let conflictingAnswers = ResponseSignals(rawValue: 2)
    /// A good part of the text is said more than once, or its end is a loop.
    public static let repeatedText = ResponseSignals(rawValue: 4)
    /// Text that speaks to whoever grades it.
    public static let judgeAddressed = ResponseSignals(rawValue: 8)
    /// A length more than three standard deviations from the batch's mean.
    public static let lengthOutlier = ResponseSignals(rawValue: 16)

    /// Every signal with its name on the wire.
    public static let named: [(signal: ResponseSignals, name: StaticString)] = [
        (.answerOnlyInReasoning, "answer_only_in_reasoning"), (.conflictingAnswers, "conflicting_answers"),
        (.repeatedText, "repeated_text"), (.judgeAddressed, "judge_addressed"), (.lengthOutlier, "length_outlier"),
    ]
}
