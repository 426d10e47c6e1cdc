import AdjudgeBase

/// A request to a function URL or an HTTP API (payload format 2.0).
enum HTTPRequestEvent {
    /// The JSON document in the request's body, or the status and message of the refusal.
    static func document(_ event: JSONValue) -> Result<ParsedEvent, Refusal> {
        let method = event.member("requestContext")?.member("http")?.member("method")?.decodedString ?? "POST"
        guard method == "POST" else {
            return .failure(Refusal(status: 405, message: "method: found \(method), expected POST"))
        }
        let arena = Arena()
        defer { withExtendedLifetime(arena) {} }
        guard var body = event.member("body")?.string(into: arena) else {
            return .failure(Refusal(status: 400, message: "body: found nothing, expected an array of samples"))
        }
        if event.member("isBase64Encoded")?.boolValue == true {
            guard let decoded = Base64.decode(body, arena) else {
                return .failure(Refusal(status: 400, message: "body: found bytes that are not base64"))
            }
            body = decoded
        }
        do {
            return .success(try ParsedEvent(copying: body))
        } catch {
            return .failure(Refusal(status: 400, message: "body: found \(error.message)"))
        }
    }

    /// An answer that is no result.
    struct Refusal: Error {
        let status: Int
        let message: String
    }

    /// Writes the reply that wraps `body`, which is JSON.
    static func writeReply(status: Int, body: Bytes, to writer: inout ByteWriter) {
        writer.append("{\"statusCode\":")
        writer.append(decimal: status)
        writer.append(",\"headers\":{\"Content-Type\":\"application/json\"},\"isBase64Encoded\":false,\"body\":")
        writer.appendJSONString(body)
        writer.append("}")
    }
}
