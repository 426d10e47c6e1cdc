import Adjudge
import ArgumentParser
import Glibc

/// The `adjudge` command.
@main
struct AdjudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adjudge",
        abstract: "Verifies model responses against references: exact, deterministic rewards.",
        version: Version.string,
        subcommands: [Score.self, Explain.self, Run.self, Test.self, Lint.self, List.self, Doctor.self])

    /// Exit codes: 0 ok, 1 gate failed, 2 usage or grader, 3 too many bad rows, 4 internal, 130 interrupted.
    static func main() {
        do {
            var command = try parseAsRoot()
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
}

/// A failure with its exit code.
struct CommandFailure: Error {
    let code: Int32
    let message: String

    static func usage(_ message: String) -> CommandFailure { CommandFailure(code: 2, message: "adjudge: \(message)") }
}

/// Writes a line to standard error.
func printError(_ text: String) {
    writeError(text + "\n")
}

/// Writes text to standard error as it is.
func writeError(_ text: String) {
    var text = text
    text.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
}
