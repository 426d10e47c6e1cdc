import Glibc

/// A value that one thread at a time may reach, and for whose changes threads wait. In place of a mutex and a condition
/// variable side by side; ``Guarded`` is enough where nobody waits.
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

    /// Who is woken by a change.
    public enum Woken {
        /// All who wait: where they wait for different things.
        case all
        /// One of them: where each of them could go on.
        case one
        /// Nobody: the change is none that anyone waits for.
        case nobody
    }

    /// Calls `body` with the value while no other thread has it, then wakes those who wait. Not to be called again from
    /// within `body`.
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

    /// Blocks until `body` gives something: it is asked at once, and again whenever the value may have changed.
    public func wait<Result>(for body: (inout Value) -> Result?) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&value) { return result }
            pthread_cond_wait(changed, mutex)
        }
    }

    /// As ``wait(for:)``, but no longer than to `limit` by the real-time clock; nil when `body` gave nothing by then.
    public func wait<Result>(until limit: timespec, for body: (inout Value) -> Result?) -> Result? {
        var limit = limit
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&value) { return result }
            if pthread_cond_timedwait(changed, mutex, &limit) != 0 { return body(&value) }
        }
    }
}
