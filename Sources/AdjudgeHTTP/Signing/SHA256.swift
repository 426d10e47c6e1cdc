import AdjudgeBase
import CForks
import CTLS

/// SHA-256 and HMAC-SHA-256, by the system's OpenSSL.
public enum SHA256 {
    /// Nil when OpenSSL can be loaded; else what is missing. Loads it: nothing else here may be called before.
    public static func problem() -> String? {
        forks_hold()
        defer { forks_release() }
        return ctls_load_digests().map { String(cString: $0) + "; install OpenSSL 3 (Debian, Ubuntu: libssl3)" }
    }

    /// The digest of `bytes`. O(count).
    public static func digest(_ bytes: Bytes) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        ctls_sha256(bytes.start, bytes.count, &digest)
        return digest
    }

    /// The message authentication code of `text` under `key`.
    static func code(_ text: String, key: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        withBytes(of: text) { ctls_hmac_sha256(key, key.count, $0.start, $0.count, &digest) }
        return digest
    }
}
