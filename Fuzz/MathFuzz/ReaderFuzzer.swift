import AdjudgeBase

@testable import MathVerifier
@testable import PackedText

/// Gives a pair to every reader that needs no law to be wrong: a memory error or a trap is the find.
final class ReaderFuzzer {
    private let scratch = Scratch()
    private let parser = JSONParser(maxDepth: 64)
    private let chain: ExtractionChain
    private let rules: [(any CompatProfile, CompatChecker)]

    init() throws {
        rules = MathVerifier.profiles(strictBox: false).compactMap { entry in
            entry.value.map { ($0, CompatChecker($0, isAnswer: false)) }
        }
        chain = try ExtractionChain(
            DocumentNode([
                ["strip_think": ["</think>"]], "first_turn", ["json": "a.b[0]"], ["xml": "answer"], "fenced", "hash",
                "boxed", "answer_line", "choice", "last_number",
            ]))
    }

    func run(_ first: Bytes, _ second: Bytes) {
        let response = owned(first)
        let reference = owned(second)
        defer {
            response.start.deallocate()
            reference.start.deallocate()
        }
        scratch.beginSample()
        for (_, checker) in rules {
            let input = CheckInput(answer: .text(response), reference: .text(reference), response: response)
            _ = checker.check(input, scratch)
        }
        for text in [response, reference] {
            _ = NumberReader.read(text)
            _ = NumberReader.read(text.folded(.math, into: scratch.arena))
            _ = chain.extract(from: text, scratch: scratch)
            readJSON(text)
            readPacked(text)
        }
    }

    /// A block of its own, so that reading past its end is seen.
    private func owned(_ text: Bytes) -> Bytes {
        let block = UnsafeMutablePointer<UInt8>.allocate(capacity: max(text.count, 1))
        block.update(from: text.start, count: text.count)
        return Bytes(start: block, count: text.count)
    }

    private func readJSON(_ text: Bytes) {
        guard let value = try? parser.parse(text) else { return }
        walk(value)
    }

    private func walk(_ value: JSONValue) {
        _ = value.decodedString
        _ = value.element(value.count)
        for element in value.elements { walk(element) }
        for (key, member) in value.members {
            _ = key.decodedString
            walk(member)
        }
    }

    /// The layers of packed test objects, each on the text itself as well.
    private func readPacked(_ text: Bytes) {
        let bytes = (0..<text.count).map { text[$0] }
        _ = PickledText.read(bytes)
        let decoded = Base64.decode(text, scratch.arena).map { data in (0..<data.count).map { data[$0] } }
        for data in [bytes, [0x78, 0x9C] + bytes, decoded ?? []] {
            if let content = Inflate.zlib(data, limit: 1 << 16) { _ = PickledText.read(content) }
        }
    }
}
