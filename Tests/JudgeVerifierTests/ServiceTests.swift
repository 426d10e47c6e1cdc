import Adjudge
import AdjudgeBase
import Glibc
import Loopback
import Testing

@testable import JudgeVerifier

@Suite struct ServiceTests {
    private static let judge = #"{"type":"judge","extract":["whole"],"swap":false}"#

    /// A judge that compares the two answers of its question, as texts.
    private static func honest(_ body: String) -> JudgeServer.Saying {
        let parts = body.split(separator: "==== ").map(String.init)
        // The marks stand around the question, the first and the second answer.
        let texts = parts.map { $0.split(separator: "\\n", omittingEmptySubsequences: true).map(String.init) }
        let answers = texts.compactMap { $0.count >= 2 ? $0[1] : nil }
        let isSame = answers.count >= 6 && answers[3] == answers[5]
        return .words(isSame ? #"{"verdict": "SAME"}"# : #"{"verdict": "DIFFERENT"}"#)
    }

    @Test("an equivalence is asked once in each order, and different ones once")
    func swaps() throws {
        let server = try JudgeServer { _, body in .words(body.contains("blue") ? "SAME" : "DIFFERENT") }
        let judged = try JudgedEngine(
            #"{"type":"judge","extract":["whole"]}"#, at: server.server.port, endpoint: #","structured":"none""#)
        let verdicts = try judged.score(["blue", "red"], ["azure", "crimson"])
        #expect(verdicts[0].reward == 1 && "\(verdicts[0].reasonName)" == "judged_right")
        #expect(verdicts[1].reward == 0 && "\(verdicts[1].reasonName)" == "judged_wrong")
        #expect(server.calls == 3)
        let first = try #require(server.bodies.first { $0.contains("azure") })
        #expect(server.bodies.contains { $0.contains("azure") && $0 != first })
    }

    @Test("a judge that says SAME in one order only is not believed")
    func biased() throws {
        // It always takes the second answer for the better and the same: swapped, it says the other.
        let server = try JudgeServer { number, _ in .words(number == 0 ? "SAME" : "DIFFERENT") }
        let judged = try JudgedEngine(
            #"{"type":"judge","extract":["whole"]}"#, at: server.server.port, endpoint: #","structured":"none""#,
            threads: 1)
        #expect(try judged.score(["blue"], ["azure"])[0].reward == 0)
    }

    @Test("the same question in flight is one call, and rows keep their order")
    func shared() throws {
        let asked = Guarded<JudgeService?>(nil)
        let server = try JudgeServer { _, body in
            // Nobody gets an answer before everybody has asked.
            while asked.withLock({ $0?.tally.questions ?? 0 }) < 200 { usleep(1_000) }
            return ServiceTests.honest(body)
        }
        let judged = try JudgedEngine(Self.judge, at: server.server.port)
        asked.withLock { $0 = judged.service }
        let responses = (0..<200).map { "answer \($0 % 4)" }
        let verdicts = try judged.score(responses, Array(repeating: "answer 2", count: 200))
        // Equal text is decided by the judge as well: the honest one says so.
        for (row, verdict) in verdicts.enumerated() { #expect(verdict.reward == (row % 4 == 2 ? 1 : 0)) }
        #expect(server.calls == 4 && judged.service.tally.shared == 196)
    }

    @Test(
        "what fails is tried again, what cannot succeed has a name, and nothing is a 0",
        arguments: [
            (429, "Retry-After: 0\r\n", 3, "judge_throttled"), (500, "", 3, "judge_unavailable"),
            (503, "", 3, "judge_unavailable"), (408, "", 3, "judge_unavailable"),
            (401, "", 1, "judge_unavailable"), (404, "", 1, "judge_unavailable"),
            (500, "x-should-retry: false\r\n", 1, "judge_unavailable"),
            (429, "Retry-After: 9999\r\n", 1, "judge_throttled"),
        ])
    func failures(_ status: Int, _ headers: String, _ calls: Int, _ reason: String) throws {
        let server = try JudgeServer { _, _ in
            .whole(answer(status, #"{"error":{"code":"c","message":"key sk-123 is bad"}}"#, headers: headers))
        }
        let judged = try JudgedEngine(Self.judge, at: server.server.port, endpoint: #","retries":2"#)
        let verdict = try judged.score(["blue"], ["azure"])[0]
        #expect(verdict.reward == nil && verdict.status == .unavailable && "\(verdict.reasonName)" == reason)
        #expect(server.calls == calls)
        #expect(judged.service.tally.failures == [reason: 1])
        if status == 401 { #expect(judged.service.tally.lastFailure?.contains("sk-123") == false) }
    }

    @Test(
        "a reply that is no verdict is asked for once more, then has a name",
        arguments: [
            ("stop", ["maybe", "perhaps"], "judge_unreadable", 2), ("stop", ["", ""], "judge_unreadable", 2),
            ("length", ["SAME", "SAME"], "judge_truncated", 1),
            ("content_filter", ["SAME", "SAME"], "judge_refused", 1),
        ])
    func unreadable(_ ending: String, _ texts: [String], _ reason: String, _ calls: Int) throws {
        let server = try JudgeServer { number, _ in .finished(texts[min(number, 1)], because: ending) }
        let judged = try JudgedEngine(Self.judge, at: server.server.port)
        let verdict = try judged.score(["blue"], ["azure"])[0]
        #expect(verdict.reward == nil && verdict.status == .undecided && "\(verdict.reasonName)" == reason)
        #expect(server.calls == calls)
    }

    @Test("a cost of which much is out is not overdrawn by what runs at a time")
    func overdrawn() throws {
        let server = try JudgeServer { _, _ in .words("DIFFERENT") }
        let judged = try JudgedEngine(
            Self.judge, at: server.server.port, endpoint: #","max_concurrent":64,"price":{"input":10,"output":0}"#,
            settings: #","budget":{"cost":0.03}"#)
        let verdicts = try judged.score((0..<300).map { "a \($0)" }, Array(repeating: "b", count: 300))
        // A call costs 0.001 dollars.
        #expect((28...31).contains(verdicts.filter { $0.reward == 0 }.count))
        #expect(judged.service.tally.cost < 0.032)
    }

    @Test("the second try counts")
    func repaired() throws {
        let server = try JudgeServer { number, _ in .words(number == 0 ? "well, SAME I guess" : "SAME") }
        let judged = try JudgedEngine(Self.judge, at: server.server.port)
        #expect(try judged.score(["blue"], ["azure"])[0].reward == 1)
        #expect(server.bodies[1].contains("cannot be read"))
    }

    @Test("faults in a fifth of the calls lose no row and score none 0")
    func faults() throws {
        let server = try JudgeServer { number, body in
            switch number % 35 {
            case 0: .whole(answer(429, "{}", headers: "Retry-After-Ms: 5\r\n"))
            case 5: .whole(answer(429, "{}"))
            case 10: .whole(answer(500, "oops"))
            case 15: .reset
            case 20: .torn("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":[")
            case 25: .whole(answer(200, ""))
            // Not to the second try as well, which would be unreadable by right.
            case 30 where !body.contains("cannot be read"): .words("")
            default: .words(body.contains("right") ? "SAME" : "DIFFERENT")
            }
        }
        let judged = try JudgedEngine(
            Self.judge, at: server.server.port, endpoint: #","structured":"none","retries":20,"max_concurrent":32"#)
        let rows = 400
        let responses = (0..<rows).map { $0 % 3 == 0 ? "right \($0)" : "false \($0)" }
        let verdicts = try judged.score(responses, (0..<rows).map { "reference \($0)" })
        for (row, verdict) in verdicts.enumerated() {
            #expect(verdict.reward == (row % 3 == 0 ? 1 : 0), "row \(row): \(verdict.reasonName)")
        }
        #expect(judged.service.tally.failures.isEmpty && judged.service.tally.retries > 40)
    }

    @Test("a budget that is spent is a limit, and no 0")
    func budget() throws {
        let server = try JudgeServer { _, _ in .words("DIFFERENT") }
        let judged = try JudgedEngine(
            Self.judge, at: server.server.port, endpoint: #","max_concurrent":1,"price":{"input":10,"output":0}"#,
            settings: #","budget":{"cost":0.005}"#)
        // A call costs 0.001 dollars, and the sixth would cost more than there is.
        let verdicts = try judged.score((0..<20).map { "a \($0)" }, Array(repeating: "b", count: 20))
        #expect(verdicts.filter { $0.reward == 0 }.count == 5)
        for verdict in verdicts where verdict.reward == nil {
            #expect(verdict.status == .limitExceeded && "\(verdict.reasonName)" == "judge_budget")
        }
        #expect(abs(judged.service.tally.cost - 0.005) < 1e-9)
    }

    @Test("what was paid for is replayed without a network, byte by byte, and what was not has a name")
    func replay() throws {
        let cache = "/tmp/adjudge-judge-cache-\(getpid()).jsonl"
        defer { unlink(cache) }
        let settings = #","cache":"\#(cache)""#
        let responses = (0..<50).map { "answer \($0)" }
        let references = Array(repeating: "answer 7" as String?, count: 50)
        var first: [Verdict] = []
        let server = try JudgeServer { _, body in ServiceTests.honest(body) }
        do {
            let judged = try JudgedEngine(Self.judge, at: server.server.port, settings: settings)
            first = try judged.score(responses, references)
            #expect(server.calls == 50)
        }
        // A run that was killed while it wrote leaves a row that is cut off.
        let file = open(cache, O_WRONLY | O_APPEND)
        _ = write(file, "{\"key\":\"half", 12)
        close(file)
        let again = try JudgedEngine(Self.judge, at: server.server.port, settings: settings)
        let second = try again.score(responses + ["answer 51"], references + ["answer 7"])
        #expect(server.calls == 51 && again.service.tally.cached == 50)
        let offline = try JudgedEngine(Self.judge, at: 1, settings: settings, source: .replay)
        let third = try offline.score(responses + ["answer 51", "answer 52"], references + ["answer 7", "answer 7"])
        for row in 0..<50 {
            #expect(first[row].description == second[row].description)
            #expect(first[row].description == third[row].description)
        }
        #expect(third[50].reward == 0)
        #expect(third[51].reward == nil && "\(third[51].reasonName)" == "judge_not_cached")
        let none = try JudgedEngine(Self.judge, at: 1, source: .replay).score(["a"], ["b"])[0]
        #expect(none.status == .unavailable && none.reward == nil)
    }

    @Test("a batch's questions are written once, and its replies answer them")
    func batch() throws {
        let stem = "/tmp/adjudge-judge-batch-\(getpid())"
        let (cache, questions, replies) = (stem + ".cache", stem + ".questions", stem + ".replies")
        defer { for path in [cache, questions, replies] { unlink(path) } }
        let settings = #","cache":"\#(cache)""#
        let responses = ["a 1", "a 2", "a 1"]
        let references = Array(repeating: "a 2" as String?, count: 3)
        let exported = try JudgedEngine(Self.judge, at: 1, settings: settings, source: .export(path: questions))
        for verdict in try exported.score(responses, references) {
            #expect(verdict.reward == nil && "\(verdict.reasonName)" == "judge_exported")
        }
        let rows = try #require(TextFile.read(questions, atMost: 1 << 20)).split(separator: "\n")
        #expect(rows.count == 2)
        var written = ""
        for row in rows.reversed() {
            let name = row.split(separator: "\"")[3]
            let verdict = row.contains("a 1") ? "DIFFERENT" : "SAME"
            written +=
                #"{"id":"x","custom_id":"\#(name)","response":{"status_code":200,"body":\#(JudgeServer.reply(verdict, "stop"))}}"#
                + "\n"
        }
        written += #"{"custom_id":"other","error":{"message":"expired"}}"# + "\nno row\n"
        // A server may answer at length beside a status of failure.
        let first = try #require(rows.first).split(separator: "\"")[3]
        let refusal =
            #"{"custom_id":"\#(first)","response":{"status_code":500,"body":\#(JudgeServer.reply("SAME", "stop"))}}"#
            + "\n"
        written = refusal + written
        let file = open(replies, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = Glibc.write(file, written, written.utf8.count)
        close(file)
        let report = try BatchImport.run(
            questions: questions, replies: [replies], endpoint: nil, exported.service.settings)
        #expect(report.added == 2 && report.failed == 3 && report.firstProblem?.contains("status 500") == true)
        let replayed = try JudgedEngine(Self.judge, at: 1, settings: settings, source: .replay)
        #expect(try replayed.score(responses, references).map(\.reward) == [0, 1, 0])
    }

    @Test("canaries tell of a judge that always says yes, and most of a run is not paid", arguments: [1, 4, 64])
    func canaries(_ connections: Int) throws {
        let server = try JudgeServer { _, _ in .words("SAME") }
        let judged = try JudgedEngine(
            Self.judge, at: server.server.port, endpoint: #","max_concurrent":\#(connections)"#,
            settings: #","canaries":{"every":10}"#)
        let verdicts = try judged.score((0..<2_000).map { "a \($0)" }, Array(repeating: "b", count: 2_000))
        let tally = judged.service.tally
        #expect(tally.canaries >= 10 && tally.failedCanaries == tally.canaries)
        let untrusted = verdicts.filter { "\($0.reasonName)" == "judge_untrusted" && $0.reward == nil }.count
        // Ten canaries after ten calls each, and what was out meanwhile.
        #expect(untrusted > 1_000, "\(untrusted)")
    }

    @Test("a judge that was found out is not believed by the next run with its cache, and a replay says what was said")
    func cachedCanaries() throws {
        let server = try JudgeServer { _, _ in .words("SAME") }
        let path = "/tmp/adjudge-judge-untrusted-\(getpid()).jsonl"
        defer { unlink(path) }
        let cache = #","cache":"\#(path)""#
        func run(_ more: String, _ mode: ReplySource = .live) throws -> [String] {
            let judged = try JudgedEngine(
                Self.judge, at: server.server.port, endpoint: #","max_concurrent":1"#, settings: cache + more,
                source: mode)
            return try judged.score((0..<200).map { "a \($0)" }, Array(repeating: "b", count: 200))
                .map { "\($0.reasonName) \($0.reward ?? -1)" }
        }
        let first = try run(#","canaries":{"every":5}"#)
        #expect(first.contains("judged_right 1.0"))
        #expect(first.contains("judge_untrusted -1.0"))
        #expect(try run("", .replay) == first)
        #expect(try Set(run("")) == ["judge_untrusted -1.0"])
    }

    @Test("an honest judge's canaries pass")
    func honestCanaries() throws {
        let server = try JudgeServer { _, _ in .words("DIFFERENT") }
        let judged = try JudgedEngine(Self.judge, at: server.server.port, settings: #","canaries":{"every":2}"#)
        for round in 0..<12 {
            for verdict in try judged.score((0..<5).map { "a \(round) \($0)" }, Array(repeating: "b", count: 5)) {
                #expect(verdict.reward == 0)
            }
        }
        #expect(judged.service.tally.canaries >= 10 && judged.service.tally.failedCanaries == 0)
    }

    @Test("a server that is down fails rows by name, and soon")
    func down() throws {
        let judged = try JudgedEngine(Self.judge, at: 1, endpoint: #","retries":0"#)
        for verdict in try judged.score((0..<10).map { "a \($0)" }, Array(repeating: "b", count: 10)) {
            #expect(verdict.status == .unavailable && "\(verdict.reasonName)" == "judge_unavailable")
        }
    }

    @Test("a cancelled batch ends without rewards while the judge thinks")
    func cancelled() throws {
        let server = try JudgeServer { _, _ in
            // Longer than any test waits.
            sleep(300)
            return .words("SAME")
        }
        let judged = try JudgedEngine(Self.judge, at: server.server.port)
        Loopback.inThread { [engine = judged.engine] in
            while server.calls == 0 { usleep(5_000) }
            engine.cancel()
        }
        let verdict = try judged.score(["blue"], ["azure"])[0]
        #expect(verdict.reward == nil && verdict.status == .unavailable && "\(verdict.reasonName)" == "cancelled")
    }

    @Test("rules decide first: only what they leave open is asked")
    func hybrid() throws {
        let server = try JudgeServer { _, _ in .words("SAME") }
        let judged = try JudgedEngine("preset:math_hybrid", at: server.server.port)
        let verdicts = try judged.score(
            ["\\boxed{42}", "\\boxed{41}", "\\boxed{the harmonic oscillator}"],
            ["42", "42", "a mass on an ideal spring"])
        #expect(verdicts.map(\.reward) == [1, 0, 1])
        #expect(server.calls == 2)
        #expect(server.bodies.allSatisfy { $0.contains("oscillator") })
    }
}
