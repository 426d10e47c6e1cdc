/// The rule that found an answer. The names are part of the wire; the raw values of nothing.
public enum ExtractionRule: UInt8, Sendable, CaseIterable {
    case none, whole, boxed, hash, answerLine, xml, fenced, json, regex, lastNumber, choice, toolCalls

    /// The name on the wire and in documents.
    public var name: StaticString {
        switch self {
        case .none: "none"
        case .whole: "whole"
        case .boxed: "boxed"
        case .hash: "hash"
        case .answerLine: "answer_line"
        case .xml: "xml"
        case .fenced: "fenced"
        case .json: "json"
        case .regex: "regex"
        case .lastNumber: "last_number"
        case .choice: "choice"
        case .toolCalls: "tool_calls"
        }
    }
}

/// What an extractor found: a view of the response, or of the arena where it had to be rewritten.
public struct Extraction: Sendable {
    /// How looking for the answer ended.
    public enum Status: UInt8, Sendable {
        case found, nothing, limitExceeded
    }

    /// How looking for the answer ended.
    public var status: Status
    /// The rule that found it.
    public var rule: ExtractionRule
    /// When nothing was found: the nearest miss.
    public var reason: Reason
    /// The answer; empty when nothing was found.
    public var bytes: Bytes
    /// Where the answer, or the nearest miss, lies in the response.
    public var span: Span

    /// An answer.
    static func found(_ bytes: Bytes, _ rule: ExtractionRule, origin: Bytes? = nil) -> Extraction {
        Extraction(status: .found, rule: rule, reason: .none, bytes: bytes, origin: origin ?? bytes)
    }

    /// No answer; `miss` is the text that came nearest.
    public static func nothing(_ reason: Reason = .nothingExtracted, miss: Bytes? = nil) -> Extraction {
        Extraction(status: .nothing, rule: .none, reason: reason, bytes: .empty, origin: miss ?? .empty)
    }

    /// An answer that does not decide between several: no other extractor may pick one of them.
    static func undecided(_ rule: ExtractionRule, miss: Bytes) -> Extraction {
        Extraction(status: .nothing, rule: rule, reason: .severalAnswers, bytes: .empty, origin: miss)
    }

    /// An answer that the text itself denies or takes back: no other extractor may pick it.
    static func denied(_ rule: ExtractionRule, miss: Bytes) -> Extraction {
        Extraction(status: .nothing, rule: rule, reason: .nothingExtracted, bytes: .empty, origin: miss)
    }

    /// A budget ran out.
    static var limitExceeded: Extraction {
        Extraction(status: .limitExceeded, rule: .none, reason: .matchLimit, bytes: .empty, origin: .empty)
    }

    /// The text of the response that the answer was read from; the chain turns it into ``span``.
    var origin: Bytes

    private init(status: Status, rule: ExtractionRule, reason: Reason, bytes: Bytes, origin: Bytes) {
        self.status = status
        self.rule = rule
        self.reason = reason
        self.bytes = bytes
        self.origin = origin
        span = .empty
    }

    /// Sets the span from where the origin lies in `response`.
    mutating func locate(in response: Bytes) {
        if let offset = origin.offset(in: response) { span = Span(start: offset, count: origin.count) }
    }
}

/// One way to find an answer. Linear in the text; never traps on any bytes.
protocol Finder: Sendable {
    func find(in text: Bytes, _ scratch: Scratch) -> Extraction
}
