import Adjudge
import AdjudgeBase

extension ByteWriter {
    /// Appends every preset as a JSON array of objects: `name`, `summary` and `grader`, the document.
    public mutating func appendPresets() {
        append("[")
        for (index, preset) in Preset.all.enumerated() {
            append(index > 0 ? ",{\"name\":" : "{\"name\":")
            appendJSONString(preset.name)
            append(",\"summary\":")
            appendJSONString(preset.summary)
            append(",\"grader\":")
            append(document: preset.document)
            append("}")
        }
        append("]")
    }

    /// Appends a document as JSON.
    private mutating func append(document: DocumentValue) {
        switch document {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let text): append(text)
        case .string(let text): appendJSONString(text)
        case .array(let elements):
            append("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { append(",") }
                append(document: element)
            }
            append("]")
        case .object(let members):
            append("{")
            for (index, member) in members.enumerated() {
                if index > 0 { append(",") }
                appendJSONString(member.key)
                append(":")
                append(document: member.value)
            }
            append("}")
        }
    }
}
