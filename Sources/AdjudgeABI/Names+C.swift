import Adjudge
import AdjudgeBase
import AdjudgeWire
import CAdjudge
import Glibc

/// Gives the caller the text that `write` writes.
func handOut(
    _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ length: UnsafeMutablePointer<Int>?,
    _ write: (inout ByteWriter) -> Void
) -> Int32 {
    guard let text else { return failure(ADJ_INVALID_ARGUMENT, "text must not be NULL") }
    var writer = ByteWriter(capacity: 1 << 13)
    write(&writer)
    return handOut(writer.bytes, text, length)
}

/// A literal as a C string.
private func cText(_ literal: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_status_name(_ status: UInt8) -> UnsafePointer<CChar>? {
    if Int32(status) == ADJ_NOT_EVALUATED { return cText("not_evaluated") }
    return Status(rawValue: status).map { cText($0.name) }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_reason_name(_ reason: UInt8) -> UnsafePointer<CChar>? {
    Reason(rawValue: reason).map { cText($0.name) }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_exact_reason_name(_ reason: UInt16) -> UnsafePointer<CChar>? {
    Registry.exactReasonName(reason).map(cText)
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_exact_reasons(
    _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    handOut(text, length) { $0.appendReasons() }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_rule_name(_ rule: UInt8) -> UnsafePointer<CChar>? {
    ExtractionRule(rawValue: rule).map { cText($0.name) }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_error_name(_ code: Int32) -> UnsafePointer<CChar>? {
    switch code {
    case ADJ_OK: cText("ADJ_OK")
    case ADJ_INVALID_ARGUMENT: cText("ADJ_INVALID_ARGUMENT")
    case ADJ_INVALID_GRADER: cText("ADJ_INVALID_GRADER")
    case ADJ_OUT_OF_RANGE: cText("ADJ_OUT_OF_RANGE")
    case ADJ_BUFFER_TOO_SMALL: cText("ADJ_BUFFER_TOO_SMALL")
    case ADJ_INCOMPATIBLE: cText("ADJ_INCOMPATIBLE")
    case ADJ_CANCELLED: cText("ADJ_CANCELLED")
    default: nil
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_presets(
    _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    handOut(text, length) { $0.appendPresets() }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_verifiers(
    _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    handOut(text, length) { $0.appendVerifiers() }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_machine(
    _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    handOut(text, length) { $0.append(MachineFacts()) }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_engine_item_names(
    _ engine: OpaquePointer?, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
    _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let engine else { return failure(ADJ_INVALID_ARGUMENT, "engine must not be NULL") }
    let names = object(engine, as: EngineHandle.self).engine.plan.itemNames
    return handOut(text, length) { writer in
        writer.append("[")
        for (index, name) in names.enumerated() {
            if index > 0 { writer.append(",") }
            writer.appendJSONString(name)
        }
        writer.append("]")
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_text_destroy(_ text: UnsafeMutablePointer<CChar>?) {
    free(text)
}
