import AdjudgeBase

/// The questions about a row, and the verdict of their findings.
protocol JudgeMode: Sendable {
    /// The questions that follow once those before have come to `findings`; none where the verdict is certain.
    func questions(_ subject: Subject, after findings: [Finding]) -> [Question]
    /// The verdict of all findings, in the order of the questions; nil where they are not what was asked for.
    func verdict(_ findings: [Finding], on subject: Subject) -> Judgement?
    /// What an answer must not contain, because it would seem to end there and something else to begin.
    var marks: [String] { get }
    /// The headings of the question, which an answer must not have for the same reason.
    var headings: [String] { get }
}

extension JudgeMode {
    /// None: the answer stands between marks that it cannot know.
    var marks: [String] { [] }
    var headings: [String] { [] }
}

/// One question to a model.
struct Question: Sendable {
    var messages: [ModelMessage]
    var form: ReplyForm
    var reading: ReplyReading
    /// Which of several draws it is: they are otherwise the same.
    var draw = 0
    /// Whether the probabilities of the labels are wanted.
    var wantsWeights = false

    /// So many draws of the question.
    static func draws(
        _ count: Int, _ messages: [ModelMessage], _ form: ReplyForm, _ reading: ReplyReading, weighs: Bool
    ) -> [Question] {
        (0..<count).map {
            Question(messages: messages, form: form, reading: reading, draw: $0, wantsWeights: weighs)
        }
    }
}

/// The verdict on a row.
struct Judgement: Sendable, Equatable {
    var reward: Double
    var reason: JudgeReason

    static func verdict(_ isRight: Bool) -> Judgement {
        Judgement(reward: isRight ? 1 : 0, reason: isRight ? .judgedRight : .judgedWrong)
    }
}

extension QuestionTemplate {
    /// The messages about a row: its texts, the guide and the form of the reply in their places, and in all others what
    /// `own` gives; empty where it gives nothing. What `own` gives goes first.
    func filled(
        _ subject: Subject, guide: String, reply: String, own: (Place) -> String? = { _ in nil }
    ) -> [ModelMessage] {
        lazy var fence = subject.fence()
        return filled { place in
            if let text = own(place) { return text }
            switch place {
            case .question: return subject.question
            case .reference, .first: return subject.reference
            case .answer, .second: return subject.answer
            case .guide: return guide
            case .reply: return reply
            case .fence: return fence
            case .criteria, .labels, .lowest, .highest: return ""
            }
        }
    }
}

/// How a server can be held to a form, as far as a mode has to know.
struct Forms: Sendable {
    var structured: Endpoint.Structured
    /// Whether the reply begins with the verdict, so that its first token tells.
    var isImmediate = false

    /// The form for one of `labels`, and how the question asks for it.
    func label(_ labels: [JudgeLabel]) -> (form: ReplyForm, words: String) {
        let names = labels.map(\.name)
        let list = names.map { DocumentValue.string($0).json }
        switch structured {
        case .schema, .object:
            let schema =
                "{\"type\":\"object\",\"properties\":{\"verdict\":{\"type\":\"string\",\"enum\":["
                + list.joined(separator: ",") + "]}},\"required\":[\"verdict\"],\"additionalProperties\":false}"
            return (
                .json(name: "verdict", schema: schema),
                "Reply with a JSON object: " + list.map { "{\"verdict\": \($0)}" }.joined(separator: " or ") + "."
            )
        case .guided: return (.labels(names), "Reply with " + names.joined(separator: " or ") + " and nothing else.")
        case .none where isImmediate:
            return (.free, "Reply with " + names.joined(separator: " or ") + " and nothing else.")
        case .none:
            return (.free, "The last line of your reply is " + names.joined(separator: " or ") + " and nothing else.")
        }
    }

    /// The form for a number in a range.
    func score(_ range: ClosedRange<Double>, key: String = "score") -> (form: ReplyForm, words: String) {
        let schema =
            "{\"type\":\"object\",\"properties\":{\"\(key)\":{\"type\":\"number\"}},\"required\":[\"\(key)\"],"
            + "\"additionalProperties\":false}"
        let (lowest, highest) = (Forms.number(range.lowerBound), Forms.number(range.upperBound))
        let words = "Reply with a JSON object {\"\(key)\": NUMBER}, from \(lowest) to \(highest)."
        return (structured == .none ? .free : .json(name: "score", schema: schema), words)
    }

    /// The form for a verdict on each of so many criteria.
    func criteria(_ count: Int) -> (form: ReplyForm, words: String) {
        let schema =
            "{\"type\":\"object\",\"properties\":{\"criteria\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
            + "\"properties\":{\"number\":{\"type\":\"integer\"},\"verdict\":{\"type\":\"string\"}},"
            + "\"required\":[\"number\",\"verdict\"],\"additionalProperties\":false}}},\"required\":[\"criteria\"],"
            + "\"additionalProperties\":false}"
        let words =
            "Reply with a JSON object {\"criteria\": [{\"number\": 1, \"verdict\": …}, …]} that has each of the "
            + "\(count) criteria once, and nothing else."
        return (structured == .none ? .free : .json(name: "criteria", schema: schema), words)
    }

    /// A number as people write it.
    static func number(_ value: Double) -> String {
        var writer = ByteWriter(capacity: 32)
        writer.appendJSONNumber(value)
        return writer.bytes.string
    }
}
