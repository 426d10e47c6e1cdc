import AdjudgeBase
import CTLS

/// AWS Signature Version 4 of one request without a query.
///
/// Source: AWS Identity and Access Management user guide, "Create a signed AWS API request".
struct SignatureV4 {
    let credentials: Credentials
    let service: String
    let region: String

    /// The headers to send with the request, including the signature. `path` is sent unchanged, so its segments must
    /// already be percent-encoded; `headers` are signed too. OpenSSL must have been loaded.
    func headers(
        method: String, address: HTTPAddress, path: String, headers: [(String, String)], body: Bytes,
        at time: Clock.Instant
    ) -> [(String, String)] {
        let stamp = time.compactTimestamp
        let day = String(stamp.prefix(8))
        let payload = Hex.string(SHA256.digest(body))
        var sent = headers
        sent.append(("X-Amz-Date", stamp))
        sent.append(("X-Amz-Content-Sha256", payload))
        if let token = credentials.sessionToken { sent.append(("X-Amz-Security-Token", token)) }
        var signed = sent.map { ($0.0.lowercased(), $0.1) }
        signed.append(("host", address.authority))
        signed.sort { $0.0 < $1.0 }
        let names = signed.map(\.0).joined(separator: ";")
        let canonical =
            [method, path.isEmpty ? "/" : path, ""].joined(separator: "\n") + "\n"
            + signed.map { "\($0.0):\($0.1)\n" }.joined() + "\n\(names)\n\(payload)"
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let digest = withBytes(of: canonical) { Hex.string(SHA256.digest($0)) }
        let text = "AWS4-HMAC-SHA256\n\(stamp)\n\(scope)\n\(digest)"
        var key = Array("AWS4\(credentials.secretKey)".utf8)
        for part in [day, region, service, "aws4_request"] { key = SHA256.code(part, key: key) }
        let signature = Hex.string(SHA256.code(text, key: key))
        sent.append(
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(scope), SignedHeaders=\(names), "
                    + "Signature=\(signature)"
            ))
        return sent
    }

    /// The region in an AWS host name such as `sqs.eu-west-1.amazonaws.com`, or `fallback`.
    static func region(of host: String, service: String, fallback: String) -> String {
        let labels = host.split(separator: ".")
        guard host.hasSuffix(".amazonaws.com") || host.hasSuffix(".amazonaws.com.cn"),
            let index = labels.firstIndex(where: { $0 == service }), index + 1 < labels.count,
            labels[index + 1] != "amazonaws"
        else { return fallback }
        return String(labels[index + 1])
    }
}
