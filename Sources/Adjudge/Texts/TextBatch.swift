import AdjudgeBase

/// A batch of Swift strings, copied once into columns that the engine reads.
struct TextBatch: SampleSource {
    private let responses: TextColumn
    private let references: TextColumn?
    private let items: TextColumn?
    private let groups: TextColumn?

    var isGrouped: Bool { groups != nil }
    var count: Int { responses.count }

    /// Throws a ``BatchShapeError`` where the lists differ in length.
    init(
        _ responses: [String], _ references: [String?]?, _ items: [String?]?, _ groups: [String?]?
    ) throws(BatchShapeError) {
        let lists = [("references", references?.count), ("items", items?.count), ("groups", groups?.count)]
        for (name, count) in lists {
            guard let count, count != responses.count else { continue }
            throw BatchShapeError(list: name, count: count, expected: responses.count)
        }
        self.responses = TextColumn(responses)
        self.references = references.map { TextColumn($0) }
        self.items = items.map { TextColumn($0) }
        self.groups = groups.map { TextColumn($0) }
    }

    func makeReader() -> any SampleReader { Reader(self) }

    private final class Reader: SampleReader {
        private let batch: TextBatch
        private let parser = JSONParser()

        init(_ batch: TextBatch) { self.batch = batch }

        func sample(at index: Int) -> Sample {
            var sample = Sample(response: .text(batch.responses[index] ?? .empty))
            sample.isResponseValid = true
            if let reference = batch.references?[index] { sample.reference = .text(reference) }
            if let group = batch.groups?[index] { sample.group = .text(group) }
            if let item = batch.items?[index] {
                do {
                    sample.item = try parser.parse(item)
                } catch {
                    sample.defect = RowDefect(error)
                }
            }
            return sample
        }
    }
}

/// Strings one after the other, and where each ends; nil where a row has none.
private final class TextColumn: Sendable {
    private let bytes: OwnedBytes
    private let ends: [Int]
    private let isPresent: [Bool]

    var count: Int { ends.count }

    init(_ texts: [String?]) {
        var all: [UInt8] = []
        all.reserveCapacity(texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) })
        var ends: [Int] = []
        for text in texts {
            if let text { all.append(contentsOf: text.utf8) }
            ends.append(all.count)
        }
        bytes = all.withUnsafeBufferPointer { OwnedBytes(Bytes($0)) }
        self.ends = ends
        isPresent = texts.map { $0 != nil }
    }

    subscript(_ row: Int) -> Bytes? {
        isPresent[row] ? bytes.view[(row == 0 ? 0 : ends[row - 1])..<ends[row]] : nil
    }
}

/// A list of a batch that is not as long as the list of responses.
public struct BatchShapeError: Error, Equatable, CustomStringConvertible {
    /// The list: `references`, `items` or `groups`.
    public let list: String
    /// How many entries it has.
    public let count: Int
    /// How many responses there are.
    public let expected: Int

    /// The list, what was found, what was expected.
    public var description: String { "\(list): found \(count) entries, expected \(expected), one for each response" }
}
