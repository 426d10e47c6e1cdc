/// Patterns that rows bring along, each compiled once while it repeats: the rows of a data set share a few. One for a
/// checker.
public final class RowPatterns {
    private static let most = 256
    private let options: RegexPattern.Options
    private var known: [String: RegexPattern] = [:]

    /// No patterns yet; all will be compiled with these options.
    public init(options: RegexPattern.Options = []) { self.options = options }

    /// The pattern of a text; nil where it is none. O(text) where it was seen before.
    public func pattern(_ text: Bytes) -> RegexPattern? {
        let source = text.string
        if let pattern = known[source] { return pattern }
        guard let pattern = try? RegexPattern(source, options: options) else { return nil }
        if known.count >= RowPatterns.most { known.removeAll() }
        known[source] = pattern
        return pattern
    }
}
