import AdjudgeBase

/// Finds in a row what is judged.
struct SubjectReader: Sendable {
    /// The arguments that may hold the question: the first that the row has counts.
    var questions: [Int] = []
    /// The criteria of every row, or the argument that holds those of the row.
    var criteria: Criteria = .none
    /// Where the other answers of the group are; nil: the answer is looked at alone.
    var rivals: RivalReader?
    /// The messages of a grader that writes its own: arguments by role.
    var messages: [(role: ModelMessage.Role, argument: Int)] = []

    enum Criteria: Sendable {
        case none
        case given([Criterion])
        case argument(Int)
    }

    /// Why a row cannot be judged.
    struct Failure: Error {
        let outcome: Outcome
    }

    /// The defect of a row that cannot be judged whatever its response says; nil for none.
    func defect(_ input: CheckInput, _ scratch: Scratch, needsReference: Bool) -> Outcome? {
        if needsReference, input.reference.bytes.allSatisfy({ $0 <= 0x20 }) {
            return Outcome(.badReference, .unreadableReference)
        }
        do throws(Failure) {
            _ = try criteria(input, scratch)
            return rivals?.defect(input, scratch)
        } catch {
            return error.outcome
        }
    }

    func subject(_ input: CheckInput, _ gate: Gate, _ scratch: Scratch) throws(Failure) -> Subject {
        var subject = Subject()
        scratch.spend(input.answer.bytes.count + input.reference.bytes.count)
        subject.answer = GateText.shown(try answer(input, gate))
        subject.reference = GateText.shown(try text(input.reference))
        for argument in questions where !input.arguments[argument].isAbsent {
            subject.question = GateText.shown(PromptText.lastQuestion(input.arguments[argument], scratch))
            break
        }
        subject.criteria = try criteria(input, scratch)
        subject.rivals = try rivals?.rivals(of: subject, input, gate, scratch) ?? []
        for (role, argument) in messages {
            let field = input.arguments[argument]
            guard !field.isAbsent else { throw Failure(outcome: Outcome(.badSample, .missingField)) }
            subject.messages.append(ModelMessage(role: role, text: try text(field)))
        }
        return subject
    }

    /// The answer; where the response gives it beside others, as \boxed{1} or \boxed{2}, all of them.
    private func answer(_ input: CheckInput, _ gate: Gate) throws(Failure) -> String {
        guard gate.strictness == .strict,
            let boxes = BoxRun.alternatives(of: input.answer.bytes, in: input.response)
        else { return try text(input.answer) }
        var texts: [String] = []
        for box in boxes { texts.append(try text(.text(box))) }
        return texts.joined(separator: " or ")
    }

    private func text(_ field: Field) throws(Failure) -> String {
        guard field.bytes.invalidUTF8Offset == nil else { throw Failure(outcome: Outcome(.badSample, .invalidUTF8)) }
        return field.bytes.string
    }

    private func criteria(_ input: CheckInput, _ scratch: Scratch) throws(Failure) -> [Criterion] {
        switch criteria {
        case .none: return []
        case .given(let criteria): return criteria
        case .argument(let argument):
            let field = input.arguments[argument]
            guard !field.isAbsent else { throw Failure(outcome: Outcome(.badSample, JudgeReason.noCriteria)) }
            guard let list = try? scratch.json.parse(field.bytes),
                let criteria = CriteriaReader.criteria(list)
            else { throw Failure(outcome: Outcome(.badSample, .mistypedField)) }
            guard criteria.contains(where: { $0.points > 0 }) else {
                throw Failure(outcome: Outcome(.badSample, JudgeReason.noCriteria))
            }
            return criteria
        }
    }
}

extension Bytes {
    fileprivate func allSatisfy(_ holds: (UInt8) -> Bool) -> Bool {
        for offset in 0..<count where !holds(self[offset]) { return false }
        return true
    }
}
