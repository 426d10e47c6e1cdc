import Adjudge
import AdjudgeBase
import ArgumentParser
import CProcess
import Glibc

/// The `adjudge` command.
@main
struct AdjudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adjudge",
        abstract: "Verifies model responses against references: exact, deterministic rewards.",
        discussion: """
            Exit codes: 0 done; 1 a gate failed; 2 the command, a grader or a file is not as expected; 3 the rows are \
            not: too many cannot be read, none has what the grader needs, or one has no reward under on_error fail; \
            4 no verdict, no memory or a defect of adjudge; 5 reading or writing failed, as on a full disk or in a torn \
            archive; 130 interrupted.
            """,
        version: Version.string,
        subcommands: [
            Score.self, Explain.self, Run.self, Test.self, Lint.self, List.self, Doctor.self, JudgeCommand.self,
        ])

    static func main() {
        MemoryLimit.install()
        do {
            let arguments = (1..<max(1, Int(cp_argument_count()))).map { String(cString: cp_argument(Int32($0))) }
            try refuseUnknown(arguments)
            var command = try parseAsRoot(arguments)
            try command.run()
        } catch let code as ExitCode {
            Glibc.exit(code.rawValue)
        } catch let failure as CommandFailure {
            printError(failure.message)
            Glibc.exit(failure.code)
        } catch {
            let code = exitCode(for: error)
            let message = fullMessage(for: error)
            if code.isSuccess { print(message) } else { printError(message) }
            Glibc.exit(code.isSuccess ? 0 : 2)
        }
    }

    /// Refuses unknown subcommands, which the argument parser answers with its help and exit code 0.
    private static func refuseUnknown(_ arguments: [String]) throws {
        let words = Array(arguments.drop { $0 == "help" }.prefix(1))
        guard let word = words.first else {
            if arguments.isEmpty {
                throw CommandFailure(code: 2, message: "adjudge: found no subcommand\n\n" + helpMessage())
            }
            return
        }
        let names = configuration.subcommands.map { $0._commandName }
        guard !word.hasPrefix("-"), !names.contains(word) else { return }
        _ = try named(word, "subcommand", names.map { ($0, ()) })
    }
}
