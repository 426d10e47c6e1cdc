/// The version of Adjudge.
public enum Version {
    /// The version, such as `0.1.0`, NUL-terminated and alive for ever.
    public static let literal: StaticString = "0.1.0"

    /// The version, such as `0.1.0`.
    public static var string: String { "\(literal)" }
}
