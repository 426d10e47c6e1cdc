import Glibc

/// The environment variables of the process, or of a test.
public struct Environment: Sendable {
    private let read: @Sendable (String) -> String?

    /// An environment that `read` looks up.
    public init(_ read: @escaping @Sendable (String) -> String?) { self.read = read }

    /// The environment of this process.
    public static let process = Environment { name in getenv(name).map { String(cString: $0) } }

    /// The value of `name`; nil when it is not set or empty.
    public subscript(_ name: String) -> String? { read(name).flatMap { $0.isEmpty ? nil : $0 } }

    /// A finite number in `range`, or `fallback` when the variable is not set.
    func number(_ name: String, in range: ClosedRange<Double>, or fallback: Double) throws(ConfigurationError) -> Double
    {
        guard let text = self[name] else { return fallback }
        guard let number = Double(text), number.isFinite, range.contains(number) else {
            throw ConfigurationError(
                name, found: text, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// An integer in `range`, or `fallback` when the variable is not set.
    func integer(_ name: String, in range: ClosedRange<Int>, or fallback: Int) throws(ConfigurationError) -> Int {
        guard let text = self[name] else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw ConfigurationError(
                name, found: text, expected: "an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// One of the names of an enumeration, compared without case, or `fallback` when the variable is not set.
    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, or fallback: Choice)
        throws(ConfigurationError) -> Choice where Choice.RawValue == String
    {
        guard let text = self[name] else { return fallback }
        if let found = Choice.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() }) { return found }
        throw ConfigurationError(
            name, found: text, expected: "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }

    /// An http or https URL, or nil when the variable is not set.
    func address(_ name: String) throws(ConfigurationError) -> HTTPAddress? {
        guard let text = self[name] else { return nil }
        guard let address = HTTPAddress(text) else {
            throw ConfigurationError(name, found: text, expected: "a URL such as https://host/path")
        }
        return address
    }
}

/// An environment variable that does not say what it should.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    /// The variable, what was found, and what would be right.
    public let description: String

    init(_ name: String, found: String, expected: String) {
        description = "\(name): found \(found), expected \(expected)"
    }
}
