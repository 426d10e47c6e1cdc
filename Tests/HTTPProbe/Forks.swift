import AdjudgeBase
import AdjudgeHTTP
import Glibc

/// Forks while calls are in flight: a child calls by itself, and its parent's calls end as if nothing had been.
enum Forks {
    /// fork, which Swift hides.
    private static let fork = unsafeBitCast(
        dlsym(UnsafeMutableRawPointer(bitPattern: 0), "fork"), to: (@convention(c) () -> pid_t).self)

    static func run(slow: String, fast: String, children: Int) {
        let client = HTTPClient.current
        let ends = Monitor<[String]>([])
        let calls = (0..<16).map { _ in
            client.send(HTTPRequest(url: slow, timeout: 20_000)) { result in
                ends.change { $0.append((try? result.get().status).map { "\($0)" } ?? "failed") }
            }
        }
        // Others that keep the client's thread at work all the while.
        let isOver = Guarded(false)
        let small = Guarded((begun: 0, right: 0))
        @Sendable func again() {
            guard !isOver.withLock({ $0 }) else { return }
            small.withLock { $0.begun += 1 }
            HTTPClient.current.send(HTTPRequest(url: fast)) { result in
                if (try? result.get().status) == 200 { small.withLock { $0.right += 1 } }
                again()
            }
        }
        for _ in 0..<4 { again() }
        usleep(100_000)
        var failed = connections() > 0 ? 0 : 1
        var waiting: [pid_t] = []
        for number in 0..<children {
            let child = Forks.fork()
            if child == 0 { inChild(client, calls, fast, number) }
            waiting.append(child)
            usleep(3_000)
        }
        let limit = time(nil) + 30
        for child in waiting {
            var status: Int32 = 0
            while waitpid(child, &status, WNOHANG) == 0, time(nil) < limit { usleep(1000) }
            if time(nil) >= limit { kill(child, SIGKILL) }
            failed += status == 0 ? 0 : 1
        }
        isOver.withLock { $0 = true }
        let all = ends.wait { $0.count == 16 ? $0 : nil }
        usleep(200_000)
        let (begun, right) = small.withLock { $0 }
        print(
            "children \(children) failed \(failed); calls \(all.filter { $0 == "200" }.count) of 16; "
                + "small \(right == begun && right > 100 ? "right" : "\(right) of \(begun)")")
    }

    private static func inChild(_ client: HTTPClient, _ calls: [HTTPCall], _ fast: String, _ number: Int) -> Never {
        // The parent's connections are not the child's.
        let inherited = connections()
        for call in calls { call.cancel() }
        let end = End<Bool>()
        // The client that the parent holds means the child's own, here.
        (number % 2 == 0 ? client : HTTPClient.current).send(HTTPRequest(url: fast)) { result in
            end.set((try? result.get().status) == 200)
        }
        let isRight = end.wait(seconds: 10) == true && inherited == 0
        if number % 3 == 0 { exit(isRight ? 0 : 1) }
        _exit(isRight ? 0 : 1)
    }

    /// How many connections over IP this process has.
    private static func connections() -> Int {
        (3..<1024).count { descriptor in
            var name = sockaddr_storage()
            var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let status = withUnsafeMutablePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(Int32(descriptor), $0, &size) }
            }
            return status == 0 && name.ss_family == sa_family_t(AF_INET)
        }
    }
}
