import AdjudgeBase
import AdjudgeWire
import Glibc

/// Reads a file, or standard input, in blocks of whole lines. gzip and zstd are recognised by their first bytes.
///
/// Memory is one block, or two when reading ahead. A block grows for a longer line, up to `maxRowBytes`; of a line
/// beyond that only the start is kept, and it is marked as cut. Blank lines are left out, a byte-order mark is skipped,
/// CRLF is accepted, and so is a last line without a newline. NUL is a byte like any other. While a pipe is silent, the
/// lines read so far make a block.
public final class LineReader {
    /// A line of a block.
    public struct Line: Sendable {
        /// The text, without the end of line.
        public let bytes: Bytes
        /// True when the line was longer than `maxRowBytes` and only its start was kept.
        public let isCut: Bool
        /// Which of the row's responses is meant; nil for a row with one.
        public var choice: Int32?

        /// The text to fingerprint: the whole line, or the start of a cut one, independent of the block size.
        var evidence: Bytes { isCut ? bytes[0..<min(bytes.count, LineReader.keptOfLongLine)] : bytes }
    }

    /// How many bytes are kept of a line that is too long.
    static let keptOfLongLine = 1 << 12

    /// The result of an attempt to read a block.
    enum Step {
        case block
        /// The source has no whole line yet.
        case pause
        case end
    }

    /// The lines of the current block; valid until the next call of ``nextBlock()``.
    public private(set) var lines: [Line] = []
    /// How many bytes have been read, decompressed.
    public private(set) var bytesRead = 0

    private let stream: any ByteStream
    private let stop: StopSignal?
    private let blockBytes: Int
    private let maxRowBytes: Int
    private var block: LineBlock
    /// The second block when reading ahead.
    private var spare: LineBlock?
    private var filled = 0
    private var consumed = 0
    /// True when a caller holds lines of `block`.
    private var isHandedOut = false
    private var atEnd = false
    private var atStart = true
    private var deferred: InputError?

    /// Opens `path`; `-` is standard input. Waiting for a pipe ends with an error once `stop` is raised. With
    /// `expectsRows`, a file that is clearly not JSONL is refused.
    public init(
        path: String, blockBytes: Int = 2 << 20, maxRowBytes: Int = 64 << 20, expectsRows: Bool = true,
        stop: StopSignal? = nil
    ) throws(InputError) {
        self.blockBytes = blockBytes
        self.maxRowBytes = maxRowBytes
        self.stop = stop
        block = try LineBlock(capacity: blockBytes)
        stream = try InputFile.open(path, stop, expectsRows: expectsRows)
    }

    /// Reads the next block into ``lines``, waiting for it; false at the end. If the input fails, the complete lines
    /// come first, and the next call throws the error.
    public func nextBlock() throws(InputError) -> Bool {
        while true {
            switch try step(ahead: false) {
            case .block: return true
            case .end: return false
            case .pause: try stop?.refuseWaiting()
            }
        }
    }

    /// Reads the next block into ``lines``, while the lines of the previous block stay valid until the call after. Does
    /// not wait for a silent pipe.
    func readAhead() throws(InputError) -> Step { try step(ahead: true) }

    /// True when a long row has made the block larger than usual, so that reading ahead would double it.
    var isOversize: Bool { block.capacity > blockBytes }

    private func step(ahead: Bool) throws(InputError) -> Step {
        lines.removeAll(keepingCapacity: true)
        if let error = deferred { throw error }
        try moveRest(ahead: ahead)
        while true {
            if atEnd, filled == 0 { return .end }
            var pauses = false
            do {
                pauses = try fill()
            } catch {
                deferred = error
                atEnd = true
                split(includingLast: false)
                if lines.isEmpty { throw error }
                return .block
            }
            split(includingLast: atEnd)
            if !lines.isEmpty {
                isHandedOut = true
                return .block
            }
            if pauses { return .pause }
            if !atEnd, filled == block.capacity, consumed == 0 { try growOrCut() } else { try moveRest(ahead: false) }
            if !lines.isEmpty {
                isHandedOut = true
                return .block
            }
        }
    }

    /// Moves the unfinished last line to the front of the block, or to the other block if this one's lines stay valid.
    private func moveRest(ahead: Bool) throws(InputError) {
        let rest = filled - consumed
        if ahead, isHandedOut {
            let other: LineBlock
            if let spare { other = spare } else { other = try LineBlock(capacity: blockBytes) }
            if other.capacity > blockBytes || other.capacity < rest {
                try other.resize(max(blockBytes, rest), keeping: 0)
            }
            other.memory.update(from: block.memory + consumed, count: rest)
            spare = block
            block = other
        } else {
            if consumed > 0 { memmove(block.memory, block.memory + consumed, rest) }
            // A block that grew for one row shrinks again.
            if block.capacity > blockBytes, rest < blockBytes / 2 { try block.resize(blockBytes, keeping: rest) }
            if isHandedOut, let other = spare, other.capacity > blockBytes { spare = nil }
        }
        filled = rest
        consumed = 0
        isHandedOut = false
    }

    /// Fills the block; true when it stopped early because the source is silent.
    private func fill() throws(InputError) -> Bool {
        while filled < block.capacity, !atEnd {
            guard let count = try stream.read(into: block.memory + filled, capacity: block.capacity - filled) else {
                return true
            }
            if count == 0 { atEnd = true }
            filled += count
            bytesRead += count
        }
        return false
    }

    private func split(includingLast: Bool) {
        let memory = block.memory
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
        var line = Bytes(start: block.memory + range.lowerBound, count: range.count)
        if line.hasSuffix("\r") { line = line[0..<line.count - 1] }
        guard !line.trimmed.isEmpty else { return }
        lines.append(Line(bytes: line, isCut: isCut || line.count > maxRowBytes))
    }

    /// Called when the block holds only the start of one line: grows the block, or cuts the line when it is too long.
    private func growOrCut() throws(InputError) {
        if block.capacity <= maxRowBytes {
            try block.resize(min(block.capacity * 2, maxRowBytes + blockBytes), keeping: filled)
            return
        }
        // Read on to the end of the line, keeping only its first bytes.
        let kept = LineReader.keptOfLongLine
        let memory = block.memory
        while !atEnd {
            guard let count = try stream.read(into: memory + kept, capacity: block.capacity - kept) else {
                try stop?.refuseWaiting()
                continue
            }
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
}
