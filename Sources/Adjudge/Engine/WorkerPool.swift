import AdjudgeBase
import CForks
import CKernels
import Glibc
import Synchronization

/// Work that a pool splits over threads by an atomic index, in chunks.
protocol PoolTask: AnyObject, Sendable {
    /// Takes chunks until none is left; called once on each thread that joins, while others do the same.
    func work()
}

/// The threads that score, one set for the process, whatever the number of engines: as many as the widest engine wants
/// beside the thread that calls it.
///
/// Plain pthreads: no signal handler, no Dispatch, no Swift concurrency, so that the library can be loaded into any
/// host. They start when a task first wants them and stay for the life of the process.
final class WorkerPool: Sendable {
    private static let ofProcess = PerProcess { WorkerPool() }
    /// The pool of this process.
    static var shared: WorkerPool { ofProcess.value }

    /// How often a thread looks whether something has come before it sleeps: some 50 µs, about what waking it costs.
    /// Batches mostly follow one another closely.
    private static let looks = 4000

    /// A task that threads may still join.
    private final class Offer: @unchecked Sendable {
        // Its caller holds it until nobody is inside.
        unowned(unsafe) let task: any PoolTask
        /// How many more threads may join; changed in the pool's monitor.
        var seats: Int
        /// How many have joined and are not done; changed in the pool's monitor.
        let inside = Atomic(0)
        let holdsForks: Bool

        init(_ task: any PoolTask, seats: Int, holdsForks: Bool = false) {
            self.task = task
            self.seats = seats
            self.holdsForks = holdsForks
        }
    }

    private struct State {
        /// The oldest first.
        var offers: [Offer] = []
        var threads = 0
    }

    private let state = Monitor(State())
    /// Counts the offers, for those who look.
    private let offered = Atomic(0)

    /// How many threads have been started.
    var threadCount: Int { state.change(waking: .nobody) { $0.threads } }

    /// Runs the task on `threads` threads at the most, the caller's among them, and returns when all are done. Threads
    /// that another task has taken join when they are free, or not at all. Where it `holdsForks`, no thread is forked while
    /// it works on the task.
    func run(_ task: any PoolTask, threads: Int, holdsForks: Bool = false) {
        guard threads > 1 else { return task.work() }
        let offer = Offer(task, seats: threads - 1, holdsForks: holdsForks)
        state.change { state in
            state.offers.append(offer)
            while state.threads < threads - 1, startThread() { state.threads += 1 }
        }
        offered.add(1, ordering: .releasing)
        task.work()
        state.change(waking: .nobody) { WorkerPool.close(offer, &$0) }
        WorkerPool.look { offer.inside.load(ordering: .acquiring) == 0 }
        state.wait { _ in offer.inside.load(ordering: .acquiring) == 0 ? () : nil }
    }

    /// Has `body` called once by a thread of the pool, of which there are then `threads` at least. Where no thread can be
    /// had, the caller does it.
    func start(_ body: @escaping @Sendable () -> Void, threads: Int) {
        let hasThreads = state.change { state in
            while state.threads < max(threads, 1), startThread() { state.threads += 1 }
            if state.threads > 0 { state.offers.append(Offer(Errand(body), seats: 1)) }
            return state.threads > 0
        }
        guard hasThreads else { return body() }
        offered.add(1, ordering: .releasing)
    }

    /// A task for one thread, which holds itself until it is done.
    private final class Errand: PoolTask, @unchecked Sendable {
        private let body: @Sendable () -> Void
        private var itself: Errand?

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
            itself = self
        }

        func work() {
            body()
            itself = nil
        }
    }

    private func startThread() -> Bool {
        var handle = pthread_t()
        let status = pthread_create(
            &handle, nil,
            { argument in Unmanaged<WorkerPool>.fromOpaque(argument!).takeUnretainedValue().join() },
            Unmanaged.passRetained(self).toOpaque())
        if status == 0 { pthread_detach(handle) }
        return status == 0
    }

    /// The life of a thread.
    private func join() -> Never {
        var seen = 0
        forks_hold()  // until its own code has run once
        var isNew = true
        while true {
            WorkerPool.look { offered.load(ordering: .acquiring) != seen }
            let offer = state.wait { state -> Offer? in
                guard let offer = state.offers.first(where: { $0.seats > 0 }) else { return nil }
                offer.seats -= 1
                offer.inside.add(1, ordering: .relaxed)
                return offer
            }
            seen = offered.load(ordering: .acquiring)
            if offer.holdsForks { forks_hold() }
            offer.task.work()
            state.change { state in
                // Nothing is left to take once a thread comes back.
                WorkerPool.close(offer, &state)
                offer.inside.subtract(1, ordering: .releasing)
            }
            if offer.holdsForks { forks_release() }
            if isNew { forks_release() }
            isNew = false
        }
    }

    private static func close(_ offer: Offer, _ state: inout State) {
        offer.seats = 0
        state.offers.removeAll { $0 === offer }
    }

    /// Waits a little for a condition, which may not come about; the caller then sleeps.
    private static func look(_ isReady: () -> Bool) {
        for _ in 0..<looks {
            if isReady() { return }
            ak_spin_hint()
        }
    }
}
