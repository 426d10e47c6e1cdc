import AdjudgeFiles
import Glibc

/// SIGINT and SIGTERM: the first asks the run to stop and to write what it has; a second ends the process as it is,
/// which `--resume` can repair.
enum Interruption {
    /// Raised by the first signal.
    static let signal = StopSignal()

    /// Takes the signals over, except one that whoever started the process has it ignore, as `nohup` and shells do.
    static func install() {
        // Made here, so that the handler only finds it.
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
