import AdjudgeBase

/// Finds the other answers of a row's group: a list in the row, with the row's own response in it or without.
struct RivalReader: Sendable {
    /// Which of them the answer is held against.
    enum Pairs: Sendable {
        /// Every other one.
        case all
        /// The one before and the one behind it in the list, whose ends meet: so that a group costs a call for each of its
        /// members, not for each pair.
        case circular
    }

    /// The most answers that one is held against.
    static let most = 64

    let argument: Int
    let pairs: Pairs
    /// How an answer is found in a response of the list: as in the row's own.
    let chain: ExtractionChain

    /// The defect of a row without a list, whatever its response says.
    func defect(_ input: CheckInput, _ scratch: Scratch) -> Outcome? {
        let field = input.arguments[argument]
        guard !field.isAbsent else { return Outcome(.badSample, JudgeReason.noRivals) }
        guard let list = list(field, scratch) else { return Outcome(.badSample, .mistypedField) }
        return list.isEmpty ? Outcome(.badSample, JudgeReason.noRivals) : nil
    }

    /// The answers that `subject` is held against; those that `gate` refuses, and those of the same text, are settled.
    func rivals(
        of subject: Subject, _ input: CheckInput, _ gate: Gate, _ scratch: Scratch
    ) throws(SubjectReader.Failure) -> [Rival] {
        guard var texts = list(input.arguments[argument], scratch) else {
            throw SubjectReader.Failure(outcome: Outcome(.badSample, .mistypedField))
        }
        let place = texts.firstIndex(of: subject.answer)
        switch pairs {
        case .all:
            if let place { texts.remove(at: place) }
        case .circular:
            guard let place else {
                scratch.evidence?.note(
                    "rivals", "the row's own response is not among them, so that it has no neighbours")
                throw SubjectReader.Failure(outcome: Outcome(.badSample, JudgeReason.noRivals))
            }
            let neighbours = Set([(place + 1) % texts.count, (place + texts.count - 1) % texts.count]).subtracting([
                place
            ])
            texts = neighbours.sorted().map { texts[$0] }
        }
        guard !texts.isEmpty else { throw SubjectReader.Failure(outcome: Outcome(.badSample, JudgeReason.noRivals)) }
        guard texts.count <= RivalReader.most else {
            scratch.evidence?.note("rivals", "\(texts.count), expected at most \(RivalReader.most)")
            throw SubjectReader.Failure(outcome: Outcome(.limitExceeded, JudgeReason.noRivals))
        }
        return texts.map { text in
            if text == subject.answer { return Rival(text: text, settled: 0.5) }
            var other = subject
            other.answer = text
            return Rival(text: text, settled: gate.refusal(of: other, nil) == nil ? nil : 1)
        }
    }

    /// The answers of the list, as the row's own is read; nil where it is no list of texts, or of conversations whose last
    /// message is a text.
    private func list(_ field: Field, _ scratch: Scratch) -> [String]? {
        guard let list = try? scratch.json.parse(field.bytes), list.kind == .array else { return nil }
        var responses: [String] = []
        // A response that is absent, as of a worker that died, is nobody's rival.
        for entry in list.elements where entry.kind != .null {
            let last = entry.kind == .array ? entry.elements.reduce(nil) { $1.member("content") ?? $0 } : entry
            guard let text = last?.decodedString else { return nil }
            responses.append(text)
        }
        return responses.map { response in
            withBytes(of: response) { bytes in
                scratch.spend(bytes.count)
                let found = chain.extract(from: bytes, scratch: scratch)
                // A response that has no answer is none that wins.
                return found.status == .found ? GateText.shown(found.bytes.string) : ""
            }
        }
    }
}
