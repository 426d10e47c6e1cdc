import AdjudgeBase
import AdjudgeWire
import Glibc

/// Reads a file, or standard input, in blocks of whole lines. gzip and zstd are told by their first bytes.
///
/// Memory is one block, which grows to hold a line longer than it, up to `maxRowBytes`; of a longer line only the start
/// is kept, and it is marked. Blank lines are left out, a byte-order mark is skipped, CRLF is accepted, and so is a last
/// line without a newline. NULs are bytes like others.
public final class LineReader {
    /// A line of a block.
    public struct Line: Sendable {
        /// Its text, without the end of line.
        public let bytes: Bytes
        /// True when the line was longer than `maxRowBytes` and only its start is here.
        public let isCut: Bool
    }

    /// The lines of the current block; valid until the next call of ``nextBlock()``.
    public private(set) var lines: [Line] = []
    /// How many bytes have been read, decompressed.
    public private(set) var bytesRead = 0

    private let stream: any ByteStream
    private let descriptor: Int32
    private let maxRowBytes: Int
    private var memory: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var filled = 0
    private var consumed = 0
    private var atEnd = false
    private var atStart = true
    private let blockBytes: Int

    /// Opens `path`; `-` is standard input.
    public init(path: String, blockBytes: Int = 8 << 20, maxRowBytes: Int = 64 << 20) throws(InputError) {
        descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        let name = path == "-" ? "standard input" : path
        guard descriptor >= 0 else { throw InputError(description: "\(name): \(String(cString: strerror(errno)))") }
        self.blockBytes = blockBytes
        self.maxRowBytes = maxRowBytes
        capacity = blockBytes
        memory = .allocate(capacity: capacity)
        let plain = FileStream(descriptor, name: name)
        var head = [UInt8](repeating: 0, count: 4)
        var count = 0
        while count < 4 {
            let more = try head.withUnsafeMutableBufferPointer { buffer throws(InputError) in
                try plain.read(into: buffer.baseAddress! + count, capacity: 4 - count)
            }
            if more == 0 { break }
            count += more
        }
        head.removeLast(4 - count)
        let source = FileStream(descriptor, name: name, head: head)
        if head.starts(with: [0x1F, 0x8B]) {
            stream = GzipStream(source, name: name)
        } else if head == [0x28, 0xB5, 0x2F, 0xFD] {
            stream = ZstdStream(source, name: name)
        } else {
            stream = source
        }
    }

    deinit {
        memory.deallocate()
        if descriptor > 0 { close(descriptor) }
    }

    /// Reads the next block into ``lines``; false when there is nothing more. When the input breaks off, the lines that
    /// are complete come first and the error with the call after.
    public func nextBlock() throws(InputError) -> Bool {
        lines.removeAll(keepingCapacity: true)
        if let error = deferred { throw error }
        while lines.isEmpty {
            moveRestToFront()
            if atEnd, filled == 0 { return false }
            do {
                try fill()
            } catch {
                deferred = error
                atEnd = true
                split(includingLast: false)
                if lines.isEmpty { throw error }
                return true
            }
            split(includingLast: atEnd)
            if lines.isEmpty, !atEnd, filled == capacity { try growOrCut() }
        }
        return true
    }

    private var deferred: InputError?

    private func moveRestToFront() {
        if consumed > 0 {
            memmove(memory, memory + consumed, filled - consumed)
            filled -= consumed
            consumed = 0
        }
        // A block that had to grow for one row does not stay that large.
        if capacity > blockBytes, filled < blockBytes / 2 { resize(blockBytes) }
    }

    private func fill() throws(InputError) {
        while filled < capacity, !atEnd {
            let count = try stream.read(into: memory + filled, capacity: capacity - filled)
            if count == 0 { atEnd = true }
            filled += count
            bytesRead += count
        }
    }

    private func split(includingLast: Bool) {
        if atStart, filled >= 3 {
            atStart = false
            if memory[0] == 0xEF, memory[1] == 0xBB, memory[2] == 0xBF { consumed = 3 }
        }
        while consumed < filled {
            guard let newline = memchr(memory + consumed, 0x0A, filled - consumed) else { break }
            let end = UnsafeMutableRawPointer(memory).distance(to: newline)
            add(consumed..<end, isCut: false)
            consumed = end + 1
        }
        if includingLast, consumed < filled {
            add(consumed..<filled, isCut: false)
            consumed = filled
        }
    }

    private func add(_ range: Range<Int>, isCut: Bool) {
        var line = Bytes(start: memory + range.lowerBound, count: range.count)
        if line.hasSuffix("\r") { line = line[0..<line.count - 1] }
        guard !line.trimmed.isEmpty else { return }
        lines.append(Line(bytes: line, isCut: isCut || line.count > maxRowBytes))
    }

    /// The block holds the start of one line and nothing else.
    private func growOrCut() throws(InputError) {
        if capacity <= maxRowBytes {
            resize(min(capacity * 2, maxRowBytes + blockBytes))
            return
        }
        // Skip to the end of the line in the second half of the memory, keeping the first bytes as evidence.
        let kept = 1 << 12
        while !atEnd {
            let count = try stream.read(into: memory + kept, capacity: capacity - kept)
            if count == 0 {
                atEnd = true
                break
            }
            bytesRead += count
            if let newline = memchr(memory + kept, 0x0A, count) {
                let end = UnsafeMutableRawPointer(memory).distance(to: newline)
                add(0..<kept, isCut: true)
                consumed = end + 1
                filled = kept + count
                return
            }
        }
        add(0..<kept, isCut: true)
        consumed = 0
        filled = 0
    }

    private func resize(_ size: Int) {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
        larger.update(from: memory, count: filled)
        memory.deallocate()
        (memory, capacity) = (larger, size)
    }
}
