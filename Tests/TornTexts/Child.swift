import Glibc

/// Reads every `shares`-th text from `first` on, and writes down which one before each.
struct Child {
    let tearing: Tearing
    let ledger: Ledger
    let share: Int
    let shares: Int

    /// Reads on from number `first`; with `dies` the process traps at that number, as a reader
    /// that runs off would, and no text behind it is read.
    func run(from first: Int, dies: Int?) throws {
        let readers = try Readers()
        let parent = getppid()
        var number = first
        while number % shares != share { number += 1 }
        let end = dies.map { $0 + 1 } ?? tearing.count + PackedSuites.count
        while number < end {
            // Nobody would read on for a parent that is gone.
            if getppid() != parent { return }
            ledger.number = number
            if number == dies { abort() }
            let start = Child.microseconds()
            if number < tearing.count {
                ledger.failures += readers.read(tearing[number], safe: number >= tearing.cutCount)
            } else {
                PackedSuites.read(number - tearing.count)
            }
            let time = Child.microseconds() - start
            if time > ledger.slowest.microseconds { ledger.slowest = (time, number) }
            ledger.count += 1
            number += shares
        }
    }

    private static func microseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }
}
