import CForks
import Glibc

/// A monitor: a value behind a mutex, with a condition variable to wait for its changes. Where nobody waits,
/// ``Guarded`` is enough.
public final class Monitor<Value>: @unchecked Sendable {
    private var value: Value
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// Guards `value`.
    public init(_ value: Value) {
        self.value = value
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// The waiting threads that a change wakes.
    public enum Woken {
        /// All: they may wait for different conditions.
        case all
        /// One: any of them can proceed.
        case one
        /// None: nobody waits for this change.
        case nobody
    }

    /// Calls `body` with the value while holding the mutex, then wakes waiting threads. Not reentrant: `body` must not
    /// call it again.
    public func change<Result>(waking woken: Woken = .all, _ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let result = body(&value)
        switch woken {
        case .all: pthread_cond_broadcast(changed)
        case .one: pthread_cond_signal(changed)
        case .nobody: break
        }
        return result
    }

    /// Blocks until `body` returns a value. It is called at once, and again after each change. A thread that keeps forks
    /// waiting lets them pass while it blocks.
    public func wait<Result>(for body: (inout Value) -> Result?) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&value) { return result }
            let held = forks_let()
            pthread_cond_wait(changed, mutex)
            forks_hold_again(held)
        }
    }

    /// As ``wait(for:)``, but only until `limit` by the real-time clock; nil when `body` has returned no value by then.
    public func wait<Result>(until limit: timespec, for body: (inout Value) -> Result?) -> Result? {
        var limit = limit
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&value) { return result }
            let held = forks_let()
            let status = pthread_cond_timedwait(changed, mutex, &limit)
            forks_hold_again(held)
            if status != 0 { return body(&value) }
        }
    }
}
