import AdjudgeBase
import CKernels

/// A batch given as columns: one buffer of bytes and `count + 1` offsets for each of responses, references and items.
///
/// The caller owns the memory and keeps it unchanged until the batch is scored.
public struct ColumnBatch: SampleSource, @unchecked Sendable {
    /// One column: row `i` is `data[offsets[i]..<offsets[i + 1]]`.
    public struct Column {
        let data: UnsafePointer<UInt8>
        let offsets: UnsafePointer<UInt64>

        /// A column over caller-owned memory; `offsets` has one entry more than there are rows and never decreases.
        public init(data: UnsafePointer<UInt8>, offsets: UnsafePointer<UInt64>) {
            self.data = data
            self.offsets = offsets
        }

        @inline(__always)
        subscript(_ row: Int) -> Bytes {
            let start = Int(offsets[row])
            return Bytes(start: data + start, count: Int(offsets[row + 1]) - start)
        }

        /// The first row whose offsets decrease, or nil when all are in order. O(count).
        public func firstDisorder(count: Int) -> Int? {
            (0..<count).first { offsets[$0 + 1] < offsets[$0] }
        }
    }

    /// How many rows.
    public let count: Int
    let responses: Column
    let references: Column?
    let items: Column?

    /// A batch of `count` rows. `items`, when given, holds one JSON object a row, which `{{item.…}}` reads.
    public init(count: Int, responses: Column, references: Column? = nil, items: Column? = nil) {
        self.count = count
        self.responses = responses
        self.references = references
        self.items = items
    }

    /// A reader of the columns.
    public func makeReader() -> any SampleReader { ColumnReader(self) }
}

private final class ColumnReader: SampleReader {
    private let batch: ColumnBatch
    private let parser = JSONParser()

    init(_ batch: ColumnBatch) { self.batch = batch }

    func sample(at index: Int) -> Sample {
        // Answers stand at the end: while this row is scored, the end of one that follows comes near.
        let ahead = min(index + 2, batch.count - 1)
        ak_prefetch_before(batch.responses.data + Int(batch.responses.offsets[ahead + 1]), 512)
        var sample = Sample(response: .text(batch.responses[index]))
        if let references = batch.references { sample.reference = .text(references[index]) }
        if let items = batch.items {
            do {
                sample.item = try parser.parse(items[index])
            } catch {
                sample.defect = RowDefect(error)
            }
        }
        return sample
    }
}
