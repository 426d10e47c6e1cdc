import AdjudgeBase
import AdjudgeWire

/// Recognises samples by their shape.
enum SampleShape {
    /// Whether a single object is a sample: a conversation, a row of a dialect that its keys identify, or a row with a
    /// readable response. Any other object is refused; scored as a sample, it would get the failure reward without any
    /// fault of the model.
    static func isSample(_ value: JSONValue) -> Bool {
        if value.member("messages") != nil { return true }
        switch Dialect.detect(value) {
        case .plain: return hasResponse(value)
        case .trl: return isText(value.member("completion")) || isText(value.member("completions"))
        default: return true
        }
    }

    private static func hasResponse(_ value: JSONValue) -> Bool {
        let arena = Arena()
        defer { withExtendedLifetime(arena) {} }
        let sample = Dialect.plain.sample(value, arena)
        // A response alone does not identify a task; with an id or a reference it is a row.
        return sample.defect == nil && (!sample.reference.isAbsent || !sample.id.isAbsent)
    }

    private static func isText(_ value: JSONValue?) -> Bool {
        value.map { $0.kind == .string || $0.kind == .array } ?? false
    }
}
