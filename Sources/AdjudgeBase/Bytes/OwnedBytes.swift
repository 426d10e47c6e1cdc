/// Bytes that an object owns, such as literals of a grader document or keys of a cache.
public final class OwnedBytes: Sendable {
    /// The bytes; valid while this object lives. The view does not keep it alive: for a temporary, use
    /// ``withBytes(of:_:)``.
    public let view: Bytes

    /// A copy of `bytes`.
    public init(_ bytes: Bytes) {
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
        memory.initialize(from: bytes.start, count: bytes.count)
        view = Bytes(start: memory, count: bytes.count)
    }

    /// The UTF-8 of `text`.
    public init(_ text: String) {
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: max(text.utf8.count, 1))
        var count = 0
        for byte in text.utf8 {
            (memory + count).initialize(to: byte)
            count += 1
        }
        view = Bytes(start: memory, count: count)
    }

    deinit { view.start.deallocate() }
}

/// Calls `body` with the UTF-8 of `text`, which is valid until `body` returns.
public func withBytes<Result, Failure: Error>(
    of text: String, _ body: (Bytes) throws(Failure) -> Result
) throws(Failure) -> Result {
    let bytes = OwnedBytes(text)
    defer { withExtendedLifetime(bytes) {} }
    return try body(bytes.view)
}
