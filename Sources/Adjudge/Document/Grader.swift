import AdjudgeBase
import AdjudgeFormats

/// A user's document: it names verifiers, extraction, and how parts combine into one reward.
///
/// The base is OpenAI's grader JSON; such files run unchanged. A grader is only read here; ``Plan`` compiles it.
public struct Grader: Sendable, Equatable {
    /// The document as written.
    public let document: DocumentValue

    /// The grader of a document that has been read already.
    public init(document: DocumentValue) {
        self.document = document
    }

    /// Reads a grader from JSON text. Throws where the text is not JSON, or a key stands twice.
    public init(json text: Bytes) throws(DocumentError) {
        document = try DocumentValue(json: text, as: "a grader")
    }

    /// Reads a grader from YAML 1.2 text. Throws where the text is not YAML, or a key stands twice.
    public init(yaml text: String) throws(DocumentError) {
        document = try withBytes(of: text) { bytes throws(DocumentError) in
            try DocumentValue(yaml: bytes, as: "a grader")
        }
    }

    /// Reads a grader from a file's text: YAML where the name ends in `.yaml` or `.yml`, else JSON.
    public init(file text: Bytes, named name: String) throws(DocumentError) {
        document = try DocumentValue(file: text, named: name, as: "a grader")
    }

    /// The grader that `text` names: a preset, with or without `preset:` before it, or JSON.
    public init(_ text: String) throws(DocumentError) {
        let names = Preset.all.map(\.name)
        if text.hasPrefix("preset:") || names.contains(text) {
            let name = text.hasPrefix("preset:") ? String(text.dropFirst(7)) : text
            self.init(document: ["type": "preset", "name": .string(name)])
            return
        }
        guard Grader.isDocument(text) else {
            throw DocumentError(
                path: "$", found: "\"\(text.prefix(80))\"",
                expected: "a grader as JSON, or a preset: one of " + names.joined(separator: ", "),
                suggestion: nearestName(to: text, in: names))
        }
        self = try withBytes(of: text) { bytes throws(DocumentError) in try Grader(json: bytes) }
    }

    /// True for what can only be meant as a document, whether it is one or not.
    public static func isDocument(_ text: String) -> Bool {
        let first = text.utf8.first { !($0 == 0x20 || $0 >= 0x09 && $0 <= 0x0D) }
        return first == nil || first == 0x7B || first == 0x5B || first == 0x22
    }
}
