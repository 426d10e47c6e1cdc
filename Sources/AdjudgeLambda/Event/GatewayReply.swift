import AdjudgeBase

/// The answer to an HTTP request, in the format that its gateway expects.
enum GatewayReply {
    /// Writes a reply with the JSON `body`.
    static func write(
        status: Int, body: Bytes, to gateway: HTTPRequestEvent.Gateway, _ writer: inout ByteWriter
    ) {
        writer.append("{\"statusCode\":")
        writer.append(decimal: status)
        if case .loadBalancer(let lists) = gateway {
            writer.append(",\"statusDescription\":\"")
            writer.append(decimal: status)
            writer.append(" ")
            writer.append(phrase(status))
            writer.append("\"")
            // A target group with multi-value headers accepts no other kind.
            writer.append(
                lists
                    ? ",\"multiValueHeaders\":{\"Content-Type\":[\"application/json\"]}"
                    : ",\"headers\":{\"Content-Type\":\"application/json\"}")
        } else {
            writer.append(",\"headers\":{\"Content-Type\":\"application/json\"}")
        }
        writer.append(",\"isBase64Encoded\":false,\"body\":")
        writer.appendJSONString(body)
        writer.append("}")
    }

    /// Writes a reply whose body is `{"error": …}`.
    static func refuse(
        _ status: Int, _ message: String, to gateway: HTTPRequestEvent.Gateway, _ writer: inout ByteWriter
    ) {
        var body = ByteWriter(capacity: 256)
        body.append("{\"error\":")
        withBytes(of: message) { body.appendJSONString($0) }
        body.append("}")
        write(status: status, body: body.bytes, to: gateway, &writer)
    }

    private static func phrase(_ status: Int) -> StaticString {
        switch status {
        case 200: "OK"
        case 405: "Method Not Allowed"
        default: "Bad Request"
        }
    }
}
