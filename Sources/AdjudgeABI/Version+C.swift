import Adjudge
import AdjudgeBase
import CAdjudge

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_version() -> UnsafePointer<CChar>? {
    UnsafeRawPointer(Version.literal.utf8Start).assumingMemoryBound(to: CChar.self)
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_abi_version() -> UInt32 { UInt32(ADJ_ABI_VERSION) }

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_status_name(_ status: UInt8) -> UnsafePointer<CChar>? {
    Status(rawValue: status).map { UnsafeRawPointer($0.name.utf8Start).assumingMemoryBound(to: CChar.self) }
}
