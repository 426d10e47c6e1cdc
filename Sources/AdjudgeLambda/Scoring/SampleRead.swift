import Adjudge
import AdjudgeBase
import AdjudgeWire

/// Turns rows of events into samples for one grader.
struct SampleRead: Sendable {
    let reasoning: ReasoningMarkers
    /// Whether a reference that is a JSON object in a string, such as `"{\"answer\": \"42\"}"`, is parsed as that
    /// object, as SageMaker Studio's generated function does. False where the grader compares texts: the expected
    /// answer may be JSON.
    let opensText: Bool

    /// The reading that `grader` needs.
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

    /// True when all checks of the grader, at any depth, compare values, whose expected answer is never JSON text.
    private static func comparesValues(_ document: DocumentValue) -> Bool {
        switch document {
        case .array(let elements): elements.allSatisfy(comparesValues)
        case .object(let members):
            members.allSatisfy { member in
                guard member.key == "type", case .string(let type) = member.value else {
                    return comparesValues(member.value)
                }
                return ["math", "number", "choice", "preset", "format", "multi", "route", "cascade", "judge"]
                    .contains(type)
            }
        default: true
        }
    }
}
