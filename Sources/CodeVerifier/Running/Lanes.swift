import AdjudgeBase
import CForks
import CSandbox
import Glibc

/// Something that runs on a lane.
class LaneJob: @unchecked Sendable {
    /// Its share of the queue's bound, in bytes.
    let weight: Int
    private let isDone = Monitor(false)

    init(weight: Int) { self.weight = weight }

    /// Does the work; called once, on a lane.
    func work() {}

    final func run() {
        work()
        isDone.change { $0 = true }
    }

    /// Blocks until the work is done.
    final func waitUntilDone() { isDone.wait { $0 ? () : nil } }
}

/// Threads of their own for programs, so that a slow one never holds up the workers that score everything else.
///
/// The queue is bounded in bytes: who hands over more waits. One set for the process; a child of fork gets its own.
final class Lanes: Sendable {
    /// The most bytes of programs that wait.
    static let maxWaiting = 64 << 20

    // A parent's lanes have no threads here, and their locks may be held for ever.
    private static let ofProcess = PerProcess { Lanes(count: Int(sandbox_processors()) + 2) }

    /// The lanes of this process: two more than programs run at once, for those that wait for a compiler.
    static var current: Lanes { ofProcess.value }

    private struct Queue {
        var jobs: [LaneJob] = []
        var head = 0
        var threads = 0
        var idle = 0

        mutating func take() -> LaneJob? {
            guard head < jobs.count else { return nil }
            defer {
                head += 1
                if head == jobs.count || head > 4096 {
                    jobs.removeFirst(head)
                    head = 0
                }
            }
            return jobs[head]
        }
    }

    private let queue = Monitor(Queue())
    /// The bytes that wait.
    private let waiting = Monitor(0)
    private let count: Int

    private init(count: Int) { self.count = count }

    /// Hands a job over; blocks while too much waits.
    func submit(_ job: LaneJob) {
        waiting.wait { waiting -> Void? in
            guard waiting == 0 || waiting + job.weight <= Lanes.maxWaiting else { return nil }
            waiting += job.weight
            return ()
        }
        let threads = queue.change(waking: .one) { queue in
            queue.jobs.append(job)
            if queue.idle == 0, queue.threads < count, startThread() { queue.threads += 1 }
            return queue.threads
        }
        if threads == 0 { work(until: job) }
    }

    /// Where no thread can be had, the caller does the work.
    private func work(until job: LaneJob) {
        while let next = queue.change(waking: .nobody, { $0.take() }) {
            run(next)
            if next === job { return }
        }
    }

    private func startThread() -> Bool {
        var handle = pthread_t()
        let status = pthread_create(
            &handle, nil,
            { argument in Unmanaged<Lanes>.fromOpaque(argument!).takeUnretainedValue().serve() },
            Unmanaged.passRetained(self).toOpaque())
        if status == 0 { pthread_detach(handle) }
        return status == 0
    }

    /// The life of a lane.
    private func serve() -> Never {
        // The language's runtime makes its tables at first use, under locks that a child of fork would find held for ever.
        // Where a lane waits, forks pass.
        forks_hold()
        var wasIdle = false
        while true {
            let job = queue.wait { queue -> LaneJob? in
                let job = queue.take()
                if (job == nil) != wasIdle {
                    wasIdle = job == nil
                    queue.idle += wasIdle ? 1 : -1
                }
                return job
            }
            run(job)
        }
    }

    private func run(_ job: LaneJob) {
        waiting.change { $0 -= job.weight }
        job.run()
    }
}
