import Glibc
import Synchronization

/// A value that each process has separately: a child of fork makes its own.
///
/// A fork can happen while another thread is changing the value under a lock; the child would inherit a half-changed
/// value and a lock that nobody releases. Therefore `value` checks the process before taking any lock, and a child
/// ignores its parent's value. It never blocks.
public final class PerProcess<Value: Sendable>: Sendable {
    private final class Box: Sendable {
        let process: pid_t
        let value: Value

        init(_ value: Value) {
            process = getpid()
            self.value = value
        }
    }

    private let make: @Sendable () -> Value
    // The address of a retained box; 0 before the first use.
    private let box = Atomic<UInt>(0)

    /// A value made by `make` when a process first uses it; two threads that do so at once may both call `make`.
    public init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    deinit {
        if let last = UnsafeRawPointer(bitPattern: box.load(ordering: .acquiring)) {
            Unmanaged<Box>.fromOpaque(last).release()
        }
    }

    /// This process's value.
    public var value: Value {
        let known = box.load(ordering: .acquiring)
        if let pointer = UnsafeRawPointer(bitPattern: known) {
            let box = Unmanaged<Box>.fromOpaque(pointer).takeUnretainedValue()
            if box.process == getpid() { return box.value }
        }
        let fresh = Unmanaged.passRetained(Box(make()))
        let set = box.compareExchange(
            expected: known, desired: UInt(bitPattern: fresh.toOpaque()), ordering: .acquiringAndReleasing)
        // The parent's box is never released: its locks and threads belong to another process.
        if set.exchanged { return fresh.takeUnretainedValue().value }
        fresh.release()
        return self.value
    }
}
