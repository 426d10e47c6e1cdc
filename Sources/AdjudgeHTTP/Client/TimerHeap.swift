/// Work for some later time, the earliest first, in the order of arrival where two are due at once.
struct TimerHeap {
    struct Timer: Sendable {
        /// Milliseconds of the steady clock.
        let due: Int
        let number: Int
        let body: @Sendable () -> Void

        func isBefore(_ other: Timer) -> Bool { (due, number) < (other.due, other.number) }
    }

    private var timers: [Timer] = []
    private var count = 0

    /// When the next one is due; nil when there is none.
    var next: Int? { timers.first?.due }

    /// O(log n).
    mutating func add(due: Int, _ body: @escaping @Sendable () -> Void) {
        timers.append(Timer(due: due, number: count, body: body))
        count += 1
        var index = timers.count - 1
        while index > 0, timers[index].isBefore(timers[(index - 1) / 2]) {
            timers.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// Takes the next one that is due by `now`; nil when none is. O(log n).
    mutating func take(by now: Int) -> (@Sendable () -> Void)? {
        guard let first = timers.first, first.due <= now else { return nil }
        let last = timers.removeLast()
        guard !timers.isEmpty else { return first.body }
        timers[0] = last
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < timers.count {
                if timers[child].isBefore(timers[least]) { least = child }
            }
            if least == index { return first.body }
            timers.swapAt(index, least)
            index = least
        }
    }
}
