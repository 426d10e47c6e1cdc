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
    RowWriter(handle.plan, onError: handle.plan.onError).writeObject(
        index, of: handle.verdicts, id: .absent, number: index, response: handle.response(index), to: &writer)
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
public func adj_verdicts_destroy(_ verdicts: OpaquePointer?) {
    release(verdicts)
}
