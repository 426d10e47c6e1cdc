import AdjudgeBase
import Glibc

@testable import StructureVerifier

/// libFuzzer's entry: a schema, a line break, and a text that is checked against it, in every format, read as calls, and
/// compared with itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let data else { return 0 }
    // A block of its own, so that reading past its end is seen.
    let block = UnsafeMutablePointer<UInt8>.allocate(capacity: max(count, 1))
    defer { block.deallocate() }
    block.update(from: data, count: count)
    let input = Bytes(start: block, count: count)
    guard input.invalidUTF8Offset == nil, let newline = input.find(Bytes("\n")) else { return -1 }
    fuzzer.run(input[0..<newline], input.suffix(from: newline + 1))
    return 0
}

/// libFuzzer calls from one thread.
nonisolated(unsafe) private let fuzzer = StructureFuzzer()

/// Holds the readers of schemas and calls to their laws: the same verdict twice, work within the budget, and what was read
/// equals itself.
private final class StructureFuzzer {
    private static let maxWorkPerByte = 256
    private let scratch = Scratch()
    private let checkers: [any Checker]
    /// By each format: against the first part as a reference, as a schema, and as a schema by NeMo-Gym's rules.
    private let formats: [(plain: any Checker, schema: any Checker, peer: any Checker)]

    init() {
        func checker(_ keys: [DocumentValue.Member]) -> any Checker {
            var context = CompileContext()
            let node = DocumentNode(.object([DocumentValue.Member(key: "type", value: .string("structured"))] + keys))
            return try! StructuredVerifier.kind.compile(node, &context).makeChecker()
        }
        formats = StructuredFormat.allCases.map { format in
            let name = DocumentValue.Member(key: "format", value: .string(format.rawValue))
            let schema = DocumentValue.Member(key: "schema", value: .string("{{item.schema}}"))
            return (
                checker([name]), checker([name, schema]),
                checker([name, schema, DocumentValue.Member(key: "compat", value: .string("compat:nemo"))])
            )
        }
        checkers = [JSONSchemaVerifier.kind, JSONEqualVerifier.kind, ToolCallVerifier.kind].map { kind in
            var context = CompileContext()
            return try! kind.compile(DocumentNode(["type": .string(kind.name)]), &context).makeChecker()
        }
    }

    func run(_ first: Bytes, _ second: Bytes) {
        for checker in checkers { hold(checker, first, second) }
        for format in formats {
            hold(format.plain, first, second)
            hold(format.schema, first, second)
            hold(format.peer, first, second)
            // What reads equals itself.
            let same = check(format.plain, second, against: second)
            guard same.reward == 1 || same.status != .graded else { fatalError("a text differs from itself") }
        }
        // What calls a text makes are calls of the same kind again.
        scratch.beginSample()
        let calls = scratch.toolCalls.read(second)
        guard calls.count > 0 else { return }
        let json = OwnedBytes(calls.json)
        let again = check(checkers[2], json.view, against: json.view)
        guard again.reward == 1 || again.status == .badReference else { fatalError("calls differ from themselves") }
    }

    /// One verdict, within the budget.
    private func hold(_ checker: any Checker, _ first: Bytes, _ second: Bytes) {
        let outcome = check(checker, second, against: first)
        let most = 4 * SchemaValidator.baseBudget + StructureFuzzer.maxWorkPerByte * (first.count + second.count)
        guard scratch.work < UInt64(most) else { fatalError("\(scratch.work) units") }
        guard check(checker, second, against: first) == outcome else { fatalError("two verdicts for one input") }
    }

    private func check(_ checker: any Checker, _ answer: Bytes, against reference: Bytes) -> Outcome {
        scratch.beginSample()
        return [Field.text(reference)].withUnsafeBufferPointer {
            checker.check(
                CheckInput(answer: .text(answer), reference: .text(reference), response: answer, arguments: $0), scratch
            )
        }
    }
}
