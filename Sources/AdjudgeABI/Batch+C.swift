import Adjudge
import AdjudgeBase
import CAdjudge
import CKernels

/// A batch as C describes it, each field in either of its two layouts. Checked once, before anything is scored.
struct CBatch: SampleSource, @unchecked Sendable {
    /// Where one field of every row lies.
    enum Layout {
        case none
        case column(data: UnsafePointer<UInt8>, offsets: UnsafePointer<UInt64>)
        case fields(UnsafePointer<adj_field>)

        /// The field of a row; nil when its kind is none that there is, or its length one that nothing has.
        @inline(__always)
        func field(_ row: Int) -> Field? {
            switch self {
            case .none: return .absent
            case .column(let data, let offsets):
                let start = Int(offsets[row])
                return .text(Bytes(start: data + start, count: Int(offsets[row + 1]) - start))
            case .fields(let fields):
                let field = fields[row]
                guard let data = field.data else { return .absent }
                guard field.kind <= UInt32(ADJ_FIELD_JSON), field.reserved == 0, field.length <= CBatch.longest else {
                    return nil
                }
                let bytes = Bytes(start: data, count: Int(field.length))
                return Field(field.kind == UInt32(ADJ_FIELD_JSON) ? .json : .text, bytes)
            }
        }

        /// Asks for the text of a row soon after `row` to be brought near.
        @inline(__always)
        func prefetch(after row: Int, of count: Int) {
            switch self {
            case .none: break
            case .column(let data, let offsets): ak_prefetch_before(data + Int(offsets[min(row + 3, count)]), 512)
            case .fields(let fields):
                let row = min(row + 4, count - 1)
                // Strings that lie apart begin where no hardware looks ahead: the whole of one is asked for, up to 2 KB.
                // The end is computed as a number, for nobody has looked at the length yet.
                let length = fields[row].length
                let end = UInt(bitPattern: fields[row].data) &+ UInt(truncatingIfNeeded: length)
                if let end = UnsafePointer<UInt8>(bitPattern: end) { ak_prefetch_before(end, Int(min(length, 2048))) }
            }
        }
    }

    /// More bytes than any memory has: what claims as many is not described rightly.
    static let longest: UInt64 = 1 << 48

    let count: Int
    let responses: Layout
    let references: Layout
    let items: Layout
    /// What ends the batch from another thread. Not counted: the caller keeps it, and threads that counted would wait
    /// for one another at every row.
    let cancellation: Unmanaged<CancellationHandle>?

    func makeReader() -> any SampleReader { CReader(self) }

    var isInterrupted: Bool {
        guard let cancellation else { return false }
        return cancellation._withUnsafeGuaranteedRef { $0.isCancelled }
    }
}

private final class CReader: SampleReader {
    private let batch: CBatch
    private let parser = JSONParser()

    init(_ batch: CBatch) { self.batch = batch }

    func sample(at index: Int) -> Sample {
        // Answers stand at the end: while this row is scored, the end of one that follows comes near.
        batch.responses.prefetch(after: index, of: batch.count)
        if case .fields = batch.references { batch.references.prefetch(after: index, of: batch.count) }
        guard let response = batch.responses.field(index), let reference = batch.references.field(index),
            let item = batch.items.field(index)
        else { return Sample(response: .absent, defect: RowDefect(.mistypedField)) }
        var sample = Sample(response: response, reference: reference)
        if !item.isAbsent {
            do {
                sample.item = try parser.parse(item.bytes)
            } catch {
                sample.defect = RowDefect(error)
            }
        }
        return sample
    }
}

/// Why an argument cannot be used.
struct InvalidArgument: Error {
    let message: String
}

extension CBatch {
    /// Reads and checks the caller's batch. O(count) for columns.
    init(_ pointer: UnsafePointer<adj_batch>) throws(InvalidArgument) {
        let batch = try copied(pointer, "batch", first: FirstSize.batch)
        guard batch.reserved == 0 else { throw InvalidArgument(message: "batch.reserved is not 0") }
        guard batch.count < 1 << 31 else {
            throw InvalidArgument(message: "batch.count is \(batch.count), expected less than 2147483648")
        }
        count = Int(batch.count)
        responses = try layout("response", batch.responses, batch.response_fields, count)
        references = try layout("reference", batch.references, batch.reference_fields, count)
        items = try layout("item", batch.items, batch.item_fields, count)
        cancellation = batch.cancellation.map { Unmanaged.fromOpaque(UnsafeRawPointer($0)) }
        if case .none = responses, count > 0 {
            throw InvalidArgument(
                message: "batch.responses.data and batch.response_fields are NULL, expected the responses")
        }
    }
}

private func layout(
    _ name: String, _ column: adj_column, _ fields: UnsafePointer<adj_field>?, _ count: Int
) throws(InvalidArgument) -> CBatch.Layout {
    if let fields {
        guard column.data == nil else {
            throw InvalidArgument(message: "batch has both \(name)s and \(name)_fields, expected one of them")
        }
        return .fields(fields)
    }
    guard let data = column.data else { return .none }
    guard let offsets = column.offsets else {
        throw InvalidArgument(message: "batch.\(name)s.offsets is NULL, expected count + 1 offsets")
    }
    if let row = ColumnBatch.Column(data: data, offsets: offsets).firstDisorder(count: count) {
        throw InvalidArgument(
            message: "batch.\(name)s.offsets[\(row + 1)] is less than offsets[\(row)], expected no less")
    }
    // They never decrease: where the last is none that memory reaches, the first such one is looked for.
    if offsets[count] > CBatch.longest, let row = (0...count).first(where: { offsets[$0] > CBatch.longest }) {
        throw InvalidArgument(
            message: "batch.\(name)s.offsets[\(row)] is \(offsets[row]), expected at most \(CBatch.longest)")
    }
    return .column(data: data, offsets: offsets)
}

/// A struct of the caller's that begins with its size, as this library knows it.
///
/// A smaller one comes from an earlier revision and ends where that ended, at `first` bytes or later: what it does not
/// have is zero. A larger one comes from a later revision and is taken when all that this library does not know is zero.
func copied<Struct>(
    _ pointer: UnsafePointer<Struct>, _ name: String, first: Int
) throws(InvalidArgument) -> Struct {
    let known = MemoryLayout<Struct>.size
    // Only the size is certain to be there before it has been looked at.
    let given = Int(UnsafeRawPointer(pointer).loadUnaligned(as: UInt32.self))
    // Every field that was added since has the size of a pointer.
    guard given >= first, given <= 4096, given % MemoryLayout<UInt>.size == 0 else {
        throw InvalidArgument(message: "\(name).struct_size is \(given), expected the size of the struct, \(known)")
    }
    let bytes = UnsafeRawBufferPointer(start: pointer, count: given)
    guard bytes.dropFirst(known).allSatisfy({ $0 == 0 }) else {
        throw InvalidArgument(
            message: "\(name) uses fields past byte \(known), expected those that revision \(ADJ_ABI_REVISION) has")
    }
    return withUnsafeTemporaryAllocation(of: Struct.self, capacity: 1) { place in
        let copy = UnsafeMutableRawBufferPointer(place)
        copy.initializeMemory(as: UInt8.self, repeating: 0)
        copy.copyBytes(from: bytes.prefix(known))
        return place[0]
    }
}

/// The size that each struct had in revision 1 of the interface: no caller has a smaller one.
enum FirstSize {
    static let batch = 88
    static let verdictColumns = 80
    static let groupColumns = 64
}
