import Adjudge
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
public func adj_abi_revision() -> UInt32 { UInt32(ADJ_ABI_REVISION) }

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_abi_check(_ version: UInt32, _ revision: UInt32) -> Int32 {
    guard version == adj_abi_version(), revision <= adj_abi_revision() else {
        return failure(
            ADJ_INCOMPATIBLE,
            "the caller wants version \(version), revision \(revision) of the interface; this library, "
                + "\(Version.string), has version \(ADJ_ABI_VERSION), revision \(ADJ_ABI_REVISION)")
    }
    return ADJ_OK
}
