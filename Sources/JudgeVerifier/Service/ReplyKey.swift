import AdjudgeBase

/// The question that a reply belongs to: the endpoint, the path, the body, and which of several draws it is.
///
/// Found by a hash and compared as a whole: texts that collide are not taken for each other.
struct ReplyKey: Sendable, Hashable {
    let endpoint: String
    let path: String
    let draw: Int
    let body: [UInt8]
    /// 32 hexadecimal digits.
    let name: String

    init(endpoint: String, path: String, draw: Int, body: [UInt8]) {
        (self.endpoint, self.path, self.draw, self.body) = (endpoint, path, draw, body)
        var writer = ByteWriter(capacity: body.count + 256)
        for text in [endpoint, path, "\(draw)"] {
            writer.append(text)
            writer.append(0)
        }
        body.withUnsafeBufferPointer { writer.append(Bytes($0)) }
        name = writer.bytes.hash128Text
    }

    func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
