import AdjudgeBase
import AdjudgeHTTP

extension HTTPProbe {
    /// Signs the requests of lines of JSON, `{"method", "url", "headers": [[name, value]], "body", "service", "region",
    /// "key", "secret", "token"?, "time"}`, and writes the value of each one's Authorization.
    static func sign() {
        if let problem = SignatureV4.problem() { fatalError(problem) }
        let parser = JSONParser()
        while let line = readLine() {
            withBytes(of: line) { bytes in
                guard let row = try? parser.parse(bytes) else { fatalError("no JSON: \(line)") }
                func text(_ name: StaticString) -> String? { row.member(name)?.decodedString }
                var request = HTTPRequest(method: text("method")!, url: text("url")!, body: Array(text("body")!.utf8))
                for header in row.member("headers")!.elements {
                    let parts = header.elements.map { $0.decodedString! }
                    request.headers.append((parts[0], parts[1]))
                }
                SignatureV4(
                    credentials: Credentials(
                        accessKey: text("key")!, secretKey: text("secret")!, sessionToken: text("token"), region: "home"
                    ),
                    service: text("service")!, region: text("region")!
                ).sign(&request, at: Int(row.member("time")!.raw.string)!)
                print(request.headers.last!.value)
            }
        }
    }
}
