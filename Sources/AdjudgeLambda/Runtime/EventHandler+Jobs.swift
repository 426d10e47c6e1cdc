import Adjudge
import AdjudgeBase
import AdjudgeWire

/// Events without a waiting caller: queues and buses.
extension EventHandler {
    /// Scores each record and sends its result; answers with the records to deliver again. In a FIFO queue every record
    /// after a failure counts as failed, so that their order is kept.
    func answerQueue(
        _ records: [JSONValue], _ job: Job, _ trace: inout EventTrace, _ answer: inout ByteWriter
    ) throws(EventFailure) {
        guard hasResultTarget else { return try send(.empty, key: "", group: nil, job) }
        var failed: [String] = []
        var result = ByteWriter(capacity: 1 << 14)
        for value in records {
            let record = QueueRecord(value)
            if record.ordered, !failed.isEmpty {
                failed.append(record.messageID)
                continue
            }
            do {
                result.removeAll()
                try writeJob(record, job, &trace, &result)
                try send(result.bytes, key: record.messageID, group: record.group, job)
                trace.mark("send")
            } catch {
                failed.append(record.messageID)
                door.log.write(
                    .error, error.message, requestID: job.invocation.requestID,
                    [
                        ("messageId", .string(record.messageID)), ("attempt", .number(Double(record.attempt))),
                        ("errorType", .string(error.kind.rawValue)),
                    ])
            }
        }
        answer.append("{\"batchItemFailures\":[")
        for (index, identifier) in failed.enumerated() {
            answer.append(index == 0 ? "{\"itemIdentifier\":" : ",{\"itemIdentifier\":")
            withBytes(of: identifier) { answer.appendJSONString($0) }
            answer.append("}")
        }
        answer.append("]}")
    }

    /// Scores the detail of an EventBridge event. The answer holds the results, for a destination of the function; they
    /// are also sent to the result target where one is configured.
    func answerBus(
        _ id: JSONValue?, _ detail: JSONValue, _ text: ParsedEvent, _ job: Job, _ trace: inout EventTrace,
        _ answer: inout ByteWriter
    ) throws(EventFailure) {
        let key = id?.decodedString ?? job.invocation.requestID
        var result = ByteWriter(capacity: 1 << 14)
        try writeJob(detail, text, key: key, attempt: 1, job, &trace, &result)
        if hasResultTarget {
            try send(result.bytes, key: key, group: nil, job)
            trace.mark("send")
        }
        answer.append(result.bytes)
    }

    private func writeJob(
        _ record: QueueRecord, _ job: Job, _ trace: inout EventTrace, _ result: inout ByteWriter
    ) throws(EventFailure) {
        guard let body = record.body else { throw EventFailure(.malformedEvent, "body: found no text, expected JSON") }
        let text: ParsedEvent
        do {
            text = try withBytes(of: body) { bytes throws(JSONError) in try ParsedEvent(copying: bytes) }
        } catch {
            throw EventFailure(.malformedEvent, "body: found \(error.message)")
        }
        try writeJob(
            text.root, text, key: record.messageID, attempt: record.attempt, allowsBus: true, job, &trace, &result)
    }

    /// Writes the result of a job: for samples `{"key", "attempt", "request_id", "grader", "results"}`, for a rollout
    /// message its response. With an `attempt` above 1 the same samples may already have been scored and sent.
    private func writeJob(
        _ content: JSONValue, _ text: ParsedEvent, key: String, attempt: Int, allowsBus: Bool = false, _ job: Job,
        _ trace: inout EventTrace, _ result: inout ByteWriter
    ) throws(EventFailure) {
        switch LambdaEvent.read(content) {
        case .failure(let error): throw EventFailure(.malformedEvent, error.message)
        case .success(.rollout(let message)):
            try writeRollout(message, text, job, &trace, &result)
        case .success(.bus(_, let detail)) where allowsBus:
            // EventBridge puts its whole event into the message of a queue.
            try writeJob(detail, text, key: key, attempt: attempt, job, &trace, &result)
        case .success(.samples(let rows)):
            let batch = score(rows, of: text, job, &trace)
            try refuseFailures(batch)
            try refuseUnfinished(batch)
            try fit(&result, limit: maxResultBytes) { detail, result in
                result.append("{\"key\":")
                withBytes(of: key) { result.appendJSONString($0) }
                result.append(",\"attempt\":")
                result.append(decimal: attempt)
                result.append(",\"request_id\":")
                withBytes(of: job.invocation.requestID) { result.appendJSONString($0) }
                result.append(",\"grader\":\"")
                result.append(batch.plan.hash)
                result.append("\",\"results\":")
                writeResults(batch, detail, wrapped: false, &result)
                result.append("}")
            }
        case .success:
            throw EventFailure(.malformedEvent, "$: found an event inside an event, expected samples")
        }
    }

    /// Scores a rollout message and writes its response.
    func writeRollout(
        _ message: JSONValue, _ text: ParsedEvent, _ job: Job, _ trace: inout EventTrace, _ answer: inout ByteWriter
    ) throws(EventFailure) {
        let reader = door.reader
        let batch = score([message], of: text, job, &trace) { row, tools in reader.rollout(row, tools) }
        try refuseFailures(batch)
        try refuseUnfinished(batch)
        let result = batch.result(0)
        RolloutMessage.writeResponse(
            message, reward: RewardArray(door.configuration).reward(0, of: batch),
            error: result.reward.isFinite ? nil : "\(result.status.name): \(result.reasonName)", to: &answer)
    }

    /// Refuses a job that ran out of time, so that it is delivered again instead of answered in part.
    private func refuseUnfinished(_ batch: SampleBatch) throws(EventFailure) {
        for row in 0..<batch.count where batch.result(row).reason == .deadline {
            throw EventFailure(
                .unverified, "sample \(row) of \(batch.count) could not be scored before the function's deadline")
        }
    }
}
