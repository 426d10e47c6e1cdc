import AdjudgeBase
import CSandbox
import Glibc

/// Something that runs on a lane.
class LaneJob: @unchecked Sendable {
    /// What it counts for against the queue's bound, in bytes.
    let weight: Int
    private var isDone = false
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let done = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init(weight: Int) {
        self.weight = weight
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(done, nil)
    }

    deinit {
        pthread_cond_destroy(done)
        pthread_mutex_destroy(mutex)
        done.deallocate()
        mutex.deallocate()
    }

    /// What is to be done; called once, on a lane.
    func work() {}

    final func run() {
        work()
        pthread_mutex_lock(mutex)
        isDone = true
        pthread_cond_broadcast(done)
        pthread_mutex_unlock(mutex)
    }

    /// Blocks until the work is done.
    final func waitUntilDone() {
        pthread_mutex_lock(mutex)
        while !isDone { pthread_cond_wait(done, mutex) }
        pthread_mutex_unlock(mutex)
    }
}

/// Threads of their own for programs, so that a slow one never holds up the workers that score everything else.
///
/// The queue is bounded in bytes: who hands over more waits. One set for the process; a child of fork gets its own.
final class Lanes: @unchecked Sendable {
    /// The most bytes of programs that wait.
    static let maxWaiting = 64 << 20

    // A parent's lanes have no threads here, and their locks may be held for ever.
    private static let ofProcess = PerProcess { Lanes(count: Int(sandbox_processors()) + 2) }

    /// The lanes of this process: two more than programs run at once, for those that wait for a compiler.
    static var current: Lanes { ofProcess.value }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let room = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var queue: [LaneJob] = []
    private var head = 0
    private var waiting = 0
    private var started = 0
    private var idle = 0
    private let count: Int

    private init(count: Int) {
        self.count = count
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(wake, nil)
        pthread_cond_init(room, nil)
    }

    /// Hands a job over; blocks while too much waits.
    func submit(_ job: LaneJob) {
        pthread_mutex_lock(mutex)
        while waiting > 0, waiting + job.weight > Lanes.maxWaiting { pthread_cond_wait(room, mutex) }
        waiting += job.weight
        queue.append(job)
        if idle == 0, started < count { startThread() }
        pthread_cond_signal(wake)
        pthread_mutex_unlock(mutex)
        if started == 0 { work(until: job) }
    }

    /// Where no thread can be had, the caller does the work.
    private func work(until job: LaneJob) {
        while let next = take(waits: false) {
            next.run()
            if next === job { return }
        }
    }

    private func startThread() {
        var handle = pthread_t()
        let status = pthread_create(
            &handle, nil,
            { argument in
                let lanes = Unmanaged<Lanes>.fromOpaque(argument!).takeUnretainedValue()
                while let job = lanes.take(waits: true) { job.run() }
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        if status == 0 {
            started += 1
            pthread_detach(handle)
        }
    }

    private func take(waits: Bool) -> LaneJob? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while head == queue.count {
            if !waits { return nil }
            idle += 1
            pthread_cond_wait(wake, mutex)
            idle -= 1
        }
        let job = queue[head]
        head += 1
        if head == queue.count || head > 4096 {
            queue.removeFirst(head)
            head = 0
        }
        waiting -= job.weight
        pthread_cond_signal(room)
        return job
    }
}
