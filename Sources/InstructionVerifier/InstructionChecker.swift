import AdjudgeBase

/// One worker's checker of instructions.
final class InstructionChecker: Checker {
    private let verifier: InstructionVerifier
    private let row = InstructionRow()
    private let texts: ResponseTexts
    private var verdicts: [Verdict] = []

    /// Whether an instruction is followed, or why that is not known.
    private enum Verdict {
        case followed, notFollowed
        case unsettled(Outcome)
    }

    init(_ verifier: InstructionVerifier) {
        self.verifier = verifier
        texts = ResponseTexts(isLoose: verifier.isLoose, isOpenInstruct: verifier.isOpenInstruct)
    }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        guard let isFraction = isFraction(input) else { return Outcome(.badSample, .mistypedField) }
        let places = verifier.places.map { (ids: input.arguments[$0.ids], arguments: input.arguments[$0.arguments]) }
        if let wrong = row.read(places, input.reference, scratch) { return wrong }
        let response = input.answer.bytes
        guard response.count <= RegexPattern.maxTextBytes else { return Outcome(.limitExceeded, .responseTooLong) }
        guard scratch.validText(response) != nil || response.isEmpty else { return Outcome(.badSample, .invalidUTF8) }
        texts.begin(response, scratch)
        verdicts.removeAll(keepingCapacity: true)
        for entry in row.entries { verdicts.append(verdict(entry, scratch)) }
        if scratch.wantsDetail { scratch.detail = detail() }
        if let evidence = scratch.evidence {
            for (entry, verdict) in zip(row.entries, verdicts) {
                evidence.note("\(entry.instruction.id)", "\(InstructionChecker.reason(verdict))")
            }
        }
        return outcome(isBlank: texts.isBlank, isFraction)
    }

    /// Whether the reward is the share of instructions followed; nil where the row says what cannot be read.
    private func isFraction(_ input: CheckInput) -> Bool? {
        switch verifier.reward {
        case .all: return false
        case .fraction: return true
        case .row(let places):
            guard let named = places.lazy.map({ input.arguments[$0] }).first(where: { !$0.isAbsent }) else {
                return false
            }
            return named.bytes.equals("fraction") ? true : named.bytes.equals("binary") ? false : nil
        }
    }

    private func verdict(_ entry: InstructionRow.Entry, _ scratch: Scratch) -> Verdict {
        let arguments = Arguments(entry.arguments, scratch.arena)
        var unsettled: Outcome?
        let isBlank = texts.isBlank && entry.instruction.takesBlank
        for index in 0..<(isBlank ? 1 : texts.count) {
            do throws(Unsettled) {
                if try entry.instruction.check(arguments, isBlank ? texts.blank : texts[index]) { return .followed }
            } catch {
                unsettled = error.outcome
            }
        }
        return unsettled.map { .unsettled($0) } ?? .notFollowed
    }

    /// The row's outcome: what is not known counts only where it could change the reward.
    private func outcome(isBlank: Bool, _ isFraction: Bool) -> Outcome {
        var followed = 0
        var unsettled: Outcome?
        for verdict in verdicts {
            switch verdict {
            case .followed: followed += 1
            case .notFollowed: break
            case .unsettled(let outcome):
                // A row that says nonsense is that, whatever its response does.
                if outcome.status == .badSample { return outcome }
                unsettled = unsettled ?? outcome
            }
        }
        let isBroken = verdicts.contains { if case .notFollowed = $0 { true } else { false } }
        // Whoever says nothing would follow instructions that only forbid.
        if isBlank, isBroken || !verifier.isOpenInstruct { return Outcome(.noAnswer, .emptyResponse, reward: 0) }
        if let unsettled, isFraction || !isBroken { return unsettled }
        if isFraction {
            let share = Double(followed) / Double(verdicts.count)
            let reason: InstructionReason =
                followed == verdicts.count ? .followed : followed == 0 ? .notFollowed : .followedShare
            return Outcome(.graded, reason, reward: share)
        }
        return .graded(!isBroken, isBroken ? InstructionReason.notFollowed : .followed)
    }

    /// `{"followed":[true,false],"reasons":["followed","not_followed"]}`, null for what is not known.
    private func detail() -> Detail {
        var writer = ByteWriter(capacity: 128)
        writer.append("{\"followed\":[")
        for (index, verdict) in verdicts.enumerated() {
            if index > 0 { writer.append(",") }
            switch verdict {
            case .followed: writer.append("true")
            case .notFollowed: writer.append("false")
            case .unsettled: writer.append("null")
            }
        }
        writer.append("],\"reasons\":[")
        for (index, verdict) in verdicts.enumerated() {
            if index > 0 { writer.append(",") }
            writer.appendJSONString(Bytes(InstructionChecker.reason(verdict)))
        }
        writer.append("]}")
        return Detail(.detail, OwnedBytes(writer.bytes))
    }

    private static func reason(_ verdict: Verdict) -> StaticString {
        switch verdict {
        case .followed: InstructionReason.followed.name
        case .notFollowed: InstructionReason.notFollowed.name
        case .unsettled(let outcome):
            InstructionReason.allCases.first { $0.id == outcome.familyReason }?.name ?? outcome.reason.name
        }
    }
}
