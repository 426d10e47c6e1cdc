import AdjudgeBase
import Glibc

/// AWS Signature Version 4.
///
/// Source: AWS Identity and Access Management user guide, "Create a signed AWS API request". Held against botocore.
public struct SignatureV4: Sendable {
    /// The keys.
    public let credentials: Credentials
    /// The service's name in signatures: `bedrock`, `bedrock-mantle`, `sqs`, `s3`.
    public let service: String
    /// The region.
    public let region: String

    /// A signer.
    public init(credentials: Credentials, service: String, region: String) {
        self.credentials = credentials
        self.service = service
        self.region = region
    }

    /// A signer for a host of AWS's, whose name says the service and the region.
    public init(credentials: Credentials, service: String, host: String) {
        self.init(
            credentials: credentials, service: service,
            region: SignatureV4.region(of: host, fallback: credentials.region))
    }

    /// Nil when requests can be signed here; else what is missing. To be asked before anything is signed.
    public static func problem() -> String? { SHA256.problem() }

    /// Adds the signature and what goes with it to a request, whose headers are all signed but `User-Agent`. O(body).
    /// `seconds`: the time, since 1970.
    public func sign(_ request: inout HTTPRequest, at seconds: Int) {
        request.headers = request.body.withUnsafeBufferPointer {
            headers(
                method: request.method, url: request.url, headers: request.headers, body: Bytes($0), at: seconds)
        }
    }

    /// The headers to send with the request, the signature last. Path and query are to be sent as they stand in the
    /// URL, where they must be percent-encoded.
    public func headers(
        method: String, url: String, headers: [(name: String, value: String)], body: Bytes, at seconds: Int
    ) -> [(name: String, value: String)] {
        let target = SignedURL(url)
        let stamp = SignatureV4.stamp(seconds)
        let payload = Hex.string(SHA256.digest(body))
        var sent = headers
        sent.append(("X-Amz-Date", stamp))
        sent.append(("X-Amz-Content-Sha256", payload))
        if let token = credentials.sessionToken { sent.append(("X-Amz-Security-Token", token)) }
        let (lines, names) = canonical(sent + [("Host", target.authority)])
        let path = service == "s3" ? target.path : target.canonicalPath
        let request = "\(method)\n\(path)\n\(target.canonicalQuery)\n\(lines)\n\(names)\n\(payload)"
        let day = String(stamp.prefix(8))
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let digest = withBytes(of: request) { Hex.string(SHA256.digest($0)) }
        var key = Array("AWS4\(credentials.secretKey)".utf8)
        for part in [day, region, service, "aws4_request"] { key = SHA256.code(part, key: key) }
        let signature = Hex.string(SHA256.code("AWS4-HMAC-SHA256\n\(stamp)\n\(scope)\n\(digest)", key: key))
        sent.append(
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(scope), SignedHeaders=\(names), "
                    + "Signature=\(signature)"
            ))
        return sent
    }

    /// The header lines as they are signed, and their names.
    private func canonical(_ headers: [(name: String, value: String)]) -> (lines: String, names: String) {
        var values: [String: [String]] = [:]
        for (name, value) in headers {
            let name = name.lowercased()
            if name == "user-agent" { continue }
            values[name, default: []].append(value.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        }
        let names = values.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let lines = names.map { "\($0):\(values[$0]!.joined(separator: ","))\n" }.joined()
        return (lines, names.joined(separator: ";"))
    }

    /// `20260102T030405Z`.
    static func stamp(_ seconds: Int) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        func pad(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(parts.tm_year + 1900)\(pad(parts.tm_mon + 1))\(pad(parts.tm_mday))T\(pad(parts.tm_hour))"
            + "\(pad(parts.tm_min))\(pad(parts.tm_sec))Z"
    }
}
