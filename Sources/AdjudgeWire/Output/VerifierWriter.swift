import Adjudge
import AdjudgeBase

extension ByteWriter {
    /// Appends every reason that a verdict may have as a JSON array of objects: `code` and `name`.
    public mutating func appendReasons() {
        append("[")
        for (index, reason) in Registry.exactReasons.enumerated() {
            append(index > 0 ? ",{\"code\":" : "{\"code\":")
            append(decimal: Int(reason.number))
            append(",\"name\":\"")
            append(reason.name)
            append("\"}")
        }
        append("]")
    }

    /// Appends every type of grader as a JSON array of objects: `name`, `summary` and `keys`, what its node may have
    /// beside the keys of every node, each with `name` and `summary`. Types that join several graders name their keys in
    /// the summary.
    public mutating func appendVerifiers() {
        append("[")
        for (index, kind) in Registry.verifiers.enumerated() {
            if index > 0 { append(",") }
            appendNamed(kind.name, kind.summary)
            append(",\"keys\":[")
            for (index, key) in kind.keys.enumerated() {
                if index > 0 { append(",") }
                appendNamed(key.name, key.summary)
                append("}")
            }
            append("]}")
        }
        for composite in Registry.composites {
            append(",")
            appendNamed("\(composite.name)", "\(composite.summary)")
            append(",\"keys\":[]}")
        }
        append("]")
    }

    /// Appends an object with its name and summary, still open.
    private mutating func appendNamed(_ name: String, _ summary: String) {
        append("{\"name\":")
        appendJSONString(name)
        append(",\"summary\":")
        appendJSONString(summary)
    }
}
