/// The order in which the rows of a batch are begun and finished: begun as early as the window allows, finished in the
/// order of the batch, so that the rows before the oldest unfinished one can be written at any time.
struct Window {
    /// The most rows that are begun beyond the oldest unfinished one. A row that runs into its time limit holds up nobody
    /// before so many others are done, and a killed run loses no more than these.
    static let size = 2048
    /// The most rows that are begun at a time: enough to make the lock cheap where most rows wait for nothing.
    static let largestChunk = 16

    /// The next step of a thread.
    enum Step: Equatable {
        /// Begin the rows of a range.
        case begin(Range<Int>)
        /// Wait for one row that was begun, and finish it.
        case finish(Int)
        /// Nothing more, ever.
        case leave
    }

    private enum State: UInt8 {
        case untouched, waiting, finished
    }

    private var states: [State]
    private let threads: Int
    /// The first row that is not handed out to be begun.
    private var next = 0
    /// The first row that is not handed out to be finished.
    private var nextToFinish = 0
    /// The rows that were waited for and wait for more, which comes after what others wait for first.
    private var again: [Int] = []
    /// The first row that is not finished.
    private(set) var oldest = 0
    /// The rows from here on are left out.
    private var end: Int
    private var isInterrupted = false

    init(count: Int, threads: Int) {
        states = Array(repeating: .untouched, count: count)
        self.threads = threads
        end = count
    }

    /// The next step for a thread; nil while it has to wait for what other threads do.
    mutating func step() -> Step? {
        if isInterrupted { return .leave }
        let free = min(end - next, Window.size - (next - oldest))
        if free > 0 {
            let share = (end - next) / (threads * 4)
            let rows = next..<next + min(free, max(1, min(Window.largestChunk, share)))
            next = rows.upperBound
            return .begin(rows)
        }
        while nextToFinish < next, states[nextToFinish] == .finished { nextToFinish += 1 }
        if nextToFinish < next, states[nextToFinish] == .waiting {
            defer { nextToFinish += 1 }
            return .finish(nextToFinish)
        }
        if !again.isEmpty { return .finish(again.removeFirst()) }
        return nextToFinish == next && next == end ? .leave : nil
    }

    /// The row was begun, and waits for what goes on elsewhere.
    mutating func wait(_ row: Int) { states[row] = .waiting }

    /// The row was waited for, and waits for more.
    mutating func waitAgain(_ row: Int) { again.append(row) }

    /// The row has its verdict.
    mutating func finish(_ row: Int) {
        states[row] = .finished
        while oldest < next, states[oldest] == .finished { oldest += 1 }
    }

    /// No more rows are begun; those that were are finished.
    mutating func close() { end = next }

    /// Nothing more is begun or finished.
    mutating func interrupt() { isInterrupted = true }
}
