import AdjudgeBase

/// How the tests of one program went.
struct CodeVerdict: Sendable {
    /// The ways in which a program can fare.
    enum Kind: String, Sendable, CaseIterable {
        case ok
        case wrongAnswer = "wrong_answer"
        case timeLimitCPU = "time_limit_cpu"
        case timeLimitWall = "time_limit_wall"
        case memoryLimit = "memory_limit"
        case outputLimit = "output_limit"
        case runtimeError = "runtime_error"
        case compileError = "compile_error"
        case forbidden
        case badTests = "bad_tests"
        case judgeError = "judge_error"
        case unavailable
        case cancelled

        /// Whether the kind says something of the program; the others are no reward at all.
        var isProgramsOwn: Bool {
            switch self {
            case .badTests, .judgeError, .unavailable, .cancelled: false
            default: true
            }
        }
    }

    /// The first test that failed.
    struct Failure: Sendable {
        /// Its number in the document, from 0; nil where tests have none.
        var number: Int?
        /// The program's input.
        var input = ""
        /// The expected output.
        var expected = ""
        /// The program's output.
        var got = ""
        /// Its last words: the end of standard error, or what was raised.
        var message = ""
    }

    /// How it fared: ok, or as the first failing test says.
    var kind: Kind
    /// The fault, where it needs words.
    var message = ""
    /// How it ended, where it failed by ending: `exit 1`, `signal 11`.
    var ending = ""
    /// Tests passed.
    var passed = 0
    /// Tests that were run or, had none failed, would have been.
    var total = 0
    /// The worth of the passed tests, 0 to 1.
    var share = 0.0
    /// The level that it ran at; -1 when nothing ran.
    var level = -1
    /// CPU time of all runs, in microseconds.
    var cpu: UInt64 = 0
    /// Wall time of all runs, in microseconds.
    var wall: UInt64 = 0
    /// Most memory at once, in bytes.
    var peakMemory: UInt64 = 0
    /// True where program and tests shared a process, so that a program made for it could forge a pass.
    var isForgeable = false
    /// True where a run was repeated alone because the machine was overloaded.
    var isContended = false
    /// The first test that failed.
    var failure: Failure?
    /// A finer reason than the kind.
    var reason: CodeReason?

    /// No reward: the tests can only be run where the program could forge their result.
    static func forgeableOnly(_ message: String) -> CodeVerdict {
        var verdict = CodeVerdict(.unavailable, message + "; \"forgeable\": \"allow\" lets that count")
        verdict.reason = .forgeableOnly
        return verdict
    }

    /// Whether it ended because a module is not installed, by what it said.
    var isModuleMissing: Bool {
        failure.map {
            $0.message.split(separator: "\n").last?.hasPrefix("ModuleNotFoundError: No module named") == true
        } ?? false
    }

    init(_ kind: Kind, _ message: String = "") {
        self.kind = kind
        self.message = message
    }

    /// Adds what a run used.
    mutating func add(_ result: RunResult) {
        level = result.level
        cpu += result.cpu
        wall += result.wall
        peakMemory = max(peakMemory, result.peakMemory)
        if result.isContended { isContended = true }
    }
}

extension CodeVerdict {
    /// The verdict as a JSON object, for the row of the sample.
    func json() -> OwnedBytes {
        var writer = ByteWriter(capacity: 512)
        func string(_ key: StaticString, _ text: String, to writer: inout ByteWriter) {
            writer.append(",\"")
            writer.append(key)
            writer.append("\":")
            writer.appendJSONString(text)
        }
        func number(_ key: StaticString, _ value: Int, to writer: inout ByteWriter) {
            writer.append(",\"")
            writer.append(key)
            writer.append("\":")
            writer.append(decimal: value)
        }
        writer.append("{\"verdict\":\"")
        writer.append(kind.rawValue)
        writer.append("\"")
        number("level", level, to: &writer)
        number("passed", passed, to: &writer)
        number("tests", total, to: &writer)
        number("cpu_us", Int(clamping: cpu), to: &writer)
        number("wall_us", Int(clamping: wall), to: &writer)
        number("peak_memory", Int(clamping: peakMemory), to: &writer)
        writer.append(isForgeable ? ",\"forgeable\":true" : ",\"forgeable\":false")
        if isContended { writer.append(",\"contended\":true") }
        if let reason { string("reason", "\(reason.name)", to: &writer) }
        if !ending.isEmpty { string("ending", ending, to: &writer) }
        if !message.isEmpty { string("message", message, to: &writer) }
        if let failure {
            writer.append(",\"first_failure\":{\"test\":")
            if let test = failure.number { writer.append(decimal: test) } else { writer.append("null") }
            string("input", failure.input, to: &writer)
            string("expected", failure.expected, to: &writer)
            string("got", failure.got, to: &writer)
            if !failure.message.isEmpty { string("message", failure.message, to: &writer) }
            writer.append("}")
        }
        writer.append("}")
        return OwnedBytes(writer.bytes)
    }

    /// Notes for `adjudge explain`.
    func note(_ evidence: Evidence) {
        evidence.note("program", "\(kind.rawValue)\(ending.isEmpty ? "" : ", \(ending)"), \(passed) of \(total) tests")
        evidence.note("sandbox level", level < 0 ? "nothing ran" : "\(level)\(isForgeable ? ", forgeable" : "")")
        evidence.note("used", "\(cpu) µs CPU, \(wall) µs wall, \(peakMemory >> 10) KiB")
        if !message.isEmpty { evidence.note("message", message) }
        guard let failure else { return }
        evidence.note("first failing test", failure.number.map { "\($0)" } ?? "")
        for (label, text) in [
            ("input", failure.input), ("expected", failure.expected), ("got", failure.got), ("said", failure.message),
        ] where !text.isEmpty {
            evidence.note(label, text)
        }
    }
}

/// Text cut for evidence: the beginning, or the end for last words.
enum Trimmed {
    /// At most so many bytes of a text are shown.
    static let limit = 400

    static func start(_ bytes: Bytes) -> String {
        bytes.count <= limit ? bytes.string : bytes[0..<limit].string + "…"
    }

    static func end(_ bytes: Bytes) -> String {
        let bytes = bytes.trimmedRight
        return bytes.count <= limit ? bytes.string : "…" + bytes.suffix(from: bytes.count - limit).string
    }
}
