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
        if let value = try? parser.parse(text) {
            if let message = ExpectedCalls.message(value, scratch) { return .message(message) }
            found = scratch.toolCalls.readJSON(value)
        } else {
            found = scratch.toolCalls.read(text)
            if found?.count == 0 { return .unreadable }
        }
        guard let found, found.problem == nil, list.read(found, scratch, isStrict: isStrict) == nil else {
            return .unreadable
        }
        return .calls
    }

    private static func message(_ value: JSONValue, _ scratch: Scratch) -> Bytes? {
        guard value.kind == .object, value.member("type")?.isString(Bytes("message")) ?? (value.member("role") != nil),
            value.member("tool_calls")?.count ?? 0 == 0
        else { return nil }
        return value.member("content")?.string(into: scratch.arena) ?? .empty
    }
}
