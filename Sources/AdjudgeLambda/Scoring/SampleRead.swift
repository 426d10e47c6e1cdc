import Adjudge
import AdjudgeBase
import AdjudgeWire

/// How the rows of events become samples under one grader.
struct SampleRead: Sendable {
    let reasoning: ReasoningMarkers
    /// Whether a reference that is an object written as text, such as `"{\"answer\": \"42\"}"`, is read as that object,
    /// as SageMaker Studio's generated function does. Not where a grader compares texts: a model that was asked for
    /// JSON is to be compared with the JSON.
    let opensText: Bool

    /// The reading under `grader`.
    init(_ reasoning: ReasoningMarkers, grader: Grader) {
        self.reasoning = reasoning
        opensText = SampleRead.comparesValues(grader.document)
    }

    /// The sample of a row.
    func sample(_ row: JSONValue, _ tools: ReaderTools) -> NovaDialect.Reading {
        var reading: NovaDialect.Reading
        switch Dialect.detect(row) {
        case .nova: reading = NovaDialect.read(row, tools.arena, reasoning: reasoning)
        case let dialect:
            let sample = dialect.sample(row, tools.arena)
            reading = NovaDialect.Reading(sample: sample, turn: sample.response.bytes)
        }
        open(&reading.sample.reference, tools)
        return reading
    }

    /// The sample of a rollout message.
    func rollout(_ message: JSONValue, _ tools: ReaderTools) -> NovaDialect.Reading {
        var reading = RolloutMessage.read(message, tools.arena, reasoning)
        open(&reading.sample.reference, tools)
        return reading
    }

    private func open(_ reference: inout Field, _ tools: ReaderTools) {
        guard opensText, reference.kind == .text, reference.bytes.count > 1,
            reference.bytes[0] == UInt8(ascii: "{"), reference.bytes[reference.bytes.count - 1] == UInt8(ascii: "}"),
            let value = try? tools.parser.parse(reference.bytes), let answer = ReferenceObject.named(value)
        else { return }
        reference = Field(json: answer, arena: tools.arena)
    }

    /// True when every check of the grader, however it is nested, reads values, for which an object as text is no value.
    private static func comparesValues(_ document: DocumentValue) -> Bool {
        switch document {
        case .array(let elements): elements.allSatisfy(comparesValues)
        case .object(let members):
            members.allSatisfy { member in
                guard member.key == "type", case .string(let type) = member.value else {
                    return comparesValues(member.value)
                }
                return ["math", "number", "choice", "preset", "format", "multi", "route", "cascade"].contains(type)
            }
        default: true
        }
    }
}
