/// The shapes in which JSON holds calls: messages and items of OpenAI's and Anthropic's interfaces, plain lists, and the
/// Berkeley leaderboard's `[{"f": {"a": 1}}]`.
struct JSONCallShapes {
    let inner: JSONParser
    let scratch: Scratch
    /// Whether what can be read as two calls is read as the later, as parsers do, and not refused.
    let takesAmbiguous: Bool
    var form: ToolCallForm?
    var problem: StaticString?
    var count = 0
    /// The calls whose arguments are objects, as values.
    var views: [(name: JSONValue, arguments: JSONValue)] = []

    init(inner: JSONParser, scratch: Scratch, takesAmbiguous: Bool) {
        self.inner = inner
        self.scratch = scratch
        self.takesAmbiguous = takesAmbiguous
    }

    /// Appends the calls of a value, parted by commas; false where it is of none of the shapes.
    mutating func append(_ value: JSONValue, to writer: inout ByteWriter) -> Bool {
        switch value.kind {
        case .object: appendObject(value, to: &writer)
        case .array: appendList(value, to: &writer)
        default: false
        }
    }

    private mutating func appendObject(_ value: JSONValue, to writer: inout ByteWriter) -> Bool {
        if !takesAmbiguous, JSONCallShapes.isAmbiguous(value) { return fail("calls in two places of one object") }
        if JSONCallShapes.isPlain(value) { return appendNamed(value, .json, to: &writer) }
        if let calls = value.member("tool_calls"), calls.kind == .array {
            for call in calls.elements where !appendFunction(call, .openAI, to: &writer) { return fail() }
            return true
        }
        if let call = value.member("function_call"), call.kind == .object {
            return appendNamed(call, .openAI, to: &writer) || fail()
        }
        if let choices = value.member("choices"), choices.kind == .array {
            return choices.element(0)?.member("message").map { append($0, to: &writer) } ?? false
        }
        if let output = value.member("output"), output.kind == .array { return appendList(output, to: &writer) }
        switch value.member("type")?.rawString {
        case let type? where type.equals("function_call"): return appendNamed(value, .responses, to: &writer) || fail()
        case let type? where type.equals("tool_use"): return appendNamed(value, .anthropic, to: &writer) || fail()
        case let type? where type.equals("function_call_batch"):
            return value.member("calls").map { appendList($0, to: &writer) } ?? false
        case let type? where type.equals("message"): return appendContent(value, to: &writer)
        default: break
        }
        if value.member("role") != nil { return appendContent(value, to: &writer) }
        return appendFunction(value, .json, to: &writer)
    }

    /// Whether it has a name, arguments and nothing else: the shape that most data sets have, which needs no other look.
    private static func isPlain(_ value: JSONValue) -> Bool {
        guard value.count == 2 else { return false }
        var (hasName, hasArguments) = (false, false)
        for (key, _) in value.members {
            hasName = hasName || key.raw.equals("\"name\"")
            hasArguments = hasArguments || key.raw.equals("\"arguments\"")
        }
        return hasName && hasArguments
    }

    private static func isAmbiguous(_ value: JSONValue) -> Bool {
        let keys = EnvelopeKeys(value)
        if keys.hasTwoPlaces { return true }
        let isTurn = value.member("role") != nil || value.member("type")?.kind == .string
        if isTurn, keys.isAmbiguousTurn { return true }
        let holdsCalls = value.member("tool_calls")?.count ?? 0 > 0 || value.member("function_call")?.kind == .object
        guard holdsCalls, let content = value.member("content") else { return false }
        return content.elements.contains { $0.member("type")?.isString(Bytes("tool_use")) ?? false }
    }

    /// A message: its blocks may hold calls.
    private mutating func appendContent(_ value: JSONValue, to writer: inout ByteWriter) -> Bool {
        guard let content = value.member("content") else { return true }
        for block in content.elements where block.member("type")?.isString(Bytes("tool_use")) ?? false {
            if !appendNamed(block, .anthropic, to: &writer) { return fail() }
        }
        return true
    }

    private mutating func appendList(_ value: JSONValue, to writer: inout ByteWriter) -> Bool {
        // Of a conversation the last turn of the model counts.
        if value.element(0)?.member("role") != nil, value.elements.allSatisfy({ $0.member("type") == nil }) {
            var last: JSONValue?
            for turn in value.elements where turn.member("role")?.isString(Bytes("assistant")) ?? false { last = turn }
            return last.map { append($0, to: &writer) } ?? false
        }
        if value.count > 0, value.elements.allSatisfy(JSONCallShapes.isDecoded) {
            for element in value.elements {
                for (name, arguments) in element.members { appendCall(name, arguments, .functions, to: &writer) }
            }
            return true
        }
        for element in value.elements {
            let type = element.member("type")
            if let type,
                type.isString(Bytes("reasoning")) || type.isString(Bytes("message")) || type.isString(Bytes("text"))
            {
                continue
            }
            guard element.kind == .object, appendObject(element, to: &writer) else { return count > 0 ? fail() : false }
        }
        return true
    }

    /// `{"f": {"a": 1}}`, which must not look like any other shape.
    private static func isDecoded(_ value: JSONValue) -> Bool {
        guard value.kind == .object, value.count == 1 else { return false }
        for (key, arguments) in value.members where arguments.kind == .object {
            return !key.isString(Bytes("function")) && !key.isString(Bytes("arguments"))
        }
        return false
    }

    private mutating func appendFunction(_ call: JSONValue, _ form: ToolCallForm, to writer: inout ByteWriter) -> Bool {
        if let function = call.member("function"), function.kind == .object {
            if !takesAmbiguous, EnvelopeKeys(call).hasTwoPlaces { return fail("calls in two places of one object") }
            return appendNamed(function, form == .json ? .openAI : form, to: &writer)
        }
        return appendNamed(call, form, to: &writer)
    }

    private mutating func appendNamed(_ call: JSONValue, _ form: ToolCallForm, to writer: inout ByteWriter) -> Bool {
        guard call.kind == .object else { return false }
        if !takesAmbiguous {
            let keys = EnvelopeKeys(call)
            if keys.isAmbiguousCall, form != .json || keys.isCall {
                return fail("a name or arguments twice in one call")
            }
        }
        guard let name = call.member("name"), name.kind == .string, name.raw.count > 2 else { return false }
        let arguments =
            call.member("arguments") ?? call.member("parameters") ?? call.member("input") ?? call.member("args")
        // A name alone is a person as well as a function.
        guard arguments != nil || form != .json else { return false }
        appendCall(name, arguments, form, to: &writer)
        return true
    }

    private mutating func appendCall(
        _ name: JSONValue, _ arguments: JSONValue?, _ form: ToolCallForm, to writer: inout ByteWriter
    ) {
        if self.form == nil { self.form = form }
        if count > 0 { writer.append(",") }
        count += 1
        writer.append("{\"name\":")
        writer.append(name.raw)
        writer.append(",\"arguments\":")
        defer { writer.append("}") }
        guard let arguments, arguments.kind != .null else {
            writer.append("{}")
            return
        }
        guard arguments.kind == .string else {
            writer.append(arguments.raw)
            if arguments.kind == .object { views.append((name, arguments)) }
            return
        }
        let text = arguments.string(into: scratch.arena)!.trimmed
        if text.isEmpty {
            writer.append("{}")
        } else if let value = try? inner.parse(text), value.kind == .object {
            writer.append(text)
        } else {
            writer.append(arguments.raw)
        }
    }

    /// What has begun as a call and is none.
    private mutating func fail(_ found: StaticString = "a call without a name") -> Bool {
        problem = problem ?? found
        return true
    }
}
