import Adjudge
import AdjudgeBase
import ArgumentParser
import Foundation

/// `adjudge run`: runs one program in the sandbox.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run one program against tests, contained, and show how it fares.",
        discussion: "Exit code 0 when every test passes, 1 when not, 4 when there is no verdict.")

    @Argument(help: "The program.") var program: String
    @Option(help: "A file with the test object: inputs and outputs, cases, test_list, test, …") var tests: String
    @Option(help: "Its language; default by the file's name.") var language: String?
    @Option(help: "CPU seconds for each test.") var cpu: Double?
    @Option(help: "Memory in MiB.") var memory: Int?
    @Option(help: "How outputs compare: exact, trailing_whitespace, lines, tokens, numeric.") var comparator: String?
    @Option(help: "Rules of another project: prime_code, livecodebench, evalplus, humaneval, codeforces.")
    var compat: String?
    @Option(help: "The sandbox level, 0 to 3, below which nothing is run.") var minimumLevel: Int?
    @Flag(help: "Run every test even after one has failed.") var all = false
    @Flag(help: "Print the verdict as JSON.") var json = false

    func run() throws {
        let source = OwnedBytes(try text(program))
        let reference = OwnedBytes(try text(tests))
        let engine: Engine
        do {
            engine = Engine(try Plan(Grader(document: .object(document()))), threads: 1)
        } catch {
            throw CommandFailure.usage("\(error)")
        }
        let sample = Sample(response: .text(source.view), reference: .text(reference.view))
        let explanation = engine.explain(sample)
        withExtendedLifetime((source, reference)) {}
        let verdict = explanation.verdict
        if json {
            print(explanation.detail(of: nil)?.text ?? "{\"verdict\":\"\(verdict.reasonName)\"}")
        } else {
            print("reward     " + (verdict.reward.map { "\($0)" } ?? "none"))
            print("status     \(verdict.status.name)")
            print("reason     \(verdict.reasonName)")
            for note in explanation.notes { print("\(note.label): \(note.value)") }
        }
        guard let reward = verdict.reward else { throw ExitCode(4) }
        if reward < 1 { throw ExitCode(1) }
    }

    private func document() -> [DocumentValue.Member] {
        var members: [DocumentValue.Member] = []
        func add(_ key: String, _ value: DocumentValue?) {
            if let value { members.append(DocumentValue.Member(key: key, value: value)) }
        }
        add("type", "code")
        add("input", "{{response}}")
        add("language", (language ?? Run.language(of: program)).map { .string($0) })
        var limits: [DocumentValue.Member] = []
        if let cpu { limits.append(DocumentValue.Member(key: "cpu_seconds", value: .number("\(cpu)"))) }
        if let memory { limits.append(DocumentValue.Member(key: "memory_mb", value: .number("\(memory)"))) }
        if !limits.isEmpty { add("limits", .object(limits)) }
        add("comparator", comparator.map { .string($0) })
        add("compat", compat.map { .string($0) })
        add("minimum_level", minimumLevel.map { .number("\($0)") })
        if all { add("stop_on_failure", false) }
        return members
    }

    /// The language for a file's extension; nil: the tests determine it.
    private static func language(of path: String) -> String? {
        let known = [
            "py": "python", "c": "c", "cpp": "cpp", "cc": "cpp", "cxx": "cpp", "js": "javascript", "sh": "bash",
            "go": "go", "rs": "rust", "java": "java",
        ]
        return path.split(separator: ".").last.flatMap { known[String($0)] }
    }

    private func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure.usage("\(path): cannot be read, expected a file")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
