import Adjudge
import AdjudgeBase
import Foundation
import Yams

/// Finds a grader by its argument: a preset with or without `preset:`, a file of JSON or YAML, or JSON itself.
enum GraderFile {
    static func engine(_ source: String, jobs: Int = 0) throws -> Engine { Engine(try plan(source), threads: jobs) }

    static func plan(_ source: String) throws -> Plan {
        do {
            return try Plan(grader(source))
        } catch let error as DocumentError {
            throw CommandFailure.usage("\(Grader.isDocument(source) ? "the grader" : source): \(error)")
        }
    }

    private static func grader(_ source: String) throws -> Grader {
        let isPath =
            source.contains("/") && !Grader.isDocument(source)
            || [".json", ".yaml", ".yml"].contains { source.hasSuffix($0) }
        let isPreset = source.hasPrefix("preset:") || Preset.all.contains { $0.name == source }
        if isPreset || !isPath && (Grader.isDocument(source) || !FileManager.default.fileExists(atPath: source)) {
            return try Grader(source)
        }
        guard let data = FileManager.default.contents(atPath: source) else {
            throw CommandFailure.usage(
                "\(source): cannot be read, expected a preset's name, a file of JSON or YAML, or JSON itself")
        }
        let text = String(decoding: data, as: UTF8.self)
        if source.hasSuffix(".yaml") || source.hasSuffix(".yml") {
            do {
                guard let node = try Yams.compose(yaml: text) else {
                    throw DocumentError(path: "$", found: "nothing", expected: "a grader as YAML")
                }
                return Grader(document: try document(node, path: "$"))
            } catch let error as YamlError {
                throw CommandFailure.usage("\(source): \(error)")
            }
        }
        return try withBytes(of: text) { bytes throws(DocumentError) in try Grader(json: bytes) }
    }

    /// The document of a YAML node, the same as for equivalent JSON.
    static func document(_ node: Node, path: String) throws(DocumentError) -> DocumentValue {
        switch node {
        case .mapping(let mapping):
            var members: [DocumentValue.Member] = []
            for (key, value) in mapping {
                let name = key.string ?? ""
                members.append(DocumentValue.Member(key: name, value: try document(value, path: "\(path).\(name)")))
            }
            return .object(members)
        case .sequence(let sequence):
            var elements: [DocumentValue] = []
            for element in sequence { elements.append(try document(element, path: "\(path)[\(elements.count)]")) }
            return .array(elements)
        case .scalar(let scalar):
            return scalar.style == .plain ? plain(scalar.string) : .string(scalar.string)
        case .alias:
            throw DocumentError(path: path, found: "a YAML alias", expected: "the value itself")
        }
    }

    /// The value of an unquoted scalar under YAML's JSON schema: null, a boolean, a number, else a string.
    private static func plain(_ text: String) -> DocumentValue {
        switch text {
        case "null", "~", "": .null
        case "true": .bool(true)
        case "false": .bool(false)
        default: Double(text)?.isFinite == true && !text.contains("_") ? .number(text) : .string(text)
        }
    }
}
