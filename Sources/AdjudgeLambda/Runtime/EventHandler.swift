import Adjudge
import AdjudgeBase
import AdjudgeWire

/// Processes events and writes their answers. Each poller has its own.
final class EventHandler {
    /// The largest answer that Lambda accepts, in bytes: 6 MiB and 100.
    static let maxAnswerBytes = 6 * 1024 * 1024 + 100

    let door: Door
    let scorer: BatchScorer
    private let sender: TimedSender?

    /// A handler behind `door`.
    init(_ door: Door) {
        self.door = door
        scorer = BatchScorer(door.engine)
        let configuration = door.configuration
        sender = configuration.credentials.flatMap { credentials in
            if let queue = configuration.resultQueue { return TimedSender { QueueSender(queue, credentials) } }
            return configuration.resultObjects.map { objects in TimedSender { ObjectSender(objects, credentials) } }
        }
    }

    /// Writes the answer to an event. `memory` holds the event's bytes.
    func handle(_ invocation: Invocation, memory: AnyObject, to answer: inout ByteWriter) throws(EventFailure) {
        answer.removeAll()
        var trace = EventTrace(invocation)
        do {
            try answerEvent(invocation, memory, &trace, &answer)
            trace.send(by: door, fault: nil)
        } catch {
            trace.send(by: door, fault: error.message)
            door.log.write(
                .error, error.message, requestID: invocation.requestID, [("errorType", .string(error.kind.rawValue))])
            // With `resultShape` wrapped, the caller expects failures in wrapped form too.
            guard door.configuration.resultShape == .wrapped, error.kind == .malformedEvent else { throw error }
            answer.removeAll()
            GatewayReply.refuse(400, error.message, to: .httpAPI, &answer)
        }
    }

    private func answerEvent(
        _ invocation: Invocation, _ memory: AnyObject, _ trace: inout EventTrace, _ answer: inout ByteWriter
    ) throws(EventFailure) {
        let text: ParsedEvent
        do {
            text = try ParsedEvent(invocation.event, memory)
        } catch {
            throw EventFailure(.malformedEvent, EventHandler.parseErrorMessage(error, invocation.event))
        }
        trace.mark("read")
        let job = Job(invocation: invocation, answerBy: answerBy(invocation))
        switch LambdaEvent.read(text.root) {
        case .failure(let error): throw EventFailure(.malformedEvent, error.message)
        case .success(.samples(let rows)):
            let batch = score(rows, of: text, job, &trace)
            try refuseFailures(batch)
            try fit(&answer) { detail, answer in writeResults(batch, detail, wrapped: wraps, &answer) }
        case .success(.rollout(let message)):
            try writeRollout(message, text, job, &trace, &answer)
        case .success(.queue(let records)):
            try answerQueue(records, job, &trace, &answer)
        case .success(.bus(let id, let detail)):
            try answerBus(id, detail, text, job, &trace, &answer)
        case .success(.http(let request)):
            try answerRequest(request, job, &trace, &answer)
        case .success(.body(let body)):
            try answerBody(body, job, &trace, &answer)
        case .success(.ping):
            writeHealth(&answer)
        }
        trace.mark("write")
    }

    // MARK: Scoring

    /// One event in progress.
    struct Job {
        let invocation: Invocation
        /// When the answer must be sent; nil without a deadline.
        let answerBy: Clock.Instant?
    }

    private func answerBy(_ invocation: Invocation) -> Clock.Instant? {
        guard let deadline = invocation.deadline else { return nil }
        let margin = door.configuration.deadlineMargin * 1000
        // With a short timeout at least half of it is left for scoring, whatever the margin.
        let left = deadline.microseconds - Clock.now().microseconds
        return Clock.Instant(microseconds: deadline.microseconds - min(margin, max(left / 2, 0)))
    }

    /// Scores the rows of an event and reports on them.
    func score(_ rows: [JSONValue], of text: AnyObject, _ job: Job, _ trace: inout EventTrace) -> SampleBatch {
        let reader = door.reader
        return score(rows, of: text, job, &trace) { row, tools in reader.sample(row, tools) }
    }

    /// Scores rows that `read` turns into samples.
    func score(
        _ rows: [JSONValue], of text: AnyObject, _ job: Job, _ trace: inout EventTrace,
        read: @escaping SampleBatch.Read
    ) -> SampleBatch {
        let start = Clock.now()
        let batch = SampleBatch(rows, of: text, plan: door.engine.plan, answerBy: job.answerBy, read: read)
        scorer.score(batch, until: job.answerBy)
        let report = BatchReport(door: door, requestID: job.invocation.requestID)
        let unverified = report.tell(batch, microseconds: Clock.now().microseconds - start.microseconds)
        trace.count(samples: batch.count, unverified: unverified)
        trace.mark("score")
        return batch
    }

    /// Throws where too many samples are unverified: any sample when the grader says `"on_error": "fail"`, else more
    /// than the configured share.
    func refuseFailures(_ batch: SampleBatch) throws(EventFailure) {
        let allowed = batch.plan.onError == .fail ? 0 : door.configuration.maxUnscoredShare
        guard allowed < 1, batch.count > 0 else { return }
        var failed = 0
        var first: Int?
        for row in 0..<batch.count where !batch.result(row).reward.isFinite {
            failed += 1
            first = first ?? row
        }
        guard let first, Double(failed) > allowed * Double(batch.count) else { return }
        let result = batch.result(first)
        throw EventFailure(
            .unverified,
            "sample \(first): \(result.status.name): \(result.reasonName); \(failed) of \(batch.count) samples are not "
                + "verified, and "
                + (batch.plan.onError == .fail
                    ? "the grader says \"on_error\": \"fail\"" : "ADJUDGE_MAX_UNSCORED_SHARE is \(allowed)"))
    }

    // MARK: Answers

    var wraps: Bool { door.configuration.resultShape == .wrapped }

    /// Writes the results, bare or wrapped.
    func writeResults(
        _ batch: SampleBatch, _ detail: RewardArray.Detail, wrapped: Bool, _ answer: inout ByteWriter
    ) {
        let array = RewardArray(door.configuration)
        guard wrapped else {
            array.write(batch, detail: detail, to: &answer)
            return
        }
        var body = ByteWriter(capacity: 1 << 14)
        array.write(batch, detail: detail, to: &body)
        answer.append("{\"statusCode\":200,\"body\":")
        answer.appendJSONString(body.bytes)
        answer.append("}")
    }

    /// Writes an answer with as much detail as fits into `limit` bytes, the limit of Lambda or of a service.
    func fit(
        _ answer: inout ByteWriter, limit: Int = EventHandler.maxAnswerBytes,
        _ write: (RewardArray.Detail, inout ByteWriter) -> Void
    ) throws(EventFailure) {
        for detail in RewardArray.Detail.allCases {
            answer.removeAll()
            write(detail, &answer)
            if answer.count <= limit { return }
        }
        throw EventFailure(
            .responseTooLarge,
            "the answer has \(answer.count) bytes even without metrics, expected at most \(limit): send fewer samples "
                + "at a time")
    }

    /// Writes the health document, `{"status": "ok", "grader": …}`. It contains no reward.
    func writeHealth(_ answer: inout ByteWriter) {
        answer.append("{\"status\":\"ok\",\"grader\":\"")
        answer.append(door.engine.plan.hash)
        answer.append("\"}")
    }

    /// The message for an event that is not JSON. An event as large as Lambda's limit was most likely cut off there.
    private static func parseErrorMessage(_ error: JSONError, _ event: Bytes) -> String {
        let text = "$: found \(error.message)"
        guard event.count >= 6 * 1024 * 1024 else { return text }
        return text + "; the event has \(event.count) bytes, which is Lambda's limit: send fewer samples at a time"
    }

    /// Sends a result to the configured target, within the time left until the answer must be sent.
    func send(_ body: Bytes, key: String, group: String?, _ job: Job) throws(EventFailure) {
        guard let sender else {
            throw EventFailure(
                .noResultTarget,
                "ADJUDGE_RESULT_QUEUE_URL: found nothing, expected it or ADJUDGE_RESULT_URL to be set, as results of "
                    + "queue events have nowhere to go")
        }
        do {
            try sender.send(body, key: key, group: group, until: job.answerBy)
        } catch {
            throw EventFailure(.resultNotSent, error.description)
        }
    }

    /// Whether a target for the results of jobs is configured.
    var hasResultTarget: Bool { sender != nil }

    /// The largest result of a job, in bytes.
    var maxResultBytes: Int { min(sender?.maxBodyBytes ?? Int.max, EventHandler.maxAnswerBytes) }
}
