import AdjudgeBase
import Glibc

@testable import StructureVerifier

/// libFuzzer's entry: a schema, a line break, and a text that is checked against it, read as calls, and compared with
/// itself.
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

    init() {
        checkers = [JSONSchemaVerifier.kind, JSONEqualVerifier.kind, ToolCallVerifier.kind].map { kind in
            var context = CompileContext()
            return try! kind.compile(DocumentNode(["type": .string(kind.name)]), &context).makeChecker()
        }
    }

    func run(_ first: Bytes, _ second: Bytes) {
        for checker in checkers {
            let outcome = check(checker, second, against: first)
            guard check(checker, second, against: first) == outcome else { fatalError("two verdicts for one input") }
            let most = 4 * SchemaValidator.baseBudget + StructureFuzzer.maxWorkPerByte * (first.count + second.count)
            guard scratch.work < UInt64(most) else { fatalError("\(scratch.work) units") }
        }
        // What calls a text makes are calls of the same kind again.
        scratch.beginSample()
        let calls = scratch.toolCalls.read(second)
        guard calls.count > 0 else { return }
        let json = OwnedBytes(calls.json)
        let again = check(checkers[2], json.view, against: json.view)
        guard again.reward == 1 || again.status == .badReference else { fatalError("calls differ from themselves") }
    }

    private func check(_ checker: any Checker, _ answer: Bytes, against reference: Bytes) -> Outcome {
        scratch.beginSample()
        return checker.check(
            CheckInput(answer: .text(answer), reference: .text(reference), response: answer), scratch)
    }
}
