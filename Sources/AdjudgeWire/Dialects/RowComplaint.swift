import Adjudge
import AdjudgeBase

/// The defect of a row that cannot be scored: the field, the byte, the right form.
public struct RowComplaint: Sendable, CustomStringConvertible {
    /// What is wrong with the row.
    public enum Subject: Sendable {
        case row, group, response
    }

    /// What is wrong.
    public let subject: Subject
    /// What was found, and what was expected.
    public let description: String

    /// A complaint.
    public init(_ subject: Subject, _ description: String) {
        self.subject = subject
        self.description = description
    }

    /// The complaint about `line`, a row that is read by `dialect` and `map`; nil where nothing is wrong with it.
    /// Parses the row: for errors and explanations, not for every row.
    public static func about(_ line: Bytes, _ dialect: Dialect, _ map: FieldMap) -> RowComplaint? {
        let parser = JSONParser()
        let arena = Arena()
        defer { withExtendedLifetime((parser, arena)) {} }
        let row: JSONValue
        do {
            row = try parser.parse(line)
        } catch {
            return RowComplaint(.row, "found \(error.message)")
        }
        guard row.kind == .object else { return RowComplaint(.row, "found \(name(row)) at byte 0, expected an object") }
        if let group = map.place(of: "group", in: row), group.value == nil || group.value?.kind == .null {
            return RowComplaint(
                .group, "found no group, expected its key under \(group.path); the row has \(RowColumns(row))")
        }
        let mapped = map.place(of: "response", in: row)
        if mapped == nil, dialect == .nova {
            let isWhole = NovaDialect.read(row, arena).sample.defect == nil
            return isWhole ? nil : RowComplaint(.response, NovaDialect.complaint(row))
        }
        let value = mapped.map(\.value) ?? dialect.response(row)
        guard case .failure = RowFields.response(value, arena) else { return nil }
        let place = mapped?.path ?? dialect.responsePlace
        guard let value = value ?? RowComplaint.null(FieldNames.response, in: row) else {
            return RowComplaint(
                .response, "found no response, expected text under \(place); the row has \(RowColumns(row))")
        }
        let byte = value.raw.offset(in: line).map { " at byte \($0)" } ?? ""
        return RowComplaint(
            .response, "found \(name(value))\(byte) as the response (\(place)), expected text, messages or text blocks")
    }

    /// The first of `names` that the row has without a value: as good as none, but said as what it is.
    private static func null(_ names: [StaticString], in row: JSONValue) -> JSONValue? {
        names.lazy.compactMap { row.member($0) }.first { $0.kind == .null }
    }

    private static func name(_ value: JSONValue) -> String {
        switch value.kind {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
