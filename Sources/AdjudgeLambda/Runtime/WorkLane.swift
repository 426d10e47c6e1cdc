import Glibc

/// A thread that does one piece of work at a time for a poller, which waits for it no longer than the deadline allows:
/// the scoring of a batch, or the sending of a result.
///
/// Work that is not done in time keeps its lane, and the poller goes on with a new one.
final class WorkLane: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var work: (@Sendable () -> Void)?
    private var busy = false
    private var closing = false

    /// A lane whose thread waits for work; nil when the system gives no thread.
    init?() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
        var thread = pthread_t()
        let me = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<WorkLane>.fromOpaque(argument!).takeRetainedValue().loop()
                return nil
            }, me.toOpaque())
        guard status == 0 else {
            me.release()
            return nil
        }
        pthread_detach(thread)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(changed)
        mutex.deallocate()
        changed.deallocate()
    }

    /// Starts `body` on the lane's thread, which must be idle.
    func start(_ body: @escaping @Sendable () -> Void) {
        pthread_mutex_lock(mutex)
        work = body
        busy = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }

    /// Waits for what was started; true when it was done by `time`.
    func wait(until time: Clock.Instant?) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard let time else {
            while busy { pthread_cond_wait(changed, mutex) }
            return true
        }
        var limit = timespec(
            tv_sec: time.microseconds / 1_000_000, tv_nsec: time.microseconds % 1_000_000 * 1000)
        while busy {
            if pthread_cond_timedwait(changed, mutex, &limit) != 0, busy { return false }
        }
        return true
    }

    /// Ends the thread after what it does now.
    func close() {
        pthread_mutex_lock(mutex)
        closing = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }

    private func loop() {
        pthread_mutex_lock(mutex)
        while true {
            while work == nil, !closing { pthread_cond_wait(changed, mutex) }
            guard let body = work else { break }
            work = nil
            pthread_mutex_unlock(mutex)
            body()
            pthread_mutex_lock(mutex)
            busy = false
            pthread_cond_broadcast(changed)
        }
        pthread_mutex_unlock(mutex)
    }
}
