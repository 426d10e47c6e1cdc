import AdjudgeBase
import Glibc

/// Credentials with the second since 1970 at which they expire; nil for those that do not.
struct ExpiringCredentials: Sendable, Equatable {
    var credentials: Credentials
    var expiry: Int?

    /// Reads the answer of a service of containers or instances:
    /// `{"AccessKeyId", "SecretAccessKey", "Token", "Expiration"}`. `place` is named in failures.
    static func read(
        _ body: [UInt8], from place: String, region: String
    ) -> Result<ExpiringCredentials, CredentialFailure> {
        func unreadable(_ what: String) -> Result<ExpiringCredentials, CredentialFailure> {
            .failure(CredentialFailure(.unreadable, "\(place): \(what)"))
        }
        return body.withUnsafeBufferPointer { bytes in
            let parser = JSONParser(maxDepth: 16, maxBytes: 1 << 20)
            defer { withExtendedLifetime(parser) {} }
            guard let answer = try? parser.parse(Bytes(bytes)) else { return unreadable("found no JSON") }
            if let code = answer.member("Code")?.decodedString, code != "Success" {
                return unreadable("found the code \(code.prefix(64)), expected Success")
            }
            guard let key = answer.member("AccessKeyId")?.decodedString, !key.isEmpty,
                let secret = answer.member("SecretAccessKey")?.decodedString, !secret.isEmpty
            else { return unreadable("found no AccessKeyId and SecretAccessKey") }
            var expiry: Int?
            if let text = answer.member("Expiration")?.decodedString {
                guard let seconds = secondsSince1970(text) else {
                    return unreadable("found an Expiration that is no time in ISO 8601")
                }
                expiry = seconds
            }
            let token = answer.member("Token")?.decodedString
            return .success(
                ExpiringCredentials(
                    credentials: Credentials(accessKey: key, secretKey: secret, sessionToken: token, region: region),
                    expiry: expiry))
        }
    }
}

/// Reads `2026-01-02T03:04:05Z`, with or without a fraction and with `Z`, `+00:00` or another offset; nil for anything
/// else. O(length).
func secondsSince1970(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    func number(_ start: Int, _ count: Int) -> Int? {
        guard start + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[start..<(start + count)] {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
    guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
        [UInt8(ascii: "T"), UInt8(ascii: " ")].contains(bytes[10]), bytes[13] == UInt8(ascii: ":"),
        bytes[16] == UInt8(ascii: ":"), let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
        let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2),
        (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
    var end = 19
    if bytes[end] == UInt8(ascii: ".") {
        end += 1
        while end < bytes.count, bytes[end] >= 0x30, bytes[end] <= 0x39 { end += 1 }
        guard end > 20, end < bytes.count else { return nil }
    }
    var offset = 0
    switch bytes[end] {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"): guard end + 1 == bytes.count else { return nil }
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
        guard end + 6 == bytes.count, bytes[end + 3] == UInt8(ascii: ":"), let hours = number(end + 1, 2),
            let minutes = number(end + 4, 2)
        else { return nil }
        offset = (hours * 60 + minutes) * (bytes[end] == UInt8(ascii: "+") ? 60 : -60)
    default: return nil
    }
    var parts = tm()
    parts.tm_year = Int32(year - 1900)
    parts.tm_mon = Int32(month - 1)
    parts.tm_mday = Int32(day)
    parts.tm_hour = Int32(hour)
    parts.tm_min = Int32(minute)
    parts.tm_sec = Int32(second)
    return timegm(&parts) - offset
}
