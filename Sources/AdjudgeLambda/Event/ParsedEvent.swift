import AdjudgeBase

/// An event's parsed JSON, together with the memory that its bytes lie in.
final class ParsedEvent {
    private let parser = JSONParser()
    private let memory: AnyObject
    /// The root value; valid while this object lives.
    let root: JSONValue

    /// Parses `text`, a view of `memory`.
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
