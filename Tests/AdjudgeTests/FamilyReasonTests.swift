import AdjudgeBase
import CodeVerifier
import Testing

@testable import Adjudge

struct FamilyReasonTests {
    @Test func everyReasonHasItsOwnNumberAndName() {
        let reasons = Registry.reasons
        #expect(Set(reasons.map(\.id)).count == reasons.count)
        let names = reasons.map { "\($0.name)" } + Reason.allCases.map { "\($0.name)" }
        #expect(Set(names).count == names.count)
        for reason in reasons {
            #expect("\(Registry.name(of: reason.id)!)" == "\(reason.name)")
            #expect(reason.id.rawValue >> 8 == UInt16(type(of: reason).family.rawValue))
        }
    }

    @Test func aFamilyNamesItsReasonsOnce() {
        let families = Registry.familyReasons.map { $0.family }
        #expect(Set(families).count == families.count)
    }

    @Test func unknownNumbersHaveNoName() {
        #expect(Registry.name(of: .none) == nil)
        #expect(Registry.name(of: ReasonID(rawValue: 0xFFFF)) == nil)
    }

    @Test func theTotalTakesItsPartsReason() throws {
        let part = Outcome(.unavailable, CodeReason.forgeableOnly)
        var record = VerdictBatch.Record(Outcome(.graded, .combined))
        record.set(VerdictBatch.Record(part).cause)
        #expect("\(record.reasonName)" == "forgeable_only")
        #expect(record.reason == .sandboxUnavailable)
    }
}
