import Adjudge
import AdjudgeBase

/// The fields that a row has, for people who look for the right one.
public struct RowColumns: Sendable, CustomStringConvertible {
    /// The paths of its values as `--map` takes them, those of nested objects too, one level down; at most 60.
    public let paths: [String]

    /// The fields of `row`.
    public init(_ row: JSONValue) {
        var paths: [String] = []
        for (key, value) in row.members {
            let name = RowColumns.step(key, first: true)
            if value.kind == .object, value.count > 0 {
                for (inner, _) in value.members { paths.append(name + RowColumns.step(inner, first: false)) }
            } else {
                paths.append(name)
            }
            if paths.count >= 60 { break }
        }
        self.paths = Array(paths.prefix(60))
    }

    /// The paths in a line; the rest is counted where they are many.
    public var description: String {
        let shown = paths.prefix(20).joined(separator: ", ")
        return paths.count > 20 ? "\(shown) and \(paths.count - 20) more" : shown
    }

    /// The path that most likely holds what `field` is mapped to, `response` or `reference`; nil when none does.
    public func likely(_ field: String) -> String? {
        let isReference = field == "reference"
        let names = (isReference ? FieldNames.reference : FieldNames.response).map { "\($0)" }
        let others = (isReference ? FieldNames.response : FieldNames.reference).map { "\($0)" } + FieldNames.asked
        let candidates = paths.map { (path: $0, name: RowColumns.leaf($0)) }.filter { !others.contains($0.name) }
        if let same = candidates.first(where: { names.contains($0.name) }) { return same.path }
        let words = isReference ? RowColumns.referenceWords : RowColumns.responseWords
        for word in words {
            if let near = candidates.first(where: { $0.name.contains(word) }) { return near.path }
        }
        return candidates.first { nearestName(to: $0.name, in: names) != nil }?.path
    }

    /// The end of an error about a missing field: the columns, and the mapping that was most likely meant; `field` is
    /// nil where a mapping is no help.
    public func advice(on field: String?) -> String {
        let mapping = field.flatMap { field in likely(field).map { "; did you mean --map \(field)=\($0)?" } }
        return "; the row has \(self)" + (mapping ?? "")
    }

    private static let referenceWords = [
        "truth", "gold", "reference", "expected", "correct", "answer", "target", "solution", "label",
    ]
    private static let responseWords = ["response", "completion", "generat", "predict", "output", "reply", "text"]

    private static func leaf(_ path: String) -> String {
        path.split { $0 == "." || $0 == "[" }.last.map { $0.filter { !"\"]".contains($0) }.lowercased() } ?? path
    }

    private static func step(_ key: JSONValue, first: Bool) -> String {
        let name = key.decodedString ?? key.raw.string
        if name.isEmpty || name.contains(where: { ".[]\"'".contains($0) }) { return "[\"\(name)\"]" }
        return first ? name : ".\(name)"
    }
}
