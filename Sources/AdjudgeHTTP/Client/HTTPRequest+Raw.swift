import CCurl
import Glibc

extension HTTPRequest {
    /// The part of the request that cannot be sent, or nil.
    var defect: HTTPFailure? {
        let place = shownPlace(of: url)
        func refuse(_ text: String) -> HTTPFailure { HTTPFailure(.badURL, "\(place): \(text)") }
        if url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) {
            return refuse("found a blank or a control character in the URL, expected them percent-encoded")
        }
        if method.isEmpty || !method.utf8.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) {
            return refuse("found a method that is no word of capital letters, expected one such as POST")
        }
        for (name, value) in headers {
            guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }) else {
                return refuse("found a header's name with blanks, colons or other than ASCII, expected a token")
            }
            if value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
                return refuse(
                    "found a control character in the value of the header \(name), expected a text in one line")
            }
        }
        if case .url(let text) = proxy, text.isEmpty || text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) {
            return refuse("found no URL of a proxy, expected one without blanks")
        }
        return nil
    }

    /// Calls `body` with the request in C's form. `isLocal`: the host is this machine.
    func withRaw<Result>(isLocal: Bool, _ body: (inout ccurl_request) -> Result) -> Result {
        var lines = headers.map {
            $0.value.allSatisfy { $0 == " " || $0 == "\t" } ? "\($0.name);" : "\($0.name): \($0.value)"
        }
        // What libcurl would add, each unless the caller has its own. The wait for "100 Continue" is a second.
        for absent in ["Accept", "Content-Type", "Expect"] where !has(absent) { lines.append(absent + ":") }
        if !has("User-Agent") { lines.append("User-Agent: adjudge") }
        let choice: String? =
            switch proxy {
            case .environment: isLocal ? "" : nil
            case .none: ""
            case .url(let url): url
            }
        let bundle = caBundle ?? variable("CURL_CA_BUNDLE") ?? variable("SSL_CERT_FILE")
        let copies = lines.map { strdup($0) }
        defer { copies.forEach { Glibc.free($0) } }
        let pointers = copies.map { UnsafePointer($0) }
        return pointers.withUnsafeBufferPointer { pointers in
            self.body.withUnsafeBufferPointer { bytes in
                withText(method) { method in
                    withText(url) { url in
                        withText(bundle) { bundle in
                            withText(choice) { proxy in
                                var raw = ccurl_request()
                                raw.method = method
                                raw.url = url
                                raw.headers = pointers.baseAddress
                                raw.header_count = pointers.count
                                raw.body = bytes.baseAddress
                                raw.body_count = bytes.count
                                raw.timeout = max(timeout, 1)
                                raw.connect_timeout = max(connectTimeout, 1)
                                raw.max_body = max(maxReplyBytes, 0)
                                raw.ca_bundle = bundle
                                raw.proxy = proxy
                                return body(&raw)
                            }
                        }
                    }
                }
            }
        }
    }

    private func has(_ name: String) -> Bool {
        headers.contains { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name.lowercased() }
    }

    private func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func withText<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
        guard let text else { return body(nil) }
        return text.withCString(body)
    }
}
