import AdjudgeBase

/// The timed steps of processing one event, for X-Ray.
struct EventTrace {
    private let invocation: Invocation
    private let start = Clock.now()
    private var steps: [TraceSegment.Step] = []
    private var last: Clock.Instant
    private var samples = 0
    private var unverified = 0
    /// The most steps that are recorded: a datagram holds 64 KiB.
    private static let maxSteps = 64

    init(_ invocation: Invocation) {
        self.invocation = invocation
        last = start
    }

    /// Records the end of a step.
    mutating func mark(_ name: StaticString) {
        let now = Clock.now()
        if steps.count < EventTrace.maxSteps { steps.append(TraceSegment.Step(name: name, start: last, end: now)) }
        last = now
    }

    /// Records that a batch was scored.
    mutating func count(samples: Int, unverified: Int) {
        self.samples += samples
        self.unverified += unverified
    }

    /// Sends the subsegment if the trace is sampled.
    func send(by door: Door, fault: String?) {
        guard let header = invocation.trace, header.sampled, let tracer = door.tracer else { return }
        var text = ByteWriter(capacity: 2048)
        TraceSegment(
            header: header, start: start, end: Clock.now(), steps: steps, samples: samples, unverified: unverified,
            grader: door.engine.plan.hash, requestID: invocation.requestID, fault: fault
        ).write(to: &text)
        tracer.send(text.bytes)
    }
}
