import Adjudge
import AdjudgeBase

extension ByteWriter {
    /// Appends every preset as a JSON array of objects: `name`, `summary` and `grader`, the document.
    public mutating func appendPresets() {
        append("[")
        for (index, preset) in Preset.all.enumerated() {
            if index > 0 { append(",") }
            appendObject { object in
                object.add("name", preset.name)
                object.add("summary", preset.summary)
                object.add("grader", json: preset.document.json)
            }
        }
        append("]")
    }
}
