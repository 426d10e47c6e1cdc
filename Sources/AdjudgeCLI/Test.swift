import Adjudge
import AdjudgeBase
import AdjudgeFiles
import AdjudgeWire
import ArgumentParser

/// `adjudge test`: checks rows against the verdicts that they expect.
struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a file of cases: rows with grader, response, reference and expect.")

    @OptionGroup var judge: JudgeOptions
    @Argument(help: "Files of cases, JSONL.") var cases: [String]
    @Option(help: "The grader for rows that have none of their own.") var grader: String?

    func run() throws {
        var passed = 0
        var failed = 0
        for path in cases {
            do {
                try judge.configure()
                let fallback = try grader.map { try GraderFile.plan($0) }
                let report = try CaseFile.check(path, fallback: fallback)
                guard report.passed + report.failures.count > 0 else {
                    throw CommandFailure(
                        code: 3,
                        message: "adjudge: \(path): found no case, expected rows with response, reference and expect")
                }
                passed += report.passed
                failed += report.failures.count
                for failure in report.failures { print("\(path): \(failure)") }
            } catch let error as InputError {
                throw CommandFailure(error)
            }
        }
        print("\(passed) passed, \(failed) failed")
        if failed > 0 { throw ExitCode(1) }
    }
}
