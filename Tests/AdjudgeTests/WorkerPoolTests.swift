import AdjudgeBase
import Glibc
import Synchronization
import Testing

@testable import Adjudge

@Suite("Worker pool") struct WorkerPoolTests {
    /// Numbers that threads take until none is left.
    private final class Counting: PoolTask {
        let next = Atomic(0)
        let taken = Atomic(0)
        let count: Int

        init(_ count: Int) { self.count = count }

        func work() {
            while next.add(1, ordering: .relaxed).oldValue < count { taken.add(1, ordering: .relaxed) }
        }
    }

    @Test("fifty engines share their threads")
    func engines() throws {
        let rows = (0..<200).map { ("\\boxed{\($0 % 7)}", "\($0 % 5)") }
        for _ in 0..<50 {
            let engine = try Engine(grader: "preset:math", threads: 4)
            let columns = EngineTests.Columns(rows)
            let verdicts = engine.score(columns.batch)
            #expect(verdicts.count == 200 && verdicts.record(0, 0).reward == 1)
            withExtendedLifetime(columns) {}
        }
        // Other tests in this process ask for eight at the most.
        #expect(WorkerPool.shared.threadCount >= 3 && WorkerPool.shared.threadCount <= 16)
    }

    @Test("tasks of several callers are all done when their callers return")
    func callers() {
        let pool = WorkerPool()
        let task = Counting(64)
        final class Callers: PoolTask {
            let pool: WorkerPool
            let next = Atomic(0)
            let wrong = Atomic(0)
            init(_ pool: WorkerPool) { self.pool = pool }
            func work() {
                while next.add(1, ordering: .relaxed).oldValue < 400 {
                    let inner = Counting(500)
                    pool.run(inner, threads: 3)
                    if inner.taken.load(ordering: .relaxed) != 500 { wrong.add(1, ordering: .relaxed) }
                }
            }
        }
        // Four callers at once, each of which is a thread of another pool.
        let callers = Callers(pool)
        WorkerPool().run(callers, threads: 4)
        #expect(callers.wrong.load(ordering: .relaxed) == 0)
        #expect(pool.threadCount == 2)
        pool.run(task, threads: 1)
        #expect(task.taken.load(ordering: .relaxed) == 64)
    }
}
