import AdjudgeBase
import CKernels
import Glibc
import Synchronization

/// Work that a pool splits over its threads by an atomic index, in chunks.
protocol PoolTask: AnyObject, Sendable {
    /// Takes chunks until none is left; called once on each thread, all at the same time.
    func work()
}

/// A fixed set of threads that run one task at a time, the caller's thread among them.
///
/// Plain pthreads: no signal handler, no Dispatch, no Swift concurrency, so that the library can be loaded into any
/// host. The threads start at the first task that wants them. A child of fork has none of its parent's threads; there
/// the caller works alone.
final class WorkerPool: @unchecked Sendable {
    /// How many threads work on a task.
    let threads: Int
    private let state: UnsafeMutablePointer<State>
    private let owner = getpid()
    private let busy = Guarded(false)
    private var handles: [pthread_t] = []

    /// How often a thread looks whether the others are ready before it sleeps: some 50 µs, about what waking it costs.
    /// Batches mostly follow one another closely.
    private static let looks = 4000

    /// Changed under the mutex; the atomics are also looked at without it.
    private struct State: ~Copyable {
        var mutex = pthread_mutex_t()
        var wake = pthread_cond_t()
        var done = pthread_cond_t()
        let generation = Atomic(0)
        let running = Atomic(0)
        var stopping = false
        var task: Unmanaged<AnyObject>?
    }

    /// A pool of `threads` threads, the caller's among them; at least 1.
    init(threads: Int) {
        self.threads = max(1, threads)
        state = .allocate(capacity: 1)
        state.initialize(to: State())
        pthread_mutex_init(&state.pointee.mutex, nil)
        pthread_cond_init(&state.pointee.wake, nil)
        pthread_cond_init(&state.pointee.done, nil)
    }

    deinit {
        if !handles.isEmpty, !isInherited {
            pthread_mutex_lock(&state.pointee.mutex)
            state.pointee.stopping = true
            pthread_cond_broadcast(&state.pointee.wake)
            pthread_mutex_unlock(&state.pointee.mutex)
            for handle in handles { pthread_join(handle, nil) }
        }
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// True in a child of fork, whose parent made the pool.
    var isInherited: Bool { getpid() != owner }

    /// Runs the task on every thread and returns when all are done. While the pool is busy with another caller's task,
    /// or in a child of fork, the calling thread does all of it alone.
    func run(_ task: any PoolTask) {
        guard threads > 1, !isInherited, take() else {
            task.work()
            return
        }
        defer { busy.withLock { $0 = false } }
        startThreads()
        pthread_mutex_lock(&state.pointee.mutex)
        state.pointee.task = Unmanaged.passUnretained(task)
        state.pointee.running.store(handles.count, ordering: .relaxed)
        state.pointee.generation.add(1, ordering: .releasing)
        pthread_cond_broadcast(&state.pointee.wake)
        pthread_mutex_unlock(&state.pointee.mutex)

        task.work()

        WorkerPool.look { state.pointee.running.load(ordering: .acquiring) == 0 }
        pthread_mutex_lock(&state.pointee.mutex)
        while state.pointee.running.load(ordering: .relaxed) > 0 {
            pthread_cond_wait(&state.pointee.done, &state.pointee.mutex)
        }
        state.pointee.task = nil
        pthread_mutex_unlock(&state.pointee.mutex)
    }

    private func take() -> Bool {
        busy.withLock { busy in
            defer { busy = true }
            return !busy
        }
    }

    /// Only called by the holder of `busy`.
    private func startThreads() {
        guard handles.isEmpty else { return }
        for _ in 1..<threads {
            var handle = pthread_t()
            let status = pthread_create(
                &handle, nil,
                { argument in
                    WorkerPool.loop(argument!.assumingMemoryBound(to: State.self))
                    return nil
                }, state)
            if status == 0 { handles.append(handle) }
        }
    }

    private static func loop(_ state: UnsafeMutablePointer<State>) {
        var seen = 0
        while true {
            look { state.pointee.generation.load(ordering: .acquiring) != seen }
            pthread_mutex_lock(&state.pointee.mutex)
            while state.pointee.generation.load(ordering: .relaxed) == seen && !state.pointee.stopping {
                pthread_cond_wait(&state.pointee.wake, &state.pointee.mutex)
            }
            if state.pointee.stopping { break }
            seen = state.pointee.generation.load(ordering: .relaxed)
            let task = state.pointee.task!.takeUnretainedValue() as! any PoolTask
            pthread_mutex_unlock(&state.pointee.mutex)
            task.work()
            pthread_mutex_lock(&state.pointee.mutex)
            let left = state.pointee.running.subtract(1, ordering: .releasing).newValue
            if left == 0 { pthread_cond_signal(&state.pointee.done) }
            pthread_mutex_unlock(&state.pointee.mutex)
        }
        pthread_mutex_unlock(&state.pointee.mutex)
    }

    /// Waits a little for a condition, which may not come about; the caller then sleeps.
    private static func look(_ isReady: () -> Bool) {
        for _ in 0..<looks {
            if isReady() { return }
            ak_spin_hint()
        }
    }
}
