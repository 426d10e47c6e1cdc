import Adjudge
import AdjudgeBase
import CAdjudge

/// What an `adj_engine` points at.
final class EngineHandle {
    let engine: Engine
    /// The grader's hash as C text, which lives as long as the handle.
    let hash: UnsafeMutablePointer<CChar>

    init(_ engine: Engine) {
        self.engine = engine
        let text = Array(engine.plan.hash.utf8CString)
        hash = .allocate(capacity: text.count)
        hash.initialize(from: text, count: text.count)
    }

    deinit { hash.deallocate() }
}

/// What an `adj_verdicts` points at.
final class VerdictsHandle {
    let plan: Plan
    let verdicts: VerdictBatch
    let batch: adj_batch

    init(plan: Plan, verdicts: VerdictBatch, batch: adj_batch) {
        self.plan = plan
        self.verdicts = verdicts
        self.batch = batch
    }

    /// The response of a row, from the caller's columns.
    func response(_ row: Int) -> Bytes {
        let column = batch.responses
        let (start, end) = (Int(column.offsets[row]), Int(column.offsets[row + 1]))
        return Bytes(start: column.data + start, count: end - start)
    }
}

/// The object behind a handle.
func object<Object: AnyObject>(_ pointer: OpaquePointer, as type: Object.Type) -> Object {
    Unmanaged<Object>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
}

/// A handle that owns its object.
func handle(_ object: AnyObject) -> OpaquePointer {
    OpaquePointer(Unmanaged.passRetained(object).toOpaque())
}

/// Gives the object behind a handle back.
func release(_ pointer: OpaquePointer?) {
    guard let pointer else { return }
    Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(pointer)).release()
}

/// Keeps the message for `adj_last_error` and returns the code.
func failure(_ code: Int32, _ message: String) -> Int32 {
    var message = message
    message.withUTF8 { text in
        text.withMemoryRebound(to: CChar.self) { caj_set_last_error($0.baseAddress, $0.count) }
    }
    return code
}
