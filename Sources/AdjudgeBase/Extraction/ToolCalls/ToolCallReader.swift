/// Reads the calls of tools that a response makes, in whichever form it writes them.
///
/// The text is a message or a list of items in JSON, also as one fenced block; else, behind the reasoning, tags, or calls in
/// Python's syntax and nothing else. Two kinds of tags in one text are a problem: nobody could say which is meant. Linear in the text.
public final class ToolCallReader {
    /// How lenient a peer's reading is.
    public struct Rules: Sendable {
        /// Python's syntax as bfcl-eval decodes it.
        public var isBFCL = false
        /// Whether JSON that can be read as two calls, such as one with `name` twice, is read as a peer's parser reads it.
        public var takesAmbiguous = false

        /// The strict reading.
        public init() {}
    }

    unowned let scratch: Scratch
    let outer = JSONParser(maxDepth: 256)
    let inner = JSONParser(maxDepth: 256)
    let reasoning = ReasoningStripper.standard
    /// The calls of the latest text where it is JSON and all arguments are objects in it: what ``ToolCalls/json`` says,
    /// without reading that again.
    public private(set) var views: [(name: JSONValue, arguments: JSONValue)] = []
    /// ``Rules/takesAmbiguous`` of the text that is read.
    private var takesAmbiguous = false

    /// A reader that uses a worker's memory.
    public init(_ scratch: Scratch) { self.scratch = scratch }

    /// The calls of a text.
    public func read(_ text: Bytes, rules: Rules = Rules()) -> ToolCalls {
        scratch.spend(2 * text.count)
        let whole = text.trimmed
        takesAmbiguous = rules.takesAmbiguous
        defer { takesAmbiguous = false }
        if let calls = readJSON(whole) { return calls }
        guard let answer = reasoning.strip(whole)?.trimmed else { return .none(scratch) }
        if answer.count < whole.count, let calls = readJSON(answer) { return calls }
        // A peer takes a fence for a text.
        if !rules.takesAmbiguous, !rules.isBFCL, let content = ToolCallReader.fenced(answer),
            let calls = readJSON(content), calls.count > 0 || calls.problem != nil
        {
            return calls
        }
        if let calls = readTags(answer) { return calls }
        return readPython(answer, isBFCL: rules.isBFCL) ?? .none(scratch)
    }

    /// What stands in a fence that encloses a whole text; nil where none does, or several stand there.
    private static func fenced(_ text: Bytes) -> Bytes? {
        guard text.hasPrefix("```"), text.hasSuffix("```"), let line = text.find(Bytes("\n")), line < text.count - 3
        else {
            return nil
        }
        let inner = text[line + 1..<text.count - 3]
        guard text[3..<line].find(Bytes("`")) == nil, inner.find(Bytes("```")) == nil else { return nil }
        return inner.trimmed.isEmpty ? nil : inner.trimmed
    }

    /// A text that is JSON and holds calls, or is known to hold none.
    private func readJSON(_ text: Bytes) -> ToolCalls? {
        guard text[0] == UInt8(ascii: "{") || text[0] == UInt8(ascii: "["), let value = try? outer.parse(text) else {
            return nil
        }
        return calls(of: value)
    }

    /// The calls of a value of JSON; nil where it is of none of the shapes.
    public func readJSON(_ value: JSONValue, rules: Rules = Rules()) -> ToolCalls? {
        takesAmbiguous = rules.takesAmbiguous
        defer { takesAmbiguous = false }
        return calls(of: value)
    }

    /// The calls of a value by the rules of the text that is read.
    func calls(of value: JSONValue) -> ToolCalls? {
        var writer = ByteWriter(capacity: 256)
        writer.append("[")
        var shapes = JSONCallShapes(inner: inner, scratch: scratch, takesAmbiguous: takesAmbiguous)
        // Their memory goes from text to text.
        swap(&shapes.views, &views)
        shapes.views.removeAll(keepingCapacity: true)
        guard shapes.append(value, to: &writer) else { return nil }
        writer.append("]")
        if let problem = shapes.problem { return .broken(problem, shapes.form ?? .json) }
        var calls = kept(writer, shapes.form, shapes.count)
        calls.hasViews = shapes.views.count == shapes.count
        swap(&shapes.views, &views)
        return calls
    }

    /// Calls in Python's syntax; nil where the text is something else.
    func readPython(_ text: Bytes, isBFCL: Bool) -> ToolCalls? {
        var source = text
        if source.hasPrefix("```"), source.hasSuffix("```"), let line = source.find(Bytes("\n")),
            line < source.count - 3
        {
            source = source[line + 1..<source.count - 3].trimmed
        }
        if isBFCL {
            while source[0] == UInt8(ascii: "'"), source.count > 1 { source = source.suffix(from: 1) }
            while source[source.count - 1] == UInt8(ascii: "'"), source.count > 1 {
                source = source[0..<source.count - 1]
            }
        }
        guard source.hasSuffix(")") || source.hasSuffix("]") || isBFCL else { return nil }
        var writer = ByteWriter(capacity: 256)
        var reader = PythonCallReader(source, scratch, isBFCL: isBFCL)
        guard let count = reader.calls(into: &writer) else { return nil }
        return kept(writer, .python, count)
    }

    func kept(_ writer: borrowing ByteWriter, _ form: ToolCallForm?, _ count: Int) -> ToolCalls {
        ToolCalls(form: count == 0 ? nil : form, problem: nil, json: scratch.arena.copy(writer.bytes), count: count)
    }
}
