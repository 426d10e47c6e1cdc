/// Which of the keys that make JSON a call an object has, and which of them twice.
struct EnvelopeKeys {
    private static let names: [StaticString] = [
        "name", "arguments", "parameters", "input", "args", "function", "tool_calls", "function_call", "choices",
        "output",
        "type", "role", "content", "message", "calls",
    ]

    private var seen: UInt32 = 0
    private var doubled: UInt32 = 0

    /// Reads the keys of an object. O(members).
    init(_ object: JSONValue) {
        for (key, value) in object.members {
            guard let index = EnvelopeKeys.names.firstIndex(where: { key.isString(Bytes($0)) }) else { continue }
            let bit = UInt32(1) << UInt32(index)
            doubled |= seen & bit
            // Interfaces write null for what a message has not, but a key twice is one key too many whatever it holds.
            seen |= bit
            if value.kind == .null, EnvelopeKeys.containers & bit != 0, doubled & bit == 0 { seen &= ~bit }
        }
    }

    private static let name: UInt32 = 1
    private static let arguments: UInt32 = 0b11110
    private static let function: UInt32 = 1 << 5
    private static let containers: UInt32 = 0b1111 << 6
    private static let turn: UInt32 = 0b11111 << 10

    /// Whether it could be read as another call, by the first of two keys or by the other name of its arguments.
    var isAmbiguousCall: Bool {
        let given = seen & EnvelopeKeys.arguments
        return doubled & (EnvelopeKeys.name | EnvelopeKeys.arguments) != 0 || given & (given &- 1) != 0
    }

    /// Whether it has a name and arguments of its own.
    var isCall: Bool { seen & EnvelopeKeys.name != 0 && seen & EnvelopeKeys.arguments != 0 }

    /// Whether calls could be looked for in two of its members.
    var hasTwoPlaces: Bool {
        let places = seen & EnvelopeKeys.containers
        if doubled & (EnvelopeKeys.containers | EnvelopeKeys.function) != 0 || places & (places &- 1) != 0 {
            return true
        }
        let isNested = places != 0 || seen & EnvelopeKeys.function != 0
        return isNested && isCall
    }

    /// Whether it is a turn or an item that says twice what it is.
    var isAmbiguousTurn: Bool { doubled & EnvelopeKeys.turn != 0 }
}
