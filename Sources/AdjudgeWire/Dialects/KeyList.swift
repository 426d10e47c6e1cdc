import AdjudgeBase

/// The keys of an object as a message shows them.
public enum KeyList {
    /// More keys than this are counted only.
    private static let maxKeys = 8
    /// Longer keys are cut, in bytes.
    private static let maxKeyBytes = 40

    /// `"a", "b" and 3 more`; `nothing` for an empty object, the kind for anything else. At most 8 keys of 40 bytes:
    /// whoever sends an event does not choose how long the log is.
    public static func text(_ value: JSONValue) -> String {
        guard value.kind == .object else { return "\(value.kind)" }
        guard value.count > 0 else { return "an empty object" }
        var shown: [String] = []
        for (key, _) in value.members {
            if shown.count == maxKeys { break }
            let name = key.decodedString ?? ""
            shown.append(
                name.utf8.count <= maxKeyBytes
                    ? "\"\(name)\"" : "\"\(String(decoding: name.utf8.prefix(maxKeyBytes), as: UTF8.self))…\"")
        }
        let more = value.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
