import Glibc

/// Starts children, and tells which text one of them died of.
struct Parent {
    let tearing: Tearing
    let arguments: [String]
    let shares: Int

    /// After this many deaths the rest is left.
    private static let maxDeaths = 20
    /// A text that takes longer than this, in seconds, hangs.
    private static let patience = 60

    /// What became of the texts.
    struct Outcome {
        var texts = 0
        var deaths: [Int] = []
        var failures = 0
        var slowest = (microseconds: 0, number: 0)
    }

    private final class Running {
        let ledger: Ledger
        let path: String
        var process: pid_t = 0
        var seen = -1
        var since = 0

        init(_ path: String) {
            self.path = path
            unlink(path)
            ledger = Ledger(path)
        }

        deinit { unlink(path) }
    }

    func run(dies: Int? = nil) -> Outcome {
        var outcome = Outcome()
        var children = (0..<shares).map { Running("/tmp/adjudge-torn-\(getpid())-\($0)") }
        for share in children.indices { start(children[share], share, from: 0, dies) }
        let all = children
        while !children.isEmpty {
            usleep(50_000)
            children.removeAll { child in
                var status: Int32 = 0
                if waitpid(child.process, &status, WNOHANG) == 0 {
                    killIfHanging(child)
                    return false
                }
                if status == 0 { return true }
                let number = child.ledger.number
                outcome.deaths.append(number)
                if number == dies { return true }
                report(number, status)
                if outcome.deaths.count >= Parent.maxDeaths { return true }
                start(child, number % shares, from: number + 1, dies)
                return false
            }
        }
        for child in all {
            outcome.texts += child.ledger.count
            outcome.failures += child.ledger.failures
            if child.ledger.slowest.microseconds > outcome.slowest.microseconds {
                outcome.slowest = child.ledger.slowest
            }
        }
        return outcome
    }

    private func start(_ child: Running, _ share: Int, from first: Int, _ dies: Int?) {
        let words =
            [CommandLine.arguments[0], "child", child.path, "\(share)", "\(shares)", "\(first)", "\(dies ?? -1)"]
            + arguments
        var pointers = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        (child.seen, child.since) = (-1, time(nil))
        guard posix_spawn(&child.process, "/proc/self/exe", nil, nil, &pointers, environ) == 0 else {
            print("torn: the child cannot be started")
            exit(2)
        }
    }

    private func killIfHanging(_ child: Running) {
        let number = child.ledger.number
        if number != child.seen { (child.seen, child.since) = (number, time(nil)) }
        if time(nil) - child.since > Parent.patience { kill(child.process, SIGKILL) }
    }

    private func report(_ number: Int, _ status: Int32) {
        let signal = status & 0x7F
        let end =
            signal == SIGKILL
            ? "was killed after \(Parent.patience) s"
            : signal == 0 ? "left with \(status >> 8)" : "died of signal \(signal)"
        print("torn: the child \(end) at text \(number)")
        guard number < tearing.count else { return print("  packed suite \(number - tearing.count)") }
        let pair = tearing[number]
        print("  response: \(String(decoding: pair.response, as: UTF8.self).debugDescription)")
        print("  reference: \(String(decoding: pair.reference, as: UTF8.self).debugDescription)")
    }
}
