import Adjudge
import AdjudgeBase
import AdjudgeWire
import CAdjudge
import Glibc

/// A literal as C text.
private func cText(_ literal: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_status_name(_ status: UInt8) -> UnsafePointer<CChar>? {
    Status(rawValue: status).map { cText($0.name) }
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
    guard let text else { return failure(ADJ_INVALID_ARGUMENT, "text must not be NULL") }
    var writer = ByteWriter(capacity: 4096)
    writer.appendPresets()
    return handOut(writer.bytes, text, length)
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_verifiers(
    _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let text else { return failure(ADJ_INVALID_ARGUMENT, "text must not be NULL") }
    var writer = ByteWriter(capacity: 1 << 14)
    writer.appendVerifiers()
    return handOut(writer.bytes, text, length)
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_text_destroy(_ text: UnsafeMutablePointer<CChar>?) {
    free(text)
}
