import AdjudgeBase
import CCurl
import CForks
import Glibc

/// The thread of a client: it takes what others post, lets libcurl work, and waits.
final class HTTPLoop: @unchecked Sendable {
    enum Post: Sendable {
        case send(HTTPCall)
        case cancel(HTTPCall)
        case run(@Sendable () -> Void)
        case later(due: Int, @Sendable () -> Void)
    }

    private struct Inbox {
        var posts: [Post] = []
        var hasThread = false
        /// The thread waits, or is about to, and must be woken.
        var isWaiting = false
    }

    private let process = getpid()
    private let inbox = Guarded(Inbox())
    private let wake = ccurl_signal()
    // The thread's own.
    private var timers = TimerHeap()
    private let exchanges = Exchanges()

    /// Whole milliseconds of the steady clock.
    static var now: Int { Int(SteadyClock.milliseconds) }

    /// False in a child of fork of the loop's process.
    var isOfThisProcess: Bool { process == getpid() }

    /// Hands something over to the thread, which starts with the first; a parent's loop in a child of fork takes
    /// nothing. Where the process can have no thread, the caller does it.
    func post(_ post: Post) {
        guard isOfThisProcess else { return }
        let (mustWake, hasThread) = inbox.withLock { inbox -> (Bool, Bool) in
            if !inbox.hasThread { inbox.hasThread = startThread() }
            guard inbox.hasThread else { return (false, false) }
            inbox.posts.append(post)
            defer { inbox.isWaiting = false }
            return (inbox.isWaiting, true)
        }
        if mustWake { ccurl_give(wake) }
        if !hasThread { withoutThread(post) }
    }

    private func startThread() -> Bool {
        guard wake >= 0 else { return false }
        let argument = Unmanaged.passRetained(self)
        let isStarted = ccurl_start(
            wake, { Unmanaged<HTTPLoop>.fromOpaque($0!).takeUnretainedValue().serve() }, argument.toOpaque())
        if !isStarted { argument.release() }
        return isStarted
    }

    private func withoutThread(_ post: Post) {
        switch post {
        case .send(let call): call.end(.failure(HTTPFailure(.other, "this process can start no thread for its calls")))
        case .cancel: break
        case .run(let body), .later(_, let body): body()
        }
    }

    private func serve() {
        // In libcurl, and in the language's runtime, locks are held that a child of fork would find held for ever.
        forks_hold()
        while !ccurl_is_ending() {
            for post in inbox.withLock({ inbox in
                defer { inbox.posts = [] }
                return inbox.posts
            }) {
                take(post)
            }
            let now = HTTPLoop.now
            while let body = timers.take(by: now) { body() }
            exchanges.work()
            wait()
        }
        forks_release()
    }

    private func take(_ post: Post) {
        switch post {
        case .send(let call): exchanges.begin(call)
        case .cancel(let call): exchanges.cancel(call)
        case .run(let body): body()
        case .later(let due, let body): timers.add(due: due, body)
        }
    }

    private func wait() {
        let isIdle = inbox.withLock { inbox in
            inbox.isWaiting = inbox.posts.isEmpty
            return inbox.isWaiting
        }
        guard isIdle else { return }
        let patience = timers.next.map { min(max($0 - HTTPLoop.now, 0), 60_000) } ?? 60_000
        let held = forks_let()
        exchanges.wait(wake, milliseconds: Int32(patience))
        forks_hold_again(held)
        ccurl_take(wake)
        inbox.withLock { $0.isWaiting = false }
    }
}
