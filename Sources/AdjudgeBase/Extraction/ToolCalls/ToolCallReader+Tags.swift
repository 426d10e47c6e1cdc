extension ToolCallReader {
    /// A pair of tags around calls.
    private struct Tag {
        let open: StaticString
        /// Nil: what follows runs to the end.
        let close: StaticString?
        let form: ToolCallForm
    }

    private static let tags: [Tag] = [
        Tag(open: "<tool_call>", close: "</tool_call>", form: .hermes),
        Tag(open: "<TOOLCALL>", close: "</TOOLCALL>", form: .tagged),
        Tag(open: "<|tool_call|>", close: nil, form: .tagged),
        Tag(open: "<|tool_call>", close: "<tool_call|>", form: .tagged),
        Tag(open: "[TOOL_CALLS]", close: nil, form: .tagged),
        Tag(open: "<|python_tag|>", close: nil, form: .tagged),
        Tag(open: "<function_calls>", close: "</function_calls>", form: .invoke),
        Tag(open: "<invoke name=", close: "</invoke>", form: .invoke),
        Tag(open: "<function=", close: "</function>", form: .parameters),
    ]

    /// Calls in tags; nil where the text has none.
    func readTags(_ text: Bytes) -> ToolCalls? {
        guard text.find(Bytes("<")) != nil || text.find(Bytes("[TOOL_CALLS]")) != nil else { return nil }
        var first: (tag: Tag, at: Int)?
        for tag in ToolCallReader.tags {
            if let at = text.find(Bytes(tag.open)), first.map({ at < $0.at }) ?? true { first = (tag, at) }
        }
        guard let (tag, start) = first else { return nil }
        var writer = ByteWriter(capacity: 256)
        writer.append("[")
        var count = 0
        var form = tag.form
        var at = start
        var gaps = [text[0..<start]]
        // Elements are read with their own tags, blocks without.
        let isBlock = tag.form != .parameters && Bytes(tag.open)[1] != UInt8(ascii: "i")
        while let found = text.suffix(from: at).find(Bytes(tag.open)) {
            let begin = at + found
            gaps.append(text[at..<begin])
            guard let (inner, end) = content(text, from: isBlock ? begin + tag.open.utf8CodeUnitCount : begin, tag)
            else {
                return .broken("a call without its end", tag.form)
            }
            let content = isBlock ? inner : text[begin..<end]
            guard let read = readContent(content, tag.form, isFirst: count == 0, into: &writer) else {
                return .broken("a call that cannot be read", tag.form)
            }
            count += read.count
            form = read.form
            at = end
        }
        gaps.append(text.suffix(from: at))
        // Which of two kinds a program would go by is not for the text to choose.
        for other in ToolCallReader.tags where other.form != tag.form || tag.form == .invoke || tag.form == .tagged {
            guard other.open.utf8Start != tag.open.utf8Start else { continue }
            if gaps.contains(where: { $0.find(Bytes(other.open)) != nil }) {
                return .broken("calls in two forms", tag.form)
            }
        }
        writer.append("]")
        return kept(writer, form, count)
    }

    /// What stands between a tag and its end. A closing tag may stand inside a string of JSON, so where the text up to the
    /// first is no JSON the next few are tried.
    private func content(_ text: Bytes, from begin: Int, _ tag: Tag) -> (Bytes, Int)? {
        guard let close = tag.close else {
            var end = text.count
            for stop in ["<|eom_id|>", "<|eot_id|>", "<|im_end|>", "<|/tool_call|>", "</s>"] as [StaticString] {
                if let found = text[begin..<end].find(Bytes(stop)) { end = begin + found }
            }
            return (text[begin..<end].trimmed, text.count)
        }
        var first: (Bytes, Int)?
        var at = begin
        for _ in 0..<8 {
            guard let found = text.suffix(from: at).find(Bytes(close)) else { break }
            let end = at + found
            let inner = text[begin..<end].trimmed
            at = end + close.utf8CodeUnitCount
            if first == nil { first = (inner, at) }
            let isJSON = inner[0] == UInt8(ascii: "{") || inner[0] == UInt8(ascii: "[")
            if !isJSON { return first }
            scratch.spend(inner.count)
            if (try? self.inner.parse(inner)) != nil { return (inner, at) }
        }
        return first
    }

    /// Appends the calls of one tag.
    private func readContent(
        _ content: Bytes, _ form: ToolCallForm, isFirst: Bool, into writer: inout ByteWriter
    ) -> (count: Int, form: ToolCallForm)? {
        func append(_ calls: ToolCalls?) -> Int? {
            guard let calls, calls.problem == nil, calls.count > 0 else { return nil }
            if !isFirst { writer.append(",") }
            writer.append(calls.json[1..<calls.json.count - 1])
            return calls.count
        }
        if content[0] == UInt8(ascii: "<") || form == .parameters {
            guard let calls = MarkedCalls.read(content, scratch),
                let count = append(kept(calls.writer, form, calls.count))
            else { return nil }
            return (count, calls.form)
        }
        if let value = try? outer.parse(content) {
            return append(calls(of: value)).map { ($0, form) }
        }
        if form == .tagged, let count = append(readNamed(content)) { return (count, form) }
        if form == .tagged, let count = append(readPython(content, isBFCL: false)) { return (count, form) }
        // ToolRL and others write one call a line.
        var lines = content
        var all = ByteWriter(capacity: 256)
        var count = 0
        all.append("[")
        while !lines.isEmpty {
            let line = lines.firstLine
            lines = lines.suffix(from: line.count + 1)
            if line.trimmed.isEmpty { continue }
            guard let value = try? outer.parse(line), let calls = calls(of: value), calls.count > 0 else { return nil }
            if count > 0 { all.append(",") }
            all.append(calls.json[1..<calls.json.count - 1])
            count += calls.count
        }
        all.append("]")
        return append(kept(all, form, count)).map { ($0, form) }
    }
}

extension ToolCallReader {
    /// Mistral's newer form, in which each call has a mark and its name stands before the arguments:
    /// `[TOOL_CALLS]f[ARGS]{…}[TOOL_CALLS]g[CALL_ID]x[ARGS]{…}`, the first mark taken off. nil where the text is something
    /// else.
    private func readNamed(_ text: Bytes) -> ToolCalls? {
        let mark = Bytes("[TOOL_CALLS]")
        var writer = ByteWriter(capacity: 256)
        writer.append("[")
        var (rest, count) = (text, 0)
        repeat {
            var length = 0
            while length < rest.count, rest[length].isFunctionNameByte { length += 1 }
            guard length > 0 else { return nil }
            let name = rest[0..<length]
            rest = rest.suffix(from: length)
            if rest.hasPrefix("[CALL_ID]") {
                guard let end = rest.find(Bytes("[ARGS]")) else { return nil }
                rest = rest.suffix(from: end)
            }
            if rest.hasPrefix("[ARGS]") { rest = rest.suffix(from: 6) }
            guard let (arguments, behind) = object(at: rest, before: mark) else { return nil }
            writer.append(count > 0 ? ",{\"name\":\"" : "{\"name\":\"")
            writer.append(name)
            writer.append("\",\"arguments\":")
            writer.append(arguments)
            writer.append("}")
            count += 1
            rest = behind
        } while !rest.isEmpty
        writer.append("]")
        // Read once more as a list, by the rules for one.
        return (try? outer.parse(scratch.arena.copy(writer.bytes))).flatMap { calls(of: $0) }
    }

    /// An object of JSON that ends with the text or before a mark, and what stands behind that. A mark may stand inside a
    /// string, so the next few are tried.
    private func object(at text: Bytes, before mark: Bytes) -> (Bytes, Bytes)? {
        guard text.trimmed.hasPrefix("{") else { return nil }
        var at = 0
        for _ in 0..<8 {
            let found = text.suffix(from: at).find(mark).map { at + $0 }
            let part = text[0..<(found ?? text.count)].trimmed
            scratch.spend(part.count)
            if let value = try? inner.parse(part), value.kind == .object {
                return (part, found.map { text.suffix(from: $0 + mark.count).trimmed } ?? .empty)
            }
            guard let found else { return nil }
            at = found + mark.count
        }
        return nil
    }
}

extension UInt8 {
    fileprivate var isFunctionNameByte: Bool {
        isASCIIAlphanumeric || self == UInt8(ascii: "_") || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
            || self == UInt8(ascii: "/") || self == UInt8(ascii: ":")
    }
}

/// Calls whose arguments are elements: `<invoke name="f"><parameter name="a">…`, `<function=f><parameter=a>…`.
final class MarkedCalls {
    var writer = ByteWriter(capacity: 256)
    var count = 0
    var form = ToolCallForm.invoke

    private init() {}

    /// Reads the calls of a text that is nothing else; nil where it is not well formed.
    static func read(_ text: Bytes, _ scratch: Scratch) -> MarkedCalls? {
        let calls = MarkedCalls()
        calls.writer.append("[")
        var rest = text.trimmed
        while !rest.isEmpty {
            guard let (name, isInvoke, behind) = opening(rest, "<invoke name=", "<function=") else { return nil }
            let close = Bytes(isInvoke ? "</invoke>" : "</function>")
            guard let end = behind.find(close) else { return nil }
            calls.writer.append(calls.count > 0 ? ",{\"name\":" : "{\"name\":")
            calls.writer.appendJSONString(name)
            calls.writer.append(",\"arguments\":{")
            calls.form = isInvoke ? .invoke : .parameters
            guard calls.appendParameters(behind[0..<end], isEscaped: isInvoke, scratch) else { return nil }
            calls.writer.append("}}")
            calls.count += 1
            rest = behind.suffix(from: end + close.count).trimmed
        }
        calls.writer.append("]")
        return calls.count > 0 ? calls : nil
    }

    private func appendParameters(_ text: Bytes, isEscaped: Bool, _ scratch: Scratch) -> Bool {
        var rest = text.trimmed
        // A function's arguments may be an object of JSON.
        if rest[0] == UInt8(ascii: "{") {
            guard let value = try? scratch.json.parse(rest), value.kind == .object else { return false }
            writer.append(rest[1..<rest.count - 1])
            return true
        }
        var isFirst = true
        while !rest.isEmpty {
            guard let (name, isNamed, behind) = MarkedCalls.opening(rest, "<parameter name=", "<parameter="),
                let end = behind.find(Bytes("</parameter>"))
            else { return false }
            var content = behind[0..<end]
            // One line break at either end is layout.
            if content.hasPrefix("\n") { content = content.suffix(from: 1) }
            if content.hasSuffix("\n") { content = content[0..<content.count - 1] }
            writer.append(isFirst ? "" : ",")
            isFirst = false
            writer.appendJSONString(name)
            writer.append(":")
            writer.appendJSONString(isEscaped && isNamed ? MarkedCalls.unescaped(content, scratch) : content)
            rest = behind.suffix(from: end + 12).trimmed
        }
        return true
    }

    /// The name in an opening tag, which of the two it is, and what stands behind it.
    private static func opening(_ text: Bytes, _ quoted: StaticString, _ bare: StaticString) -> (Bytes, Bool, Bytes)? {
        let isQuoted = text.hasPrefix(quoted)
        guard isQuoted || text.hasPrefix(bare) else { return nil }
        let start = isQuoted ? quoted.utf8CodeUnitCount : bare.utf8CodeUnitCount
        guard let close = text.find(Bytes(">")), close > start else { return nil }
        var name = text[start..<close].trimmed
        if isQuoted {
            // Other attributes, such as a type, say nothing that counts.
            guard name[0] == UInt8(ascii: "\"") || name[0] == UInt8(ascii: "'"),
                let end = name.suffix(from: 1).find(name[0..<1])
            else { return nil }
            name = name[1..<end + 1]
        }
        return name.isEmpty ? nil : (name, isQuoted, text.suffix(from: close + 1))
    }

    private static let entities: [(StaticString, UInt8)] = [
        ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&apos;", 0x27), ("&amp;", 0x26),
    ]

    private static func unescaped(_ text: Bytes, _ scratch: Scratch) -> Bytes {
        guard text.find(Bytes("&")) != nil else { return text }
        let memory = scratch.arena.allocate(text.count)
        var (at, count) = (0, 0)
        while at < text.count {
            let rest = text.suffix(from: at)
            if text[at] == UInt8(ascii: "&"), let (name, byte) = entities.first(where: { rest.hasPrefix($0.0) }) {
                memory[count] = byte
                at += name.utf8CodeUnitCount
            } else {
                memory[count] = text[at]
                at += 1
            }
            count += 1
        }
        scratch.arena.shrinkLast(memory, to: count)
        return Bytes(start: memory, count: count)
    }
}
