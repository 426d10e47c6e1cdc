import Adjudge
import AdjudgeBase
import CAdjudge
import Glibc

/// The object behind an `adj_engine`.
final class EngineHandle {
    let engine: Engine
    /// The grader's hash as a C string; valid as long as the handle.
    let hash: UnsafeMutablePointer<CChar>
    /// The names of the parts as C strings; valid as long as the handle.
    let partNames: [UnsafeMutablePointer<CChar>]

    init(_ engine: Engine) {
        self.engine = engine
        hash = EngineHandle.cText(engine.plan.hash)
        partNames = engine.plan.partNames.map(EngineHandle.cText)
    }

    private static func cText(_ text: String) -> UnsafeMutablePointer<CChar> {
        let characters = Array(text.utf8CString)
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: characters.count)
        copy.initialize(from: characters, count: characters.count)
        return copy
    }

    deinit {
        hash.deallocate()
        for name in partNames { name.deallocate() }
    }
}

/// The object behind an `adj_verdicts`.
final class VerdictsHandle {
    let plan: Plan
    let verdicts: VerdictBatch
    let batch: CBatch
    /// The rows by group and what groups add to them, once somebody asks; nil where the batch has no groups.
    private let meeting: PerProcess<Meeting?>

    /// The rows of a batch by group.
    struct Meeting: Sendable {
        let ledger: GroupLedger
        let results: [GroupLedger.Result]
    }

    init(plan: Plan, verdicts: VerdictBatch, batch: CBatch) {
        self.plan = plan
        self.verdicts = verdicts
        self.batch = batch
        let isGrouped = batch.isGrouped || plan.group?.namesGroups == true
        meeting = PerProcess {
            guard isGrouped else { return nil }
            let ledger = GroupLedger(verdicts, plan)
            return Meeting(ledger: ledger, results: ledger.results())
        }
    }

    /// The rows by group; nil where the batch has no groups. O(rows) the first time.
    var groups: Meeting? { meeting.value }

    /// The response of a row, in the caller's memory.
    func response(_ row: Int) -> Bytes { batch.responses.field(row)?.bytes ?? .empty }
}

/// The object behind a handle.
func object<Object: AnyObject>(_ pointer: OpaquePointer, as type: Object.Type) -> Object {
    Unmanaged<Object>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
}

/// A handle that owns its object.
func handle(_ object: AnyObject) -> OpaquePointer {
    OpaquePointer(Unmanaged.passRetained(object).toOpaque())
}

/// Releases the object behind a handle.
func release(_ pointer: OpaquePointer?) {
    guard let pointer else { return }
    Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(pointer)).release()
}

/// Gives the caller a copy of `bytes` as a C string, to be freed by `adj_text_destroy`.
func handOut(
    _ bytes: Bytes, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let copy = malloc(bytes.count + 1) else { return failure(ADJ_INVALID_ARGUMENT, "out of memory") }
    copy.copyMemory(from: bytes.start, byteCount: bytes.count)
    copy.storeBytes(of: 0, toByteOffset: bytes.count, as: UInt8.self)
    text.pointee = copy.assumingMemoryBound(to: CChar.self)
    length?.pointee = bytes.count
    return ADJ_OK
}

/// Stores the message for `adj_last_error` and returns the code. A C string ends at its first NUL, so a NUL in the
/// message (from a name that the caller wrote) is escaped as in JSON.
func failure(_ code: Int32, _ message: String) -> Int32 {
    var message = message
    if message.utf8.contains(0) {
        message = message.unicodeScalars.map { $0.value == 0 ? "\\u0000" : String($0) }.joined()
    }
    message.withUTF8 { text in
        text.withMemoryRebound(to: CChar.self) { caj_set_last_error($0.baseAddress, $0.count) }
    }
    return code
}
