import AdjudgeBase

/// An HTTP response, in buffers that are reused for the next one.
final class HTTPResponse {
    /// The size limit of a body, in bytes: more than Lambda ever sends.
    static let maxBodyBytes = 1 << 26

    /// The status code; 0 before an answer has arrived.
    var status = 0
    /// The status line and the headers.
    var head = ByteWriter(capacity: 2048)
    /// The body.
    var body = ByteWriter(capacity: 1 << 16)

    /// Clears the response and keeps its buffers.
    func clear() {
        status = 0
        head.removeAll()
        body.removeAll()
    }

    /// The value of a header, without white space around it; names compare without case. O(head).
    func header(_ name: StaticString) -> Bytes? {
        var rest = head.bytes
        while let end = rest.find(Bytes("\r\n")) {
            let line = rest[0..<end]
            rest = rest.suffix(from: end + 2)
            guard line.count > name.utf8CodeUnitCount, line[name.utf8CodeUnitCount] == UInt8(ascii: ":") else {
                continue
            }
            let label = line[0..<name.utf8CodeUnitCount]
            if HTTPResponse.equalsIgnoringCase(label, Bytes(name)) { return line.suffix(from: label.count + 1).trimmed }
        }
        return nil
    }

    private static func equalsIgnoringCase(_ left: Bytes, _ right: Bytes) -> Bool {
        for index in 0..<left.count {
            let (a, b) = (left[index], right[index])
            if a != b, a ^ b != 0x20 || a | 0x20 < 0x61 || a | 0x20 > 0x7A { return false }
        }
        return true
    }
}

extension Bytes {
    /// The non-negative decimal number that the view holds, or nil; at most 18 digits.
    var decimal: Int? {
        guard count > 0, count <= 18 else { return nil }
        var value = 0
        for index in 0..<count {
            guard self[index].isASCIIDigit else { return nil }
            value = value * 10 + Int(self[index] - 0x30)
        }
        return value
    }
}
