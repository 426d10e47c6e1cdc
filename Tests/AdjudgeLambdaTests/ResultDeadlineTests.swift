import AdjudgeBase
import Glibc
import Testing

@testable import AdjudgeLambda

/// A result target that takes its time must not cost the function its answer.
@Suite struct ResultDeadlineTests {
    /// A listener that takes connections into its backlog and never says a word.
    private final class Silence {
        let port: UInt16
        private let listener: Int32

        init() throws {
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            inet_pton(AF_INET, "127.0.0.1", &name.sin_addr)
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let descriptor = listener
            let bound = withUnsafeMutablePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                    bind(descriptor, name, size) == 0 && listen(descriptor, 8) == 0
                        && getsockname(descriptor, name, &size) == 0
                }
            }
            try #require(bound)
            port = UInt16(bigEndian: name.sin_port)
        }

        deinit { close(listener) }
    }

    private func quoted(_ text: String) -> String {
        var writer = ByteWriter()
        withBytes(of: text) { writer.appendJSONString($0) }
        return writer.bytes.string
    }

    @Test func `a target that does not answer leaves the margin before the deadline alone`() throws {
        let silence = try Silence()
        let function = try Function(
            "preset:math",
            [
                "ADJUDGE_RESULT_URL": "http://127.0.0.1:\(silence.port)/bucket", "AWS_ACCESS_KEY_ID": "a",
                "AWS_SECRET_ACCESS_KEY": "b", "ADJUDGE_DEADLINE_MARGIN_MS": "700",
            ])
        let body = quoted("[" + row(#""\\boxed{42}""#) + "]")
        let records = (0..<3).map {
            #"{"messageId":"m\#($0)","body":\#(body),"eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:r:1:q"}"#
        }
        let event = "{\"Records\":[\(records.joined(separator: ","))]}"
        for _ in 0..<2 {
            let deadline = Clock.Instant(microseconds: Clock.now().microseconds + 2_000_000)
            let answer = try function.document(event, deadline: deadline)
            // Some 600 ms of the margin are left, on a machine that has other things to do.
            #expect(Clock.now().microseconds < deadline.microseconds - 300_000)
            #expect(answer.count("batchItemFailures") == 3)
        }
        #expect(function.lines.contains { $0.contains("before the function's deadline") })
    }
}
