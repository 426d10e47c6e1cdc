import Adjudge
import AdjudgeBase
import Glibc

@testable import AdjudgeLambda

/// A function without the runtime API: an event goes in, its answer and its log lines come out.
final class Function {
    let handler: EventHandler
    let door: Door
    private let log: Int32

    /// A function under `grader` with those environment variables.
    init(_ grader: String = "preset:math", _ variables: [String: String] = [:]) throws {
        let environment = Environment(variables)
        let file = tmpfile()
        log = dup(fileno(file))
        fclose(file)
        door = Door(
            Engine(try Plan(Grader(grader)), threads: 2), try Configuration(environment),
            lines: LineWriter(descriptor: log))
        handler = EventHandler(door)
    }

    deinit { close(log) }

    /// The answer to an event.
    func answer(_ event: String, deadline: Clock.Instant? = nil, trace: TraceHeader? = nil) throws -> String {
        let memory = OwnedBytes(event)
        var answer = ByteWriter()
        try handler.handle(
            Invocation(requestID: "r-1", deadline: deadline, trace: trace, event: memory.view), memory: memory,
            to: &answer)
        return answer.bytes.string
    }

    /// The answer as a document.
    func document(_ event: String, deadline: Clock.Instant? = nil) throws -> Document {
        try Document(try answer(event, deadline: deadline))
    }

    /// The failure that an event ends in, or nil.
    func failure(_ event: String) -> EventFailure? {
        do {
            _ = try answer(event)
            return nil
        } catch {
            return error as? EventFailure
        }
    }

    /// What has been logged, line by line.
    var lines: [String] {
        var text = ByteWriter()
        var offset = 0
        while true {
            let got = pread(log, text.reserve(1 << 16), 1 << 16, offset)
            guard got > 0 else { break }
            text.written(got)
            offset += got
        }
        return text.bytes.string.split(separator: "\n").map(String.init)
    }
}

/// A JSON document with paths, for tests.
struct Document {
    private let event: ParsedEvent

    init(_ text: String) throws { event = try withBytes(of: text) { try ParsedEvent(copying: $0) } }

    /// The raw text at a path; nil when nothing stands there.
    subscript(_ path: String) -> String? { JSONPath(path)!.find(in: event.root)?.raw.string }

    /// The number at a path.
    func number(_ path: String) -> Double? { self[path].flatMap { Double($0) } }

    /// The content of the string at a path.
    func text(_ path: String) -> String? { JSONPath(path)!.find(in: event.root)?.decodedString }

    /// How many elements or members stand at a path.
    func count(_ path: String = "") -> Int { JSONPath(path)!.find(in: event.root)?.count ?? 0 }

    /// The value of a metric of a result.
    func metric(_ name: String, of row: Int) -> Double? {
        let list = JSONPath("[\(row)].metrics_list")!.find(in: event.root)
        return list?.elements.first { $0.member("name")?.decodedString == name }
            .flatMap { $0.member("value")?.raw.string }.flatMap { Double($0) }
    }
}

/// A row of the reward contract.
func row(_ content: String, answer: String = "\"42\"", id: String = "\"r\"", role: String = "assistant") -> String {
    #"{"id":\#(id),"messages":[{"role":"user","content":"6*7?"},{"role":"\#(role)","content":\#(content)}],"#
        + #""metadata":{"reference_answer":\#(answer)}}"#
}
