import AdjudgeWire
import Glibc

/// A failure with its exit code.
struct CommandFailure: Error {
    let code: Int32
    let message: String

    init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    /// The failure for an error in files of rows.
    init(_ error: InputError) {
        code =
            switch error.cause {
            case .request: 2
            case .rows: 3
            case .memory: 4
            case .transfer: 5
            }
        message = "adjudge: \(error)"
    }

    static func usage(_ message: String) -> CommandFailure { CommandFailure(code: 2, message: "adjudge: \(message)") }
}

/// Writes a line to standard error.
func printError(_ text: String) {
    writeError(text + "\n")
}

/// Writes text to standard error, without a line break.
func writeError(_ text: String) {
    var text = text
    text.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
}
