import AdjudgeBase

/// The error answers of AWS services.
enum ServiceError {
    /// The code in an error's body, such as `AccessDenied`: XML for S3, JSON for SQS. The rest of the body is not
    /// shown, because it repeats keys, tokens and signatures of the request.
    static func code(_ body: Bytes) -> String? {
        if let start = body.find(Bytes("<Code>")).map({ $0 + 6 }) {
            let rest = body.suffix(from: start)
            return rest.find(Bytes("<")).map { Log.bounded(rest[0..<$0].string) }
        }
        let parser = JSONParser()
        defer { withExtendedLifetime(parser) {} }
        let type = try? parser.parse(body).member("__type")?.decodedString
        return type.map { Log.bounded($0) }
    }
}
