import AdjudgeBase
import Glibc

/// The environment variables by which a process is told where its AWS credentials are.
public struct CredentialEnvironment: Sendable {
    private let read: @Sendable (String) -> String?

    /// An environment whose variables `read` looks up.
    public init(_ read: @escaping @Sendable (String) -> String?) { self.read = read }

    /// The environment of this process.
    public static let process = CredentialEnvironment { name in getenv(name).map { String(cString: $0) } }

    /// The value of a variable; nil when it is not set or empty.
    subscript(_ name: String) -> String? { read(name).flatMap { $0.isEmpty ? nil : $0 } }

    /// `AWS_REGION`, else `AWS_DEFAULT_REGION`.
    var region: String? { self["AWS_REGION"] ?? self["AWS_DEFAULT_REGION"] }

    /// The name of the profile, and whether somebody chose it.
    var profile: (name: String, isChosen: Bool) {
        let chosen = self["AWS_PROFILE"] ?? self["AWS_DEFAULT_PROFILE"]
        return (chosen ?? "default", chosen != nil)
    }

    /// A file of the user's, or the one that a variable names.
    func path(_ variable: String, or standard: String) -> String? {
        if let path = self[variable] {
            guard path.hasPrefix("~/") else { return path }
            return self["HOME"].map { $0 + path.dropFirst() }
        }
        return self["HOME"].map { $0 + "/" + standard }
    }
}

/// The text of a small file; nil when it cannot be read or is larger than a megabyte.
func smallFile(_ path: String) -> String? {
    TextFile.bytes(path, atMost: 1 << 20).map { String(decoding: $0, as: UTF8.self) }
}
