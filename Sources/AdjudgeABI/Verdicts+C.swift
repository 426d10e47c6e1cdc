import Adjudge
import AdjudgeBase
import AdjudgeWire
import CAdjudge

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_verdicts_count(_ verdicts: OpaquePointer?) -> UInt64 {
    verdicts.map { UInt64(object($0, as: VerdictsHandle.self).verdicts.count) } ?? 0
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_verdicts_columns(
    _ verdicts: OpaquePointer?, _ part: UInt32, _ out: UnsafePointer<adj_verdict_columns>?
) -> Int32 {
    guard let verdicts, let out else { return failure(ADJ_INVALID_ARGUMENT, "verdicts and out must not be NULL") }
    let columns: adj_verdict_columns
    do {
        columns = try copied(out, "out", first: FirstSize.verdictColumns)
    } catch {
        return failure(ADJ_INVALID_ARGUMENT, error.message)
    }
    guard columns.reserved == 0 else { return failure(ADJ_INVALID_ARGUMENT, "out.reserved is not 0") }
    let handle = object(verdicts, as: VerdictsHandle.self)
    let batch = handle.verdicts
    let isTotal = part == UInt32.max
    guard isTotal || Int(part) < batch.partNames.count else {
        return failure(ADJ_OUT_OF_RANGE, "part \(part), expected ADJ_TOTAL or less than \(batch.partNames.count)")
    }
    guard isTotal || (columns.scores == nil && columns.passed == nil) else {
        return failure(ADJ_INVALID_ARGUMENT, "out has scores or passed for a part, expected them with ADJ_TOTAL only")
    }
    let plan = handle.plan
    let missing = plan.onError == .zero ? 0.0 : .nan
    for row in 0..<batch.count {
        let record = isTotal ? batch[row] : batch.part(Int(part), of: row)
        columns.rewards?[row] = record.rewardOrNaN
        columns.scores?[row] = record.reward ?? missing
        columns.work?[row] = record.work
        columns.span_starts?[row] = record.answer.start
        columns.span_lengths?[row] = record.answer.count
        columns.statuses?[row] = record.isEvaluated ? record.status.rawValue : UInt8(ADJ_NOT_EVALUATED)
        columns.reasons?[row] = record.reason.rawValue
        columns.rules?[row] = record.rule.rawValue
        columns.exact_reasons?[row] = record.exactReason
        if let passed = columns.passed { passed[row] = plan.passed(row, of: batch).map { $0 ? 1 : 0 } ?? -1 }
    }
    return ADJ_OK
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_verdicts_groups(
    _ verdicts: OpaquePointer?, _ groupOfRow: UnsafePointer<UInt64>?, _ groups: UInt64,
    _ out: UnsafePointer<adj_group_columns>?
) -> Int32 {
    guard let verdicts, let groupOfRow, let out else {
        return failure(ADJ_INVALID_ARGUMENT, "verdicts, group_of_row and out must not be NULL")
    }
    let columns: adj_group_columns
    do {
        columns = try copied(out, "out", first: FirstSize.groupColumns)
    } catch {
        return failure(ADJ_INVALID_ARGUMENT, error.message)
    }
    guard columns.reserved == 0 else { return failure(ADJ_INVALID_ARGUMENT, "out.reserved is not 0") }
    let handle = object(verdicts, as: VerdictsHandle.self)
    guard groups <= UInt64(Int32.max) else {
        return failure(ADJ_INVALID_ARGUMENT, "groups is \(groups), expected at most 2147483647")
    }
    if let row = (0..<handle.verdicts.count).first(where: { groupOfRow[$0] >= groups }) {
        return failure(ADJ_OUT_OF_RANGE, "group_of_row[\(row)] is \(groupOfRow[row]), expected less than \(groups)")
    }
    let statistics = handle.verdicts.statistics(groups: Int(groups), plan: handle.plan) { Int(groupOfRow[$0]) }
    for (index, group) in statistics.enumerated() {
        columns.rows?[index] = UInt64(group.rows)
        columns.rewarded?[index] = UInt64(group.rewarded)
        columns.passed?[index] = UInt64(group.passed)
        columns.means?[index] = group.mean ?? .nan
        columns.deviations?[index] = group.deviation ?? .nan
        columns.minimums?[index] = group.minimum ?? .nan
        columns.maximums?[index] = group.maximum ?? .nan
    }
    return ADJ_OK
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_verdicts_json(
    _ verdicts: OpaquePointer?, _ row: UInt64, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int,
    _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let verdicts, let length else {
        return failure(ADJ_INVALID_ARGUMENT, "verdicts and length must not be NULL")
    }
    let handle = object(verdicts, as: VerdictsHandle.self)
    guard row < UInt64(handle.verdicts.count) else {
        return failure(ADJ_OUT_OF_RANGE, "row \(row), expected less than \(handle.verdicts.count)")
    }
    let index = Int(row)
    var writer = ByteWriter(capacity: 1024)
    let asks = handle.plan.group?.addsToRows == true
    RowWriter(handle.plan, onError: handle.plan.onError).writeObject(
        index, of: handle.verdicts, id: .absent, number: index, response: handle.response(index),
        group: asks ? handle.groups?.results[index] ?? GroupLedger.Result() : nil, to: &writer)
    length.pointee = writer.count
    guard let buffer, capacity >= writer.count else {
        return failure(ADJ_BUFFER_TOO_SMALL, "the buffer has \(capacity) bytes, expected \(writer.count)")
    }
    let bytes = writer.bytes
    UnsafeMutableRawPointer(buffer).copyMemory(from: bytes.start, byteCount: bytes.count)
    return ADJ_OK
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_verdicts_advantages(
    _ verdicts: OpaquePointer?, _ advantages: UnsafeMutablePointer<Double>?, _ constant: UnsafeMutablePointer<UInt8>?
) -> Int32 {
    guard let verdicts, let advantages else {
        return failure(ADJ_INVALID_ARGUMENT, "verdicts and advantages must not be NULL")
    }
    let handle = object(verdicts, as: VerdictsHandle.self)
    guard handle.plan.group?.advantage != nil else {
        return failure(
            ADJ_INVALID_ARGUMENT,
            "the grader asks for no advantage, expected \"group\": {\"advantage\": \"grpo\"} in it")
    }
    guard let groups = handle.groups else {
        return failure(
            ADJ_INVALID_ARGUMENT, "the batch was scored without groups, expected batch.groups or group.by in the grader"
        )
    }
    for (row, result) in groups.results.enumerated() {
        advantages[row] = result.advantage ?? .nan
        constant?[row] = result.isConstant ? 1 : 0
    }
    return ADJ_OK
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_verdicts_metrics(
    _ verdicts: OpaquePointer?, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
    _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let verdicts, let text else { return failure(ADJ_INVALID_ARGUMENT, "verdicts and text must not be NULL") }
    let handle = object(verdicts, as: VerdictsHandle.self)
    var summary = Summary()
    summary.add(handle.verdicts, plan: handle.plan)
    var writer = ByteWriter(capacity: 4096)
    Metrics(summary, handle.groups?.ledger).writeJSON(to: &writer)
    return handOut(writer.bytes, text, length)
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_verdicts_detail(
    _ verdicts: OpaquePointer?, _ row: UInt64, _ part: UInt32,
    _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let verdicts, let text else { return failure(ADJ_INVALID_ARGUMENT, "verdicts and text must not be NULL") }
    let batch = object(verdicts, as: VerdictsHandle.self).verdicts
    guard row < UInt64(batch.count) else {
        return failure(ADJ_OUT_OF_RANGE, "row \(row), expected less than \(batch.count)")
    }
    guard part == UInt32.max || Int(part) < batch.partNames.count else {
        return failure(ADJ_OUT_OF_RANGE, "part \(part), expected ADJ_TOTAL or less than \(batch.partNames.count)")
    }
    guard let detail = batch.detail(Int(row), part == UInt32.max ? 0 : 1 + Int(part)) else {
        text.pointee = nil
        length?.pointee = 0
        return ADJ_OK
    }
    return withExtendedLifetime(detail.json) { handOut(detail.json.view, text, length) }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_verdicts_destroy(_ verdicts: OpaquePointer?) {
    release(verdicts)
}
