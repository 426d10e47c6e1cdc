extension ToolCallReader {
    /// How a text stands that holds no call that could be read.
    public enum Silence: Sendable {
        /// A text for people.
        case text
        /// Nothing that could be seen, or reasoning that never ends.
        case nothing
        /// It looks like a call, in a form that is none of those that are read, beside other text, or cut.
        case attempt
        /// No UTF-8, so that nobody can say.
        case illFormed
        /// Too long or too hard to look through.
        case limit
    }

    /// What a text is, in which ``read(_:rules:)`` found no call, to a reader that expects none. Linear in the text.
    public func silence(of text: Bytes) -> Silence {
        scratch.spend(2 * text.count)
        let whole = text.trimmed
        var message: Bytes?
        guard let said = said(whole, &message) else { return .nothing }
        // A member for calls that holds no list of them is in no text.
        if let message, let valid = scratch.validText(message) {
            guard message.count <= RegexPattern.maxTextBytes else { return .limit }
            switch ToolCallReader.attempts.match(valid, scratch: scratch.regex) {
            case .found: return .attempt
            case .limitExceeded: return .limit
            case .none: break
            }
        }
        if said.saysNothing { return .nothing }
        guard said.count <= RegexPattern.maxTextBytes else { return .limit }
        guard let valid = scratch.validText(said) else { return .illFormed }
        switch ToolCallReader.attempts.match(valid, scratch: scratch.regex) {
        case .found: return .attempt
        case .limitExceeded: return .limit
        case .none: break
        }
        return areStatements(said, takesUnnamed: true) || hasFencedCalls(said) ? .attempt : .text
    }

    /// Marks and members of calls as models write them: DeepSeek's, gpt-oss's, Kimi's and Qwen's tokens, tags, ReAct's
    /// lines, and members of JSON in any text around them.
    private static let attempts = try! RegexPattern(
        #"""
        <[|｜](?:tool|call|action|python_tag|function|DSML)|\bto=functions\.
        |</?(?:tool_?calls?|TOOLCALL|function_?calls?|tool_use|tool_code|invoke|function)[ >=]
        |\[TOOL_(?:CALLS?|REQUEST)\]|✿FUNCTION✿|\bfunctools\[|```tool_(?:code|call)
        |^Action:[^\n]*\n+Action[ ]Input:
        |["'](?:tool_calls|function_call)["']\s*:\s*(?:\{|\[\s*[^\]\s])
        |["']type["']\s*:\s*["'](?:tool_use|function_call)["']
        |["']name["']\s*:\s*["'][^"'\n]{0,200}["']\s*,\s*["'](?:arguments|parameters|args|input)["']\s*:
        |["'](?:arguments|parameters)["']\s*:\s*(?:\{[^{}]{0,2000}\}|["'][^\n]{0,2000}["'])\s*,\s*["']name["']\s*:
        """#, options: [.multiline, .extended])

    /// What a response says beside its reasoning: the text of a message, where it is one in JSON; nil where reasoning never
    /// ends. `message` is the message itself, or the last of several.
    private func said(_ whole: Bytes, _ message: inout Bytes?) -> Bytes? {
        guard whole[0] == UInt8(ascii: "{") || whole[0] == UInt8(ascii: "["), let value = try? outer.parse(whole) else {
            return reasoning.strip(whole)?.trimmed
        }
        var writer = ByteWriter(capacity: 256)
        guard appendMessage(value, to: &writer) else { return whole }
        message = (value.kind == .array ? value.element(value.count - 1) : value)?.raw
        return reasoning.strip(scratch.arena.copy(writer.bytes))?.trimmed
    }

    /// Appends what a message or a list of items and turns says; false where the value is none.
    private func appendMessage(_ value: JSONValue, to writer: inout ByteWriter) -> Bool {
        if value.kind == .array {
            var isMessage = false
            for element in value.elements where element.kind == .object {
                isMessage = appendMessage(element, to: &writer) || isMessage
            }
            return isMessage
        }
        if let choices = value.member("choices"), choices.kind == .array {
            return choices.element(0)?.member("message").map { appendMessage($0, to: &writer) } ?? false
        }
        if let output = value.member("output"), output.kind == .array { return appendMessage(output, to: &writer) }
        let isMessage = value.member("type")?.isString(Bytes("message")) ?? (value.member("role") != nil)
        guard isMessage else { return false }
        if value.member("role")?.isString(Bytes("user")) ?? false { return true }
        guard let content = value.member("content") else { return true }
        if let text = content.string(into: scratch.arena) { writer.append(text) }
        for block in content.elements {
            if let text = block.member("text")?.string(into: scratch.arena) { writer.append(text) }
        }
        writer.append("\n")
        return true
    }

    /// Whether a text is calls in Python's syntax and nothing else, one a line or parted by semicolons. Arguments without a
    /// name count where the text has a string, which no formula such as `f(x)` has.
    private func areStatements(_ text: Bytes, takesUnnamed: Bool) -> Bool {
        var rest = text
        var count = 0
        while !rest.isEmpty {
            let line = rest.firstLine
            rest = rest.suffix(from: line.count + 1)
            var part = line.trimmed
            if part.isEmpty { continue }
            while !part.isEmpty {
                count += 1
                if count > ToolCallReader.mostStatements { return true }
                if isStatement(part, takesUnnamed) { break }
                guard let end = part.find(Bytes(";")), isStatement(part[0..<end].trimmed, takesUnnamed) else {
                    return false
                }
                part = part.suffix(from: end + 1).trimmed
            }
        }
        return count > 0
    }

    /// A text of so many is one of calls, whatever follows: what bounds the work.
    private static let mostStatements = 64

    private func isStatement(_ text: Bytes, _ takesUnnamed: Bool) -> Bool {
        guard !text.isEmpty, text[text.count - 1] == UInt8(ascii: ")") || text[text.count - 1] == UInt8(ascii: "]")
        else { return false }
        if let calls = readPython(text, isBFCL: false) { return calls.count > 0 }
        guard takesUnnamed, text.find(Bytes("'")) != nil || text.find(Bytes("\"")) != nil else { return false }
        return readPython(text, isBFCL: true).map { $0.count > 0 } ?? false
    }

    /// Whether a fence holds calls and nothing else; a program such as `main()` in one is an answer like any other. A fence that is never closed ends with the text.
    private func hasFencedCalls(_ text: Bytes) -> Bool {
        var rest = text
        while let open = rest.find(Bytes("```")) {
            let info = rest.suffix(from: open + 3)
            let line = info.firstLine
            let isInline = line.find(Bytes("```")) != nil
            let body = isInline ? ToolCallReader.withoutLanguage(info) : info.suffix(from: line.count + 1)
            let end = body.find(Bytes("```")) ?? body.count
            let content = body[0..<end].trimmed
            if let value = try? outer.parse(content) {
                if let calls = calls(of: value), calls.count > 0 || calls.problem != nil { return true }
            } else if content.find(Bytes("=")) != nil, areStatements(content, takesUnnamed: false) {
                return true
            }
            rest = body.suffix(from: end + 3)
        }
        return false
    }

    /// What stands behind the language of a fence that opens and closes in one line.
    private static func withoutLanguage(_ info: Bytes) -> Bytes {
        var at = 0
        while at < info.count, info[at].isASCIILetter || info[at] == UInt8(ascii: "_") { at += 1 }
        let isLanguage =
            at < info.count && (info[at] <= 0x20 || info[at] == UInt8(ascii: "{") || info[at] == UInt8(ascii: "["))
        return isLanguage ? info.suffix(from: at) : info
    }
}
