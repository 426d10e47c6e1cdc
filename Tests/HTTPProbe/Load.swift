import AdjudgeBase
import AdjudgeHTTP
import Glibc

/// Many small calls, so many at a time: what they cost.
enum Load {
    private struct Tally {
        var begun = 0
        var right = 0
        var ended = 0
        var bytes = 0
        /// What the last one that was not right said.
        var wrong = ""
    }

    static func run(_ url: String, calls: Int, connections: Int) {
        let tally = Monitor(Tally())
        var body = Array(#"{"model":"judge","messages":[{"role":"user","content":""#.utf8)
        body += [UInt8](repeating: UInt8(ascii: "x"), count: 2000) + Array(#""}]}"#.utf8)
        let ca = getenv("PROBE_CA").map { String(cString: $0) }
        let request = HTTPRequest(
            url: url, headers: [("Content-Type", "application/json"), ("Authorization", "Bearer key")], body: body,
            caBundle: ca)
        @Sendable func next() {
            let mustCall = tally.change(waking: .nobody) { tally in
                guard tally.begun < calls else { return false }
                tally.begun += 1
                return true
            }
            guard mustCall else { return }
            HTTPClient.current.send(request) { result in
                tally.change { tally in
                    switch result {
                    case .success(let reply) where reply.status == 200:
                        tally.right += 1
                        tally.bytes += reply.body.count
                    case .success(let reply): tally.wrong = "\(reply.status)"
                    case .failure(let failure): tally.wrong = "\(failure.kind): \(failure.text)"
                    }
                    tally.ended += 1
                }
                next()
            }
        }
        // The library's loading is no part of a call.
        _ = HTTPProbe.wait(for: request)
        let (start, used) = (now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID))
        for _ in 0..<connections { next() }
        tally.wait { $0.ended == calls ? () : nil }
        let (seconds, cpu) = (now(CLOCK_MONOTONIC) - start, now(CLOCK_PROCESS_CPUTIME_ID) - used)
        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        let (right, bytes, wrong) = tally.change { ($0.right, $0.bytes, $0.wrong) }
        if !wrong.isEmpty { print(wrong) }
        print(
            #"{"calls":\#(calls),"connections":\#(connections),"right":\#(right),"bytes":\#(bytes),"seconds":\#(seconds),"#
                + #""per_second":\#(Int(Double(calls) / seconds)),"cpu_us":\#(Int(cpu * 1e6) / calls),"peak_kb":\#(usage.ru_maxrss)}"#
        )
    }

    private static func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
