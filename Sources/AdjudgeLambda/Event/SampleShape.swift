import AdjudgeBase
import AdjudgeWire

/// What a sample looks like from outside.
enum SampleShape {
    /// Whether an object that comes alone is a sample: a conversation, a row of a dialect that is told by its keys, or a
    /// row with a response that can be read. An object that has none of these would be answered with the reward of a
    /// failure, though it is no failure of a model.
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
        // A response alone says nothing of a task: an id or a reference makes it a row.
        return sample.defect == nil && (!sample.reference.isAbsent || !sample.id.isAbsent)
    }

    private static func isText(_ value: JSONValue?) -> Bool {
        value.map { $0.kind == .string || $0.kind == .array } ?? false
    }
}
