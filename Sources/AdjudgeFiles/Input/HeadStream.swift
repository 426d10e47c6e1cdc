import AdjudgeWire

/// A stream whose first bytes can be examined before they are read.
final class HeadStream: ByteStream {
    private let source: any ByteStream
    private var head: [UInt8] = []
    private var taken = 0
    private var isAtEnd = false
    /// The error that ended the head; thrown once the bytes before it have been read.
    private var failure: InputError?

    init(_ source: any ByteStream) { self.source = source }

    /// The first bytes, without consuming them: until `enough` accepts them, up to `limit`, or all of them. `isWhole`
    /// says that the stream ends there. Waits for a pipe, unless `stop` is raised.
    func look(
        limit: Int, _ stop: StopSignal?, until enough: ([UInt8]) -> Bool
    ) throws(InputError) -> (bytes: [UInt8], isWhole: Bool) {
        while head.count < limit, !isAtEnd, failure == nil, !enough(head) {
            let before = head.count
            head += [UInt8](repeating: 0, count: limit - before)
            var count: Int? = 0
            do {
                count = try head.withUnsafeMutableBufferPointer { buffer throws(InputError) in
                    try source.read(into: buffer.baseAddress! + before, capacity: limit - before)
                }
            } catch {
                failure = error
            }
            head.removeLast(limit - before - (count ?? 0))
            if count == nil { try stop?.refuseWaiting() } else if count == 0 { isAtEnd = true }
        }
        return (head, isAtEnd)
    }

    func read(into memory: UnsafeMutablePointer<UInt8>, capacity: Int) throws(InputError) -> Int? {
        guard taken < head.count else {
            if let failure { throw failure }
            return try source.read(into: memory, capacity: capacity)
        }
        let count = min(head.count - taken, capacity)
        for index in 0..<count { memory[index] = head[taken + index] }
        taken += count
        if taken == head.count { (head, taken) = ([], 0) }
        return count
    }
}
