import Adjudge
import AdjudgeBase
import AdjudgeWire
import ArgumentParser

/// The options for reading rows, shared by several subcommands.
struct RowOptions: ParsableArguments {
    @Option(help: "The rows' dialect: plain, nova, openai, verl, trl, lm-eval; found out for each file when not given.")
    var dialect: String?
    @Option(help: "field=path: where rows keep id, response, reference or item.") var map: [String] = []

    /// The chosen dialect; nil: detected from the rows.
    func knownDialect() throws -> Dialect? {
        guard let dialect else { return nil }
        return try named(dialect, "--dialect", Dialect.allCases.map { ($0.rawValue, $0) })
    }

    func fieldMap() throws -> FieldMap {
        var fields = FieldMap()
        do {
            for mapping in map { try fields.add(mapping) }
        } catch {
            throw CommandFailure(error)
        }
        return fields
    }
}

/// The value named `name`. An unknown name is an error that suggests the nearest one.
func named<Value>(_ name: String, _ option: String, _ values: [(String, Value)]) throws -> Value {
    if let value = values.first(where: { $0.0 == name }) { return value.1 }
    let names = values.map(\.0)
    let near = nearestName(to: name, in: names).map { "; did you mean \"\($0)\"?" } ?? ""
    throw CommandFailure.usage(
        "\(option): found \"\(name)\", expected one of " + names.joined(separator: ", ") + near)
}
