import AdjudgeBase

/// One worker's checker of instructions.
final class InstructionChecker: Checker {
    private let verifier: InstructionVerifier
    private let row = InstructionRow()
    private let texts: ResponseTexts
    /// Those of the last row, where they are shown.
    private var verdicts: [Verdict] = []

    /// Whether an instruction is followed, or why that is not known.
    private enum Verdict {
        case followed, notFollowed
        case unsettled(Unsettled)
    }

    init(_ verifier: InstructionVerifier) {
        self.verifier = verifier
        texts = ResponseTexts(
            isLoose: verifier.isLoose, isOpenInstruct: verifier.isOpenInstruct,
            tagger: verifier.tagger)
    }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        guard let isFraction = isFraction(input) else { return Outcome(.badSample, .mistypedField) }
        if let wrong = row.read(verifier.places, input, scratch) { return wrong }
        let response = input.answer.bytes
        guard response.count <= RegexPattern.maxTextBytes else { return Outcome(.limitExceeded, .responseTooLong) }
        guard scratch.validText(response) != nil || response.isEmpty else { return Outcome(.badSample, .invalidUTF8) }
        texts.begin(response, scratch)
        let isShown = scratch.wantsDetail || scratch.evidence != nil
        if isShown { verdicts.removeAll(keepingCapacity: true) }
        var tally = Tally()
        for entry in row.entries {
            let verdict = verdict(entry, scratch)
            tally.add(verdict)
            if isShown { verdicts.append(verdict) }
        }
        if scratch.wantsDetail { scratch.detail = detail() }
        if let evidence = scratch.evidence {
            for (entry, verdict) in zip(row.entries, verdicts) {
                let argument = InstructionChecker.argument(verdict).map { ": \($0.string)" } ?? ""
                let said = "\(InstructionChecker.reason(verdict))\(argument)"
                evidence.note("\(entry.instruction.takeUnretainedValue().id)", said)
            }
        }
        return outcome(tally, isBlank: texts.isBlank, isFraction)
    }

    /// What a row's verdicts come to.
    private struct Tally {
        var count = 0
        var followed = 0
        var isBroken = false
        /// The first that is not known.
        var unsettled: Outcome?
        /// The first that the row says nonsense for.
        var nonsense: Outcome?

        mutating func add(_ verdict: Verdict) {
            count += 1
            switch verdict {
            case .followed: followed += 1
            case .notFollowed: isBroken = true
            case .unsettled(let found):
                let outcome = found.outcome
                unsettled = unsettled ?? outcome
                if outcome.status == .badSample { nonsense = nonsense ?? outcome }
            }
        }
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
        // References are not counted: the catalogue holds instructions, `texts` the readings.
        return entry.instruction._withUnsafeGuaranteedRef { instruction in
            if texts.isBlank {
                return instruction.takesBlank ? verdict(instruction, arguments, texts.blank) : .notFollowed
            }
            var unsettled: Verdict?
            for index in 0..<texts.count {
                switch verdict(instruction, arguments, texts[index]) {
                case .followed: return .followed
                case .notFollowed: break
                case let other: unsettled = other
                }
            }
            return unsettled ?? .notFollowed
        }
    }

    private func verdict(_ instruction: Instruction, _ arguments: Arguments, _ text: Unmanaged<Reading>) -> Verdict {
        text._withUnsafeGuaranteedRef { reading in
            do throws(Unsettled) {
                return try instruction.check(arguments, reading) ? .followed : .notFollowed
            } catch {
                return .unsettled(error)
            }
        }
    }

    /// The row's outcome: what is not known counts only where it could change the reward.
    private func outcome(_ tally: Tally, isBlank: Bool, _ isFraction: Bool) -> Outcome {
        // A row that says nonsense is that, whatever its response does.
        if let nonsense = tally.nonsense { return nonsense }
        let isBroken = tally.isBroken
        // Whoever says nothing would follow instructions that only forbid.
        if isBlank, isBroken || !verifier.isOpenInstruct { return Outcome(.noAnswer, .emptyResponse, reward: 0) }
        if let unsettled = tally.unsettled, isFraction || !isBroken { return unsettled }
        if isFraction {
            let share = Double(tally.followed) / Double(tally.count)
            let reason: InstructionReason =
                tally.followed == tally.count ? .followed : tally.followed == 0 ? .notFollowed : .followedShare
            return Outcome(.graded, reason, reward: share)
        }
        return .graded(!isBroken, isBroken ? InstructionReason.notFollowed : .followed)
    }

    /// `{"followed":[true,false],"reasons":["followed","not_followed"]}`, null for what is not known; where arguments
    /// are bad, `arguments` has for each instruction the one that is, or null.
    private func detail() -> Detail {
        var writer = ByteWriter(capacity: 128)
        writer.append("{\"followed\":[")
        appendVerdicts(to: &writer) { verdict, writer in
            switch verdict {
            case .followed: writer.append("true")
            case .notFollowed: writer.append("false")
            case .unsettled: writer.append("null")
            }
        }
        writer.append("],\"reasons\":[")
        appendVerdicts(to: &writer) { verdict, writer in
            writer.appendJSONString(Bytes(InstructionChecker.reason(verdict)))
        }
        if verdicts.contains(where: { InstructionChecker.argument($0) != nil }) {
            writer.append("],\"arguments\":[")
            appendVerdicts(to: &writer) { verdict, writer in
                guard let argument = InstructionChecker.argument(verdict) else { return writer.append("null") }
                writer.appendJSONString(argument)
            }
        }
        writer.append("]}")
        return Detail(.detail, OwnedBytes(writer.bytes))
    }

    /// An element of a JSON list for each verdict.
    private func appendVerdicts(to writer: inout ByteWriter, _ element: (Verdict, inout ByteWriter) -> Void) {
        for (index, verdict) in verdicts.enumerated() {
            if index > 0 { writer.append(",") }
            element(verdict, &writer)
        }
    }

    private static func argument(_ verdict: Verdict) -> Bytes? {
        if case .unsettled(let unsettled) = verdict { unsettled.argument } else { nil }
    }

    private static func reason(_ verdict: Verdict) -> StaticString {
        switch verdict {
        case .followed: InstructionReason.followed.name
        case .notFollowed: InstructionReason.notFollowed.name
        case .unsettled(let found):
            InstructionReason.allCases.first { $0.id == found.outcome.familyReason }?.name ?? found.outcome.reason.name
        }
    }
}
