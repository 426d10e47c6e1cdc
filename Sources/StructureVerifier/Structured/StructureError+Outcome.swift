import AdjudgeBase
import AdjudgeFormats

extension StructureError {
    /// What a response comes to that cannot be read: its own fault, but for what is beyond the limits.
    var ofResponse: Outcome {
        switch kind {
        case .malformed: .graded(false, StructureReason.unreadable)
        case .duplicateKey: .graded(false, StructureReason.duplicateKey)
        case .aliases: .graded(false, StructureReason.aliasExpansion)
        case .entities: .graded(false, StructureReason.entityRefused)
        case .limit: Outcome(.limitExceeded, .rowTooComplex)
        }
    }
}
