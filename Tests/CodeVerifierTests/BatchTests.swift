import Adjudge
import AdjudgeBase
import CodeVerifier
import Glibc
import Testing

@Suite(.serialized) struct BatchTests {
    private static let sum = #"{"inputs": ["1 2\n", "5 6\n"], "outputs": ["3\n", "11\n"]}"#

    /// Programs of which every third is right, every third wrong, every third fails.
    private func rows(_ count: Int) -> ProgramRows {
        let rows = ProgramRows()
        for row in 0..<count {
            let program = ["print(sum(map(int, input().split())))", "print(3)", "raise SystemExit(2)"][row % 3]
            rows.add("row \(row)", program: program + "\n# \(row)\n", reference: Self.sum)
        }
        return rows
    }

    @Test("verdicts are in input order, whatever order programs end in")
    func order() throws {
        guard ProgramRows.canRun() else { return }
        for (row, fate) in try rows(60).score().enumerated() {
            #expect(fate.reward == (row % 3 == 0 ? 1 : 0), "\(fate)")
            #expect(fate.reason == ["passed_tests", "wrong_answer", "runtime_error"][row % 3], "\(fate)")
        }
    }

    @Test("the first failing test is the same under the same seed, and says what it was given, expected and got")
    func firstFailure() throws {
        guard ProgramRows.canRun() else { return }
        let rows = ProgramRows()
        let cases = (0..<12).map { "{\"input\": \"\($0)\\n\", \"output\": \"\($0 * 2)\\n\"}" }.joined(separator: ",")
        rows.add("odd", program: "n = int(input())\nprint(n * 2 + n % 2)\n", reference: "{\"cases\": [\(cases)]}")
        func detail(_ seed: Int) throws -> String {
            try rows.score("{\"type\": \"code\", \"input\": \"{{response}}\", \"seed\": \(seed)}")[0].detail
        }
        func test(_ detail: String) -> Substring? {
            detail.split(separator: ",").first { $0.hasPrefix("\"first_failure\":{\"test\":") }
        }
        let first = try detail(1)
        let again = try detail(1)
        #expect(test(first) != nil && test(first) == test(again), "\(first)")
        let others = try (0..<12).map { test(try detail($0)) }
        #expect(Set(others).count > 1)
        for key in ["\"input\":", "\"expected\":", "\"got\":", "\"cpu_us\":", "\"peak_memory\":", "\"level\":"] {
            #expect(first.contains(key), "\(first)")
        }
    }

    @Test("slow programs do not hold up other parts, and cancelling ends them without a reward")
    func cancel() throws {
        guard ProgramRows.canRun() else { return }
        let grader = #"""
            {"type": "multi", "graders": {"acc": {"type": "code", "input": "{{response}}", "required": false,
            "limits": {"wall_seconds": 60}},
            "fmt": {"type": "regex", "pattern": "time"}}, "calculate_output": "acc + fmt"}
            """#
        let engine = try Engine(grader: grader, threads: 2)
        let program = OwnedBytes("import time\ntime.sleep(50)\n")
        let reference = OwnedBytes(Self.sum)
        let batch = Repeated(count: 8, response: program, reference: reference)
        let thread = Canceller(engine)
        var started = timespec()
        clock_gettime(CLOCK_MONOTONIC, &started)
        thread.start(afterMilliseconds: 1500)
        let verdicts = engine.score(batch)
        var ended = timespec()
        clock_gettime(CLOCK_MONOTONIC, &ended)
        thread.join()
        withExtendedLifetime((program, reference)) {}
        #expect(ended.tv_sec - started.tv_sec < 40)
        for row in 0..<verdicts.count {
            #expect(verdicts.part(0, of: row).status == .unavailable)
            #expect(verdicts.part(0, of: row).reason == .cancelled)
            #expect(verdicts.part(1, of: row).reward == 1)
            #expect(verdicts[row].reward == 1)
        }
    }

    @Test("a compiler that is at work ends with its batch")
    func cancelCompiler() throws {
        guard ProgramRows.canRun(), access("/usr/bin/g++", X_OK) == 0 else { return }
        let grader = #"{"type": "code", "language": "cpp", "input": "{{response}}", "limits": {"wall_seconds": 60}}"#
        let engine = try Engine(grader: grader, threads: 1)
        // Four million instances: no compiler is done with them in seconds.
        let program = OwnedBytes(
            """
            template <int D, long N> struct T { static const long v = T<D - 1, 2 * N>::v + T<D - 1, 2 * N + 1>::v; };
            template <long N> struct T<0, N> { static const long v = N; };
            int main() { return T<22, 1>::v; }
            """)
        let reference = OwnedBytes(Self.sum)
        let thread = Canceller(engine)
        thread.start(afterMilliseconds: 1500)
        let verdicts = engine.score(Repeated(count: 1, response: program, reference: reference))
        thread.join()
        withExtendedLifetime((program, reference)) {}
        #expect(verdicts[0].status == .unavailable && verdicts[0].reason == .cancelled && verdicts[0].reward == nil)
    }

    @Test("a grader's mistakes are refused with their place")
    func mistakes() {
        let cases = [
            (#"{"type": "code", "language": "pyhton"}"#, "$.language"),
            (#"{"type": "code", "limits": {"cpu": 1}}"#, "$.limits.cpu"),
            (#"{"type": "code", "limits": {"cpu_seconds": -1}}"#, "$.limits.cpu_seconds"),
            (#"{"type": "code", "comparator": "token"}"#, "$.comparator"),
            (#"{"type": "code", "comparator": {"abs": "x"}}"#, "$.comparator.abs"),
            (#"{"type": "code", "reward": "prime_code"}"#, "$.reward"),
            (#"{"type": "code", "minimum_level": 4}"#, "$.minimum_level"),
            (#"{"type": "code", "languages": {"zig": {"source": "a/b", "run": "x"}}}"#, "$.languages.zig.source"),
            (#"{"type": "code", "languages": {"zig": {"source": "a", "run": "{binary}"}}}"#, "$.languages.zig"),
            (#"{"type": "python"}"#, "$.source"),
        ]
        for (grader, path) in cases {
            let error = #expect(throws: DocumentError.self, "\(grader)") { try Plan(Grader(grader)) }
            #expect(error?.path == path, "\(grader)")
        }
    }
}

/// A batch of the same row.
private struct Repeated: SampleSource {
    let count: Int
    let response: OwnedBytes
    let reference: OwnedBytes

    func makeReader() -> any SampleReader { Reader(self) }

    private final class Reader: SampleReader {
        let rows: Repeated
        init(_ rows: Repeated) { self.rows = rows }
        func sample(at index: Int) -> Sample {
            Sample(response: .text(rows.response.view), reference: .text(rows.reference.view))
        }
    }
}

/// A thread that cancels an engine after a while.
private final class Canceller: @unchecked Sendable {
    private let engine: Engine
    private var delay: UInt32 = 0
    private var handle = pthread_t()

    init(_ engine: Engine) { self.engine = engine }

    func start(afterMilliseconds delay: UInt32) {
        self.delay = delay
        pthread_create(
            &handle, nil,
            { argument in
                let canceller = Unmanaged<Canceller>.fromOpaque(argument!).takeUnretainedValue()
                usleep(canceller.delay * 1000)
                canceller.engine.cancel()
                return nil
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func join() { pthread_join(handle, nil) }
}
