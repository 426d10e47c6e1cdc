import AdjudgeBase

@testable import MathVerifier

/// Takes a response through the chain of the lenient profile, which reads the most: prose, formulas, boxes, turns.
///
/// What is found must be the same each time, the response's own bytes where it says so, and cost work in proportion.
final class ResponseFuzzer {
    private let chain: ExtractionChain
    private let scratch = Scratch()

    init() throws {
        let profile = DocumentNode(.object([.init(key: "profile", value: "lenient")]), path: "$")
        guard case .answer(let steps) = MathVerifier.kind.defaultInput(profile) else {
            preconditionFailure("the lenient profile looks for an answer")
        }
        chain = try ExtractionChain(DocumentNode(steps, path: "$"))
    }

    /// Steps of the chain, each linear in the response.
    private static let maxWorkPerByte = 64

    func run(_ response: Bytes, _ log: inout FindLog) {
        // A block of its own, so that reading past its end is seen.
        let block = UnsafeMutablePointer<UInt8>.allocate(capacity: max(response.count, 1))
        defer { block.deallocate() }
        block.update(from: response.start, count: response.count)
        let text = Bytes(start: block, count: response.count)
        let first = found(in: text)
        let work = scratch.work
        if found(in: text) != first { log.add("extraction differs", text, text) }
        if work > ResponseFuzzer.maxWorkPerByte * (text.count + 16) {
            log.add("extraction over-budget", text, text, "\(work) units for \(text.count) bytes")
        }
    }

    private func found(in text: Bytes) -> [UInt8]? {
        scratch.beginSample()
        let extraction = chain.extract(from: text, scratch: scratch)
        guard extraction.status == .found else { return nil }
        return (0..<extraction.bytes.count).map { extraction.bytes[$0] }
    }
}
