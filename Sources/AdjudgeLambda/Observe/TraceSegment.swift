import AdjudgeBase
import AdjudgeHTTP

/// A subsegment of an X-Ray trace: the work on one event, and its steps.
///
/// Source: AWS X-Ray developer guide, "Segment documents"; inside Lambda a function may send subsegments only.
struct TraceSegment {
    /// One step.
    struct Step {
        let name: StaticString
        let start: Clock.Instant
        let end: Clock.Instant
    }

    let header: TraceHeader
    let start: Clock.Instant
    let end: Clock.Instant
    let steps: [Step]
    let samples: Int
    let unverified: Int
    let grader: String
    let requestID: String
    /// The reason why the event failed; nil when it succeeded.
    let fault: String?

    /// Writes the datagram: the daemon's header line and the document.
    func write(to writer: inout ByteWriter, identifier: () -> String = TraceSegment.randomIdentifier) {
        writer.append("{\"format\": \"json\", \"version\": 1}\n{\"name\":\"adjudge\",\"type\":\"subsegment\",\"id\":\"")
        writer.append(identifier())
        writer.append("\",\"trace_id\":\"")
        writer.append(header.root)
        writer.append("\",\"parent_id\":\"")
        writer.append(header.parent)
        writer.append("\",")
        span(start, end, &writer)
        writer.append(",\"annotations\":{\"samples\":")
        writer.append(decimal: samples)
        writer.append(",\"unverified\":")
        writer.append(decimal: unverified)
        writer.append(",\"grader\":\"")
        writer.append(grader)
        writer.append("\"},\"metadata\":{\"adjudge\":{\"request_id\":")
        writer.appendJSONString(requestID)
        writer.append("}},\"subsegments\":[")
        for (index, step) in steps.enumerated() {
            writer.append(index == 0 ? "{\"name\":\"" : ",{\"name\":\"")
            writer.append(step.name)
            writer.append("\",\"id\":\"")
            writer.append(identifier())
            writer.append("\",")
            span(step.start, step.end, &writer)
            writer.append("}")
        }
        writer.append("]")
        if let fault {
            writer.append(",\"fault\":true,\"cause\":{\"exceptions\":[{\"id\":\"")
            writer.append(identifier())
            writer.append("\",\"message\":")
            withBytes(of: fault) { writer.appendJSONString($0[0..<min($0.count, 4096)]) }
            writer.append("}]}")
        }
        writer.append("}")
    }

    private func span(_ start: Clock.Instant, _ end: Clock.Instant, _ writer: inout ByteWriter) {
        writer.append("\"start_time\":")
        writer.append(TraceSegment.seconds(start))
        writer.append(",\"end_time\":")
        writer.append(TraceSegment.seconds(end))
    }

    private static func seconds(_ time: Clock.Instant) -> String {
        let fraction = String(time.microseconds % 1_000_000)
        return "\(time.microseconds / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction
    }

    /// Eight random bytes in hexadecimal.
    static func randomIdentifier() -> String {
        var bits = UInt64.random(in: 1...UInt64.max)
        return withUnsafeBytes(of: &bits) { Hex.string(Array($0)) }
    }
}
