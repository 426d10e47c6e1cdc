import Adjudge
import AdjudgeBase

/// `--map field=path`: where a row keeps its id, response, reference or item, whatever the dialect says.
public struct FieldMap: Sendable, CustomStringConvertible {
    private var paths: [String: JSONPath] = [:]
    private var texts: [String: String] = [:]

    /// The fields that can be mapped.
    public static let fields = ["id", "response", "reference", "item", "group"]

    /// A map of nothing.
    public init() {}

    /// True when `field` is mapped.
    public func has(_ field: String) -> Bool { paths[field] != nil }

    /// True when nothing is mapped.
    public var isEmpty: Bool { paths.isEmpty }

    /// The fields and their paths, in the order of ``fields``.
    public var description: String {
        FieldMap.fields.compactMap { field in texts[field].map { "\(field)=\($0)" } }.joined(separator: " ")
    }

    /// The value of `row` where `field` is mapped to, and that path; nil where it is not mapped.
    func place(of field: String, in row: JSONValue) -> (path: String, value: JSONValue?)? {
        guard let path = paths[field], let text = texts[field] else { return nil }
        return (text, path.find(in: row))
    }

    /// Adds `field=path`. The error says what is wrong with it.
    public mutating func add(_ text: String) throws(InputError) {
        guard let equals = text.firstIndex(of: "=") else {
            throw InputError(
                description: "--map \(text): found no \"=\", expected field=path such as response=output.text")
        }
        let field = String(text[..<equals])
        let path = String(text[text.index(after: equals)...])
        guard FieldMap.fields.contains(field) else {
            let near = nearestName(to: field, in: FieldMap.fields).map { "; did you mean \"\($0)\"?" } ?? ""
            throw InputError(
                description: "--map \(text): found the field \"\(field)\", expected one of "
                    + FieldMap.fields.joined(separator: ", ") + near)
        }
        guard !path.isEmpty, let parsed = JSONPath(path) else {
            throw InputError(description: "--map \(text): found the path \"\(path)\", expected one such as a.b[0]")
        }
        paths[field] = parsed
        texts[field] = path
    }

    /// Puts the mapped fields of `row` into `sample`. Strings with escapes are unescaped in `arena`.
    public func apply(to sample: inout Sample, _ row: JSONValue, _ arena: Arena) {
        if let path = paths["response"] {
            sample.response = .absent
            sample.defect = nil
            switch RowFields.response(path.find(in: row), arena) {
            case .success(let field): sample.response = field
            case .failure(let defect): sample.defect = defect
            }
        }
        if let path = paths["reference"] { sample.reference = RowFields.reference(path.find(in: row), arena) }
        if let path = paths["item"] { sample.item = path.find(in: row) }
        if let path = paths["group"] {
            sample.group = path.find(in: row).map { Field(key: $0, arena: arena) } ?? .absent
            if sample.group.isAbsent, sample.defect == nil { sample.defect = RowDefect(.missingField) }
        }
        if let path = paths["id"] {
            let value = path.find(in: row)
            sample.id =
                value.map { $0.kind == .string || $0.kind == .number ? Field(.json, $0.raw) : .absent } ?? .absent
        }
    }
}
