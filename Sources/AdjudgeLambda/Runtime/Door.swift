import Adjudge
import AdjudgeBase

/// What all pollers of the function share.
final class Door: Sendable {
    let engine: Engine
    let configuration: Configuration
    let lines: LineWriter
    let log: Log
    let tracer: DatagramSender?

    /// A door to `engine`.
    init(_ engine: Engine, _ configuration: Configuration, lines: LineWriter = LineWriter()) {
        self.engine = engine
        self.configuration = configuration
        self.lines = lines
        log = Log(configuration.log, lines)
        tracer = configuration.traceDaemon.flatMap { DatagramSender($0) }
    }
}
