import Adjudge
import AdjudgeBase
import CAdjudge
import CKernels

/// The caller's batch, each field in one of its two layouts. Checked once, before any row is scored.
struct CBatch: SampleSource, @unchecked Sendable {
    /// The memory layout of one field of all rows.
    enum Layout {
        case none
        case column(data: UnsafePointer<UInt8>, offsets: UnsafePointer<UInt64>)
        case fields(UnsafePointer<adj_field>)

        /// The field of a row; nil when its kind is unknown, its reserved word is not 0, or its length is impossible.
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

        /// Prefetches the text of a row a few places after `row`.
        @inline(__always)
        func prefetch(after row: Int, of count: Int) {
            switch self {
            case .none: break
            case .column(let data, let offsets): ak_prefetch_before(data + Int(offsets[min(row + 3, count)]), 512)
            case .fields(let fields):
                let row = min(row + 4, count - 1)
                // The hardware prefetcher does not reach separate strings, so a whole one is prefetched, up to 2 KB.
                // The end is computed as an integer, because the length has not been checked yet.
                let length = fields[row].length
                let end = UInt(bitPattern: fields[row].data) &+ UInt(truncatingIfNeeded: length)
                if let end = UnsafePointer<UInt8>(bitPattern: end) { ak_prefetch_before(end, Int(min(length, 2048))) }
            }
        }
    }

    /// The largest plausible length in bytes, beyond any memory; a greater one is an error of the caller.
    static let longest: UInt64 = 1 << 48

    let count: Int
    let responses: Layout
    let references: Layout
    let items: Layout
    /// The number of each row's group; nil: rows stand alone.
    let groups: UnsafePointer<UInt64>?
    /// The handle that cancels the batch from another thread. Unmanaged: the caller keeps it alive, and reference
    /// counting would make the threads contend at every row.
    let cancellation: Unmanaged<CancellationHandle>?

    var isGrouped: Bool { groups != nil }

    func makeReader() -> any SampleReader { CReader(self) }

    var isInterrupted: Bool {
        guard let cancellation else { return false }
        return cancellation._withUnsafeGuaranteedRef { $0.isCancelled }
    }
}

private final class CReader: SampleReader {
    private let batch: CBatch
    /// Made for the first item: a call for one row has a reader of its own.
    private lazy var parser = JSONParser()
    /// The bytes of the number of the row's group; nil where rows stand alone.
    private let group: UnsafeMutablePointer<UInt64>?

    init(_ batch: CBatch) {
        self.batch = batch
        group = batch.isGrouped ? .allocate(capacity: 1) : nil
    }

    deinit { group?.deallocate() }

    func sample(at index: Int) -> Sample {
        // Responses usually end with the answer, so the end of a later response is prefetched while this row is scored.
        batch.responses.prefetch(after: index, of: batch.count)
        if case .fields = batch.references { batch.references.prefetch(after: index, of: batch.count) }
        guard let response = batch.responses.field(index), let reference = batch.references.field(index),
            let item = batch.items.field(index)
        else { return Sample(response: .absent, defect: RowDefect(.mistypedField)) }
        var sample = Sample(response: response, reference: reference)
        if let group, let groups = batch.groups {
            group.initialize(to: groups[index].littleEndian)
            sample.group = .text(Bytes(start: UnsafeRawPointer(group).assumingMemoryBound(to: UInt8.self), count: 8))
        }
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

/// The reason why an argument cannot be used.
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
        groups = batch.groups
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
    // Offsets never decrease: if the last one is plausible, all are; else the first implausible one is reported.
    if offsets[count] > CBatch.longest, let row = (0...count).first(where: { offsets[$0] > CBatch.longest }) {
        throw InvalidArgument(
            message: "batch.\(name)s.offsets[\(row)] is \(offsets[row]), expected at most \(CBatch.longest)")
    }
    return .column(data: data, offsets: offsets)
}

/// Copies a caller's struct that begins with its own size.
///
/// A smaller struct comes from an earlier revision; it has at least `first` bytes, and its missing fields are zero. A
/// larger struct comes from a later revision; it is accepted when all bytes that this library does not know are zero.
func copied<Struct>(
    _ pointer: UnsafePointer<Struct>, _ name: String, first: Int
) throws(InvalidArgument) -> Struct {
    let known = MemoryLayout<Struct>.size
    // Until the size has been checked, no other field can be read.
    let given = Int(UnsafeRawPointer(pointer).loadUnaligned(as: UInt32.self))
    // All fields added since revision 1 have the size of a pointer.
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

/// The size of each struct in revision 1 of the interface; no caller has a smaller one.
enum FirstSize {
    static let batch = 88
    static let verdictColumns = 80
    static let groupColumns = 64
}
