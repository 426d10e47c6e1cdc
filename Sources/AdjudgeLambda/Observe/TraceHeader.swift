/// The X-Ray header that Lambda passes on:
/// `Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1`.
public struct TraceHeader: Sendable, Equatable {
    /// The trace's identifier.
    public let root: String
    /// The parent segment of the subsegments, 16 hexadecimal digits.
    public let parent: String
    /// Whether the trace is sampled.
    public let sampled: Bool

    /// Parses a header; nil when it names no trace or no parent.
    public init?(_ text: String) {
        var fields: [Substring: Substring] = [:]
        for field in text.split(separator: ";") {
            let parts = field.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { fields[parts[0].drop { $0 == " " }] = parts[1] }
        }
        guard let root = fields["Root"], root.hasPrefix("1-"), let parent = fields["Parent"], parent.count == 16 else {
            return nil
        }
        self.root = String(root)
        self.parent = String(parent)
        sampled = fields["Sampled"] == "1"
    }
}
