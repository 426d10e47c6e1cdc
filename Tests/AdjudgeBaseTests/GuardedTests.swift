import Dispatch
import Testing

@testable import AdjudgeBase

@Suite struct GuardedTests {
    @Test("one thread at a time has the value, and an error gives it back")
    func threads() {
        struct Refused: Error {}
        let guarded = Guarded([Int: Int]())
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for step in 0..<2000 {
                guarded.withLock { $0[step % 10, default: 0] += 1 }
                if step % 100 == thread { try? guarded.withLock { _ throws(Refused) in throw Refused() } }
            }
        }
        #expect(guarded.withLock { $0.values.reduce(0, +) } == 16000)
        #expect(guarded.withLock { Set($0.values) } == [1600])
    }
}
