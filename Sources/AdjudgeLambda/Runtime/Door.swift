import Adjudge
import AdjudgeBase

/// The engine, configuration and outputs that all pollers of the function share.
final class Door: Sendable {
    let engine: Engine
    let configuration: Configuration
    let lines: LineWriter
    let log: Log
    let metrics: MetricJournal
    let failures = FailureLines()
    let reader: SampleRead
    let tracer: DatagramSender?

    /// A door to `engine`.
    init(_ engine: Engine, _ configuration: Configuration, lines: LineWriter = LineWriter()) {
        self.engine = engine
        self.configuration = configuration
        self.lines = lines
        log = Log(configuration.log, lines)
        metrics = MetricJournal(configuration)
        reader = SampleRead(configuration.reasoning, grader: engine.plan.grader)
        tracer = configuration.traceDaemon.flatMap { DatagramSender($0) }
    }

    /// Writes a line of metrics, unless the configuration turns metrics off.
    func write(_ entry: MetricJournal.Entry) {
        guard let namespace = configuration.metricsNamespace else { return }
        var text = ByteWriter(capacity: 2048)
        MetricLine(
            namespace: namespace, functionName: configuration.functionName, grader: engine.plan.hash,
            byGrader: configuration.metricsByGrader,
            metrics: entry.tally.metrics(baseline: entry.baseline, judges: entry.judges)
        ).write(at: entry.time, to: &text)
        lines.write(text.bytes)
    }
}
