import Glibc
import Synchronization

/// A value of which each process has its own: a child of fork makes a fresh one.
///
/// What a lock guards may be in the middle of a change when another thread forks, and the lock held for ever in the child.
/// So the process is looked at before any lock, and the parent's value is left as it lies. `value` never blocks.
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
    // The bits of a retained box's address; 0: there is none yet.
    private let box = Atomic<UInt>(0)

    /// The value that `make` gives, made when a process first asks; two threads that ask at once may both call it.
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
        // The parent's is never given back: its locks and threads are not this process's.
        if set.exchanged { return fresh.takeUnretainedValue().value }
        fresh.release()
        return value
    }
}
