import Adjudge
import AdjudgeBase
import AdjudgeWire
import CAdjudge

@c @implementation
public func adj_verdicts_count(_ verdicts: OpaquePointer?) -> UInt64 {
    verdicts.map { UInt64(object($0, as: VerdictsHandle.self).verdicts.count) } ?? 0
}

@c @implementation
public func adj_verdicts_destroy(_ verdicts: OpaquePointer?) {
    release(verdicts)
}
