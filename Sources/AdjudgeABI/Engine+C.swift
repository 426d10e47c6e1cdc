import Adjudge
import AdjudgeBase
import AdjudgeWire
import CAdjudge
import CForks

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_engine_create(
    _ grader: UnsafePointer<CChar>?, _ length: Int, _ threads: UInt32, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    forks_hold()
    defer { forks_release() }
    guard let grader, let out else { return failure(ADJ_INVALID_ARGUMENT, "grader and out must not be NULL") }
    guard length >= 0 else { return failure(ADJ_INVALID_ARGUMENT, "length is larger than any object") }
    let text = UnsafeRawBufferPointer(start: grader, count: length)
    guard let text = String(validating: text, as: UTF8.self) else {
        return failure(ADJ_INVALID_GRADER, "$: found bytes that are not UTF-8, expected a grader as JSON")
    }
    do {
        out.pointee = handle(EngineHandle(try Engine(grader: text, threads: Int(min(threads, 1024)))))
        return ADJ_OK
    } catch {
        return failure(ADJ_INVALID_GRADER, error.description)
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_engine_destroy(_ engine: OpaquePointer?) {
    guard let engine, !object(engine, as: EngineHandle.self).engine.isInherited else { return }
    release(engine)
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_engine_cancel(_ engine: OpaquePointer?) {
    if let engine { object(engine, as: EngineHandle.self).engine.cancel() }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_engine_grader_hash(_ engine: OpaquePointer?) -> UnsafePointer<CChar>? {
    engine.map { UnsafePointer(object($0, as: EngineHandle.self).hash) }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_engine_threads(_ engine: OpaquePointer?) -> UInt32 {
    engine.map { UInt32(object($0, as: EngineHandle.self).engine.threads) } ?? 0
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_engine_on_error(_ engine: OpaquePointer?) -> UInt32 {
    switch engine.map({ object($0, as: EngineHandle.self).engine.plan.onError }) {
    case .zero?: UInt32(ADJ_ON_ERROR_ZERO)
    case .fail?: UInt32(ADJ_ON_ERROR_FAIL)
    case .null?, nil: UInt32(ADJ_ON_ERROR_NULL)
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_engine_reads_items(_ engine: OpaquePointer?) -> UInt32 {
    engine.map { object($0, as: EngineHandle.self).engine.plan.readsItems ? 1 : 0 } ?? 0
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_engine_waits(_ engine: OpaquePointer?) -> UInt32 {
    engine.map { object($0, as: EngineHandle.self).engine.plan.isDeferring ? 1 : 0 } ?? 0
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_engine_warnings(
    _ engine: OpaquePointer?, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
    _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let engine else { return failure(ADJ_INVALID_ARGUMENT, "engine must not be NULL") }
    let warnings = object(engine, as: EngineHandle.self).engine.plan.warnings
    return handOut(text, length) { $0.appendJSONStrings(warnings) }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_engine_part_count(_ engine: OpaquePointer?) -> UInt32 {
    engine.map { UInt32(object($0, as: EngineHandle.self).partNames.count) } ?? 0
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_engine_part_name(_ engine: OpaquePointer?, _ part: UInt32) -> UnsafePointer<CChar>? {
    guard let engine else { return nil }
    let names = object(engine, as: EngineHandle.self).partNames
    return Int(part) < names.count ? UnsafePointer(names[Int(part)]) : nil
}
