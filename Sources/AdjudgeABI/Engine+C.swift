import Adjudge
import AdjudgeBase
import CAdjudge

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_engine_create(
    _ grader: UnsafePointer<CChar>?, _ length: Int, _ threads: UInt32, _ out: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
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
