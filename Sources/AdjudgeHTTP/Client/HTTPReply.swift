/// The answer of a server, of whatever status.
public struct HTTPReply: Sendable {
    /// The status code.
    public var status: Int
    /// The headers, names in lower case, in the order of the answer; trailers are left out.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]
    /// Milliseconds from the beginning of the exchange to its end.
    public var milliseconds: Int

    /// A reply from its parts.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], milliseconds: Int = 0) {
        self.status = status
        self.headers = headers
        self.body = body
        self.milliseconds = milliseconds
    }

    /// The value of the first header of that name, which is in lower case. O(headers).
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// Reads the lines of an answer's head. O(bytes).
func readHeaders(_ head: UnsafeBufferPointer<UInt8>) -> [(name: String, value: String)] {
    var headers: [(name: String, value: String)] = []
    for line in head.split(separator: UInt8(ascii: "\n")) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
        let name = line[..<colon].map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
        var value = line[(colon + 1)...].drop(while: isBlank)
        while let last = value.last, isBlank(last) { value.removeLast() }
        headers.append((String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
    }
    return headers
}
