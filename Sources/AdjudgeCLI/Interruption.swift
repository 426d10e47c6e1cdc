import AdjudgeFiles
import Glibc

/// Handles SIGINT and SIGTERM: the first signal stops the run, which still writes its scored rows; a second one ends
/// the process at once, and `--resume` repairs the output.
enum Interruption {
    /// Raised by the first signal.
    static let signal = StopSignal()

    /// Installs the handlers, except for signals that the parent process has set to be ignored, as `nohup` does.
    static func install() {
        // Initialises the static here, because a signal handler must not.
        _ = signal
        for number in [SIGINT, SIGTERM] {
            var former = sigaction()
            sigaction(number, nil, &former)
            let handler = former.__sigaction_handler.sa_handler
            if unsafeBitCast(handler, to: UInt.self) == unsafeBitCast(SIG_IGN, to: UInt.self) { continue }
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { _ in Interruption.signal.raise() }
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_RESTART
            sigaction(number, &action, nil)
        }
    }
}
