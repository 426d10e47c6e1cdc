import AdjudgeBase

/// The facts about a sample that its group needs.
public struct GroupFact: Sendable {
    /// Identifies a group: a hash of 128 bits of the group's key.
    public struct Key: Hashable, Sendable {
        let high: UInt64
        let low: UInt64

        /// The key that `field` holds: the text `1` and the number 1 are two. O(field.bytes.count).
        public init(_ field: Field) {
            let hash = field.bytes.hash128
            (high, low) = (hash.high, field.kind == .json ? ~hash.low : hash.low)
        }
    }

    /// The group; nil where the row does not say.
    public var key: Key?
    /// A hash of the answer's text, by which answers vote; nil where there is none.
    public var answer: UInt64?
    /// How long the response is; not a number where nobody asks, or the row does not say.
    public var length: Double

    /// Nothing known.
    static let none = GroupFact(key: nil, answer: nil, length: .nan)
}

extension Worker {
    /// Keeps what the group of a scored sample needs to know of it.
    func noteGroup(_ sample: borrowing Sample, _ verdicts: VerdictBatch, row: Int) {
        guard let facts = verdicts.facts else { return }
        let span = verdicts[row].answer
        let response = sample.response.bytes
        facts[row] = groupFact(
            sample, answer: span.count > 0 && span.end <= response.count ? response[span.range] : nil)
    }

    /// The facts about a sample with that answer that its group needs.
    func groupFact(_ sample: borrowing Sample, answer: Bytes?) -> GroupFact {
        var fact = GroupFact.none
        let key = groupKey(sample)
        if !key.isAbsent { fact.key = GroupFact.Key(key) }
        fact.answer = answer?.trimmed.hash64()
        if let measure = group?.measure { fact.length = length(measure, sample) }
        return fact
    }

    /// What the row says of its group; what is no text as JSON.
    func groupKey(_ sample: borrowing Sample) -> Field {
        guard let by = group?.by else { return sample.group }
        if by.pieces.count == 1, case .item(let path) = by.pieces[0] {
            return sample.item.flatMap { path.find(in: $0) }.map { Field(key: $0, arena: scratch.arena) } ?? .absent
        }
        return resolve(by, sample)
    }

    private func length(_ measure: LengthMeasure, _ sample: borrowing Sample) -> Double {
        var field = Field.absent
        if let lengthField = group?.lengthField { field = resolve(lengthField, sample) }
        let response = sample.response
        return withUnsafePointer(to: &field) { field in
            let input = CheckInput(
                answer: response, reference: .absent, response: response.bytes,
                arguments: UnsafeBufferPointer(start: field, count: 1))
            guard case .length(let length) = measure.length(of: response.bytes, input, scratch) else {
                return .nan
            }
            return length
        }
    }
}

extension Engine {
    /// The facts about a sample with that answer that its group needs, without scoring it.
    public func groupFact(_ sample: Sample, answer: Bytes?) -> GroupFact {
        withWorker { worker in
            worker.scratch.beginSample()
            return worker.groupFact(sample, answer: answer)
        }
    }
}

extension GroupSettings {
    /// The same settings with text of their own.
    func copied() -> GroupSettings {
        var copy = self
        copy.by = by?.copied()
        copy.lengthField = lengthField?.copied()
        return copy
    }
}
