import Adjudge
import AdjudgeBase
import CAdjudge
import Synchronization

/// The object behind an `adj_cancellation`.
final class CancellationHandle: Sendable {
    /// Cancels the programs of the batch.
    let cancellation = Cancellation()
    private let cancelled = Atomic(false)

    /// Read before every row.
    var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    func cancel() {
        cancelled.store(true, ordering: .relaxed)
        cancellation.cancel()
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_cancellation_create() -> OpaquePointer? {
    handle(CancellationHandle())
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_cancellation_cancel(_ cancellation: OpaquePointer?) {
    if let cancellation { object(cancellation, as: CancellationHandle.self).cancel() }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_cancellation_destroy(_ cancellation: OpaquePointer?) {
    release(cancellation)
}
