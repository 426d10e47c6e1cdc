import Adjudge
import AdjudgeBase

/// The source of the grader: `ADJUDGE_GRADER` holds its JSON, a preset's name, or the name of a file in the package, of JSON or YAML.
public enum GraderSource {
    /// The size limit of a grader file, in bytes.
    private static let maxFileBytes = 1 << 24

    /// Reads and compiles the grader. The error names the variable, the JSON path and the expected value.
    public static func plan(_ environment: Environment) throws(ConfigurationError) -> Plan {
        let name = "ADJUDGE_GRADER"
        guard let text = environment[name] else {
            throw ConfigurationError(
                name, found: "nothing", expected: "a grader as JSON, a preset's name, or a file in the package")
        }
        do {
            return try Plan(try grader(text, root: environment["LAMBDA_TASK_ROOT"] ?? "."))
        } catch let error as DocumentError {
            let hint = error.suggestion.map { "; did you mean \"\($0)\"?" } ?? ""
            throw ConfigurationError("\(name) \(error.path)", found: error.found, expected: error.expected + hint)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw ConfigurationError(name, found: "\(error)", expected: "a grader")
        }
    }

    private static func grader(_ text: String, root: String) throws -> Grader {
        if Grader.isDocument(text) || text.hasPrefix("preset:") || Preset.all.contains(where: { $0.name == text }) {
            return try Grader(text)
        }
        let path = text.hasPrefix("/") ? text : root + "/" + text
        guard let file = TextFile.bytes(path, atMost: maxFileBytes) else {
            let names = Preset.all.map(\.name)
            let near = nearestName(to: text, in: names).map { "; did you mean \"\($0)\"?" } ?? ""
            throw ConfigurationError(
                "ADJUDGE_GRADER", found: "\"\(text)\", which is no preset and no file at \(path)",
                expected: "a grader as JSON, one of the presets \(names.joined(separator: ", ")), or a file" + near)
        }
        return try file.withUnsafeBufferPointer { try Grader(file: Bytes($0), named: path) }
    }
}
