import AdjudgeBase

/// The event of an invocation: what its parser made of it, and the memory that its bytes lie in.
final class ParsedEvent {
    private let parser = JSONParser()
    private let memory: AnyObject
    /// The value; valid while the object lives.
    let root: JSONValue

    /// Parses `text`, which lies in `memory`.
    init(_ text: Bytes, _ memory: AnyObject) throws(JSONError) {
        self.memory = memory
        root = try parser.parse(text)
    }

    /// Parses a copy of `text`.
    convenience init(copying text: Bytes) throws(JSONError) {
        let copy = OwnedBytes(text)
        try self.init(copy.view, copy)
    }
}
