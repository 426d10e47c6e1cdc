import AdjudgeBase

/// One call.
struct ToolCall {
    let name: Bytes
    let arguments: JSONValue
}

/// Calls that were read, as values.
final class CallList {
    private let text = JSONText()
    private(set) var calls: [ToolCall] = []

    /// The calls of a canonical list; what is wrong with one of them, where something is. Valid until the next call.
    func read(_ found: ToolCalls, _ scratch: Scratch, isStrict: Bool) -> StructureReason? {
        calls.removeAll(keepingCapacity: true)
        if found.hasViews {
            for call in scratch.toolCalls.views {
                if isStrict, DuplicateKeys(scratch: scratch).first(in: call.arguments) != nil { return .duplicateKey }
                calls.append(ToolCall(name: call.name.string(into: scratch.arena)!, arguments: call.arguments))
            }
            return nil
        }
        let list: JSONValue
        do {
            list = try text.value(found.json, scratch, refusesDuplicates: isStrict)
        } catch {
            if case .duplicateKey = error { return .duplicateKey }
            return .brokenCall
        }
        for call in list.elements {
            guard let name = call.member("name")?.string(into: scratch.arena), let arguments = call.member("arguments")
            else { return .brokenCall }
            if isStrict, arguments.kind != .object { return .brokenCall }
            calls.append(ToolCall(name: name, arguments: arguments))
        }
        return nil
    }
}

/// What a reference expects of a turn.
enum ExpectedTurn {
    /// These calls; none where the list is empty.
    case calls
    /// A text, with what it was.
    case message(Bytes)
    /// The reference says neither.
    case unreadable
}

/// Reads references of tool calls.
final class ExpectedCalls {
    let list = CallList()
    private let parser = JSONParser(maxDepth: 256)

    /// What a reference expects; calls are then in ``list``.
    func read(_ reference: Field, _ scratch: Scratch, isStrict: Bool) -> ExpectedTurn {
        let text = reference.bytes.trimmed
        var found: ToolCalls?
        var rules = ToolCallReader.Rules()
        rules.takesAmbiguous = !isStrict
        if let value = try? parser.parse(text) {
            if !isStrict, let message = ExpectedCalls.message(value, scratch) { return .message(message) }
            found = scratch.toolCalls.readJSON(value, rules: rules)
            if isStrict, let found, found.problem == nil, found.count == 0 {
                let turn = ExpectedCalls.turn(value, scratch)
                guard case .calls = turn else { return turn }
            }
        } else {
            found = scratch.toolCalls.read(text, rules: rules)
            // Values of the reader's own would end when it reads the response.
            found?.hasViews = false
            if found?.count == 0 { return .unreadable }
        }
        guard let found, found.problem == nil, list.read(found, scratch, isStrict: isStrict) == nil else {
            return .unreadable
        }
        return .calls
    }

    /// What a value without calls expects: the text of its last message; no call where it is an empty list of calls.
    private static func turn(_ value: JSONValue, _ scratch: Scratch) -> ExpectedTurn {
        if value.kind == .array {
            if value.count == 0 { return .calls }
            var last: JSONValue?
            let isConversation = value.elements.allSatisfy { $0.member("role") != nil && $0.member("type") == nil }
            for element in value.elements {
                let isAssistant = element.member("role")?.isString(Bytes("assistant")) ?? !isConversation
                if isAssistant, !(element.member("type")?.isString(Bytes("reasoning")) ?? false) { last = element }
            }
            return last.map { .message(content($0, scratch)) } ?? .unreadable
        }
        if let choices = value.member("choices"), choices.kind == .array {
            return choices.element(0)?.member("message").map { turn($0, scratch) } ?? .unreadable
        }
        if let output = value.member("output"), output.kind == .array { return turn(output, scratch) }
        let saysSo = value.member("role") != nil || value.member("type")?.isString(Bytes("message")) ?? false
        let text = content(value, scratch)
        return saysSo || !text.isEmpty ? .message(text) : .calls
    }

    /// The text of a message: a string, or the texts of its blocks.
    private static func content(_ message: JSONValue, _ scratch: Scratch) -> Bytes {
        guard let content = message.member("content") else {
            return message.member("text")?.string(into: scratch.arena) ?? .empty
        }
        if let text = content.string(into: scratch.arena) { return text }
        var writer = ByteWriter(capacity: 256)
        for block in content.elements {
            if let text = block.member("text")?.string(into: scratch.arena) { writer.append(text) }
        }
        return scratch.arena.copy(writer.bytes)
    }

    /// The text of a message by the rule of the peers.
    private static func message(_ value: JSONValue, _ scratch: Scratch) -> Bytes? {
        guard value.kind == .object, value.member("type")?.isString(Bytes("message")) ?? (value.member("role") != nil),
            value.member("tool_calls")?.count ?? 0 == 0
        else { return nil }
        return value.member("content")?.string(into: scratch.arena) ?? .empty
    }
}
