import AdjudgeBase

/// One thing to score. All views; the source of the batch owns the bytes while the sample is scored.
public struct Sample {
    /// The row's identifier: text, a number as written, or absent.
    public var id: Field
    /// The model's text; absent when the row has none.
    public var response: Field
    /// The ground truth: text, JSON (several references, an object), or absent.
    public var reference: Field
    /// The row's fields, which `{{item.…}}` reads; nil when the batch is columns only.
    public var item: JSONValue?
    /// The row's facts of the model's output beside its text, which `{{sample.…}}` reads: OpenAI's `sample`; nil where
    /// it says nothing.
    public var output: JSONValue?
    /// The key of the sample's group, such as the prompt's identifier; absent: no group. A
    /// grader that says `group.by` goes before.
    public var group: Field = .absent
    /// True when the response is known to be well-formed UTF-8, as what a JSON parser gave is; it is then not checked
    /// again.
    public var isResponseValid = false
    /// Set when the row could not be read; the sample is then `badSample` for this reason, or `unavailable` when the
    /// reason is a deadline.
    public var defect: RowDefect?

    /// A sample of these parts.
    @inlinable
    public init(
        id: Field = .absent, response: Field, reference: Field = .absent, item: JSONValue? = nil,
        defect: RowDefect? = nil
    ) {
        self.id = id
        self.response = response
        self.reference = reference
        self.item = item
        self.defect = defect
    }
}

/// The defect of a row that cannot be a sample.
public struct RowDefect: Error, Sendable, Equatable {
    /// The kind of defect.
    public var reason: Reason
    /// The byte of the row at which it shows.
    public var byte: UInt32

    /// A defect of that kind at that byte.
    @inlinable
    public init(_ reason: Reason, byte: Int = 0) {
        self.reason = reason
        self.byte = UInt32(truncatingIfNeeded: byte)
    }
}

extension RowDefect {
    /// The defect of a row that is no JSON: ill-formed UTF-8, more values than a row may have, or malformed.
    public init(_ error: JSONError) {
        let reason: Reason =
            switch error.kind {
            case .badUTF8: .invalidUTF8
            case .tooManyValues: .rowTooComplex
            default: .malformedRow
            }
        self.init(reason, byte: error.byte)
    }
}
