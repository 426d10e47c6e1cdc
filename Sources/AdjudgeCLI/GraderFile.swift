import Adjudge
import AdjudgeBase
import Foundation

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
        return try withBytes(of: text) { bytes throws(DocumentError) in try Grader(file: bytes, named: source) }
    }
}
