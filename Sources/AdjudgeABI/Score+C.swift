import Adjudge
import AdjudgeBase
import AdjudgeWire
import CAdjudge
import CForks

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_score(
    _ engine: OpaquePointer?, _ batch: UnsafePointer<adj_batch>?, _ rewards: UnsafeMutablePointer<Double>?,
    _ statuses: UnsafeMutablePointer<UInt8>?, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    guard let engine, let batch else { return failure(ADJ_INVALID_ARGUMENT, "engine and batch must not be NULL") }
    let scorer = object(engine, as: EngineHandle.self).engine
    let wasCold = scorer.isCold
    if wasCold { forks_hold() }
    defer { if wasCold { forks_release() } }
    let source: CBatch
    do {
        source = try CBatch(batch)
    } catch {
        return failure(ADJ_INVALID_ARGUMENT, error.message)
    }
    if source.isGrouped, scorer.plan.group?.namesGroups == true {
        return failure(
            ADJ_INVALID_ARGUMENT,
            "found groups of the batch and the grader's group.by, expected one of them to name the groups")
    }
    let cancellation = source.cancellation?.takeUnretainedValue()
    let verdicts = scorer.score(source, cancellation: cancellation?.cancellation)
    if let cancellation, cancellation.isCancelled {
        return failure(ADJ_CANCELLED, "the batch was cancelled while it was scored")
    }
    verdicts.copy(rewards: rewards, statuses: statuses)
    if let out {
        out.pointee = handle(VerdictsHandle(plan: scorer.plan, verdicts: verdicts, batch: source))
    }
    return ADJ_OK
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_explain(
    _ engine: OpaquePointer?, _ batch: UnsafePointer<adj_batch>?, _ row: UInt64,
    _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let engine, let batch, let text else {
        return failure(ADJ_INVALID_ARGUMENT, "engine, batch and text must not be NULL")
    }
    let source: CBatch
    do {
        source = try CBatch(batch)
    } catch {
        return failure(ADJ_INVALID_ARGUMENT, error.message)
    }
    guard row < UInt64(source.count) else {
        return failure(ADJ_OUT_OF_RANGE, "row \(row), expected less than \(source.count)")
    }
    let scorer = object(engine, as: EngineHandle.self).engine
    let reader = source.makeReader()
    let sample = reader.sample(at: Int(row))
    var writer = ByteWriter(capacity: 1024)
    withExtendedLifetime(reader) {
        ExplanationWriter(scorer.plan).write(scorer.explain(sample), to: &writer)
    }
    return handOut(writer.bytes, text, length)
}
