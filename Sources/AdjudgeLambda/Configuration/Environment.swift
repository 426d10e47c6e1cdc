import AdjudgeBase
@preconcurrency import Glibc

/// The environment variables of the process, or of a test.
public struct Environment: Sendable {
    private let read: @Sendable (String) -> String?
    /// The names of all variables, set or empty.
    public let names: [String]

    /// An environment with the variables `names`, whose values `read` looks up.
    public init(names: [String] = [], _ read: @escaping @Sendable (String) -> String?) {
        self.names = names
        self.read = read
    }

    /// An environment with the given variables.
    public init(_ variables: [String: String]) { self.init(names: variables.keys.sorted()) { variables[$0] } }

    /// The environment of this process.
    public static let process = Environment(names: processNames()) { name in getenv(name).map { String(cString: $0) } }

    private static func processNames() -> [String] {
        var names: [String] = []
        var variable = environ
        while let text = variable.pointee {
            names.append(String(String(cString: text).prefix { $0 != "=" }))
            variable += 1
        }
        return names
    }

    /// The value of `name`; nil when it is not set or empty.
    public subscript(_ name: String) -> String? { read(name).flatMap { $0.isEmpty ? nil : $0 } }

    /// A finite number in `range`, or `fallback` when the variable is not set.
    func number(_ name: String, in range: ClosedRange<Double>, or fallback: Double) throws(ConfigurationError) -> Double
    {
        guard let text = self[name] else { return fallback }
        guard let number = Double(text), number.isFinite, range.contains(number) else {
            throw ConfigurationError(
                name, found: Log.bounded(text), expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// An integer in `range`, or `fallback` when the variable is not set.
    func integer(_ name: String, in range: ClosedRange<Int>, or fallback: Int) throws(ConfigurationError) -> Int {
        guard let text = self[name] else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw ConfigurationError(
                name, found: Log.bounded(text), expected: "an integer from \(range.lowerBound) to \(range.upperBound)")
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
            name, found: Log.bounded(text),
            expected: "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }

    /// `true` or `false`, or `fallback` when the variable is not set.
    func flag(_ name: String, or fallback: Bool) throws(ConfigurationError) -> Bool {
        guard let text = self[name] else { return fallback }
        guard let flag = Bool(text.lowercased()) else {
            throw ConfigurationError(name, found: Log.bounded(text), expected: "true or false")
        }
        return flag
    }

    /// The target URL for results, or nil when the variable is not set: an https URL, or an http URL of this machine.
    /// Plain http elsewhere is refused, because requests carry a signature and a session token. The error never shows
    /// the whole URL: it may hold a password or a signature.
    func target(_ name: String) throws(ConfigurationError) -> HTTPAddress? {
        guard let text = self[name] else { return nil }
        guard let address = HTTPAddress(text) else {
            throw ConfigurationError(
                name, found: HTTPAddress.redacted(text),
                expected: "a URL such as https://host/path, without user, query or fragment")
        }
        guard address.secure || address.isLoopback else {
            throw ConfigurationError(
                name, found: HTTPAddress.redacted(text), expected: "https: http is for addresses of this machine only")
        }
        return address
    }

    /// Refuses variables that begin with `prefix` and are not among `known`: a misspelt setting would have no effect.
    func refuseUnknown(_ prefix: String, known: [String]) throws(ConfigurationError) {
        for name in names where name.hasPrefix(prefix) && !known.contains(name) {
            let near = nearestName(to: name, in: known).map { "; did you mean \($0)?" } ?? ""
            throw ConfigurationError(
                Log.bounded(name, to: 64), found: "a name that nothing reads",
                expected: "one of " + known.joined(separator: ", ") + near)
        }
    }
}

/// An environment variable with an unusable value.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    /// The variable, the value found, and the values expected.
    public let description: String

    init(_ name: String, found: String, expected: String) {
        description = "\(name): found \(found), expected \(expected)"
    }
}
