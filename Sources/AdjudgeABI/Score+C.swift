import Adjudge
import AdjudgeBase
import CAdjudge

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_score(
    _ engine: OpaquePointer?, _ batch: UnsafePointer<adj_batch>?, _ rewards: UnsafeMutablePointer<Double>?,
    _ statuses: UnsafeMutablePointer<UInt8>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    guard let engine, let batch else { return failure(ADJ_INVALID_ARGUMENT, "engine and batch must not be NULL") }
    let columns: ColumnBatch
    switch validated(batch) {
    case .success(let valid): columns = valid
    case .failure(let error): return failure(ADJ_INVALID_ARGUMENT, error.message)
    }
    let scorer = object(engine, as: EngineHandle.self).engine
    let verdicts = scorer.score(columns)
    verdicts.copy(rewards: rewards, statuses: statuses)
    if let out {
        out.pointee = handle(VerdictsHandle(plan: scorer.plan, verdicts: verdicts, batch: batch.pointee))
    }
    return ADJ_OK
}

struct InvalidBatch: Error {
    let message: String
}

private func validated(_ batch: UnsafePointer<adj_batch>) -> Result<ColumnBatch, InvalidBatch> {
    let size = MemoryLayout<adj_batch>.size
    guard batch.pointee.struct_size == size else {
        return .failure(
            InvalidBatch(
                message: "batch.struct_size is \(batch.pointee.struct_size), expected sizeof(adj_batch) = \(size)"))
    }
    let batch = batch.pointee
    guard batch.count < UInt64(Int32.max) else {
        return .failure(InvalidBatch(message: "batch.count is \(batch.count), expected less than 2147483647"))
    }
    let count = Int(batch.count)
    var columns: [ColumnBatch.Column?] = []
    for (name, column) in [
        ("responses", batch.responses), ("references", batch.references), ("items", batch.items),
    ] {
        guard let data = column.data else {
            columns.append(nil)
            continue
        }
        guard let offsets = column.offsets else {
            return .failure(InvalidBatch(message: "batch.\(name).offsets is NULL, expected count + 1 offsets"))
        }
        let valid = ColumnBatch.Column(data: data, offsets: offsets)
        if let row = valid.firstDisorder(count: count) {
            return .failure(
                InvalidBatch(
                    message: "batch.\(name).offsets[\(row + 1)] is less than offsets[\(row)], expected no less"))
        }
        columns.append(valid)
    }
    guard let responses = columns[0] else {
        return .failure(InvalidBatch(message: "batch.responses.data is NULL, expected the responses"))
    }
    return .success(ColumnBatch(count: count, responses: responses, references: columns[1], items: columns[2]))
}
