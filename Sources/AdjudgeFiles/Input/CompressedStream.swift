import AdjudgeWire
import CZlib
import CZstd

/// A buffer of compressed bytes, shared by the two formats.
private final class CompressedInput {
    static let capacity = 1 << 16
    let source: any ByteStream
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: CompressedInput.capacity)
    var total = 0

    init(_ source: any ByteStream) { self.source = source }

    deinit { buffer.deallocate() }

    func refill() throws(InputError) -> Int? {
        guard let count = try source.read(into: buffer, capacity: CompressedInput.capacity) else { return nil }
        total += count
        return count
    }
}

/// gzip with any number of members, by zlib.
final class GzipStream: ByteStream {
    private let input: CompressedInput
    private let name: String
    private var state = z_stream()
    private var ended = false
    /// True between two members, where the input may end.
    private var betweenMembers = false

    init(_ source: any ByteStream, name: String) {
        input = CompressedInput(source)
        self.name = name
        // 16 + MAX_WBITS: gzip with its header.
        inflateInit2_(&state, 16 + MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    }

    deinit { inflateEnd(&state) }

    func read(into memory: UnsafeMutablePointer<UInt8>, capacity: Int) throws(InputError) -> Int? {
        state.next_out = memory
        state.avail_out = UInt32(clamping: capacity)
        let room = state.avail_out
        while state.avail_out == room, !ended {
            if state.avail_in == 0 {
                guard let count = try input.refill() else { return nil }
                if count == 0 {
                    guard betweenMembers else { throw failure("truncated gzip stream") }
                    ended = true
                    break
                }
                state.next_in = input.buffer
                state.avail_in = UInt32(count)
            }
            betweenMembers = false
            let status = inflate(&state, Z_NO_FLUSH)
            if status == Z_STREAM_END {
                inflateReset(&state)
                betweenMembers = true
            } else if status != Z_OK, status != Z_BUF_ERROR {
                throw failure("corrupt gzip stream (\(state.msg.map { String(cString: $0) } ?? "code \(status)"))")
            }
        }
        return Int(room - state.avail_out)
    }

    private func failure(_ what: String) -> InputError {
        InputError(
            description:
                "\(name): \(what) after \(input.total - Int(state.avail_in)) compressed bytes, expected a whole file",
            cause: .transfer)
    }
}

/// Zstandard with any number of frames.
final class ZstdStream: ByteStream {
    private let input: CompressedInput
    private let name: String
    private let context = ZSTD_createDStream()
    private var pending = ZSTD_inBuffer()
    /// The number of bytes that zstd expects next; 0 between frames, where the input may end.
    private var wanted = 0
    private var ended = false

    init(_ source: any ByteStream, name: String) {
        input = CompressedInput(source)
        self.name = name
    }

    deinit { ZSTD_freeDStream(context) }

    func read(into memory: UnsafeMutablePointer<UInt8>, capacity: Int) throws(InputError) -> Int? {
        var output = ZSTD_outBuffer(dst: memory, size: capacity, pos: 0)
        while output.pos == 0, !ended {
            if pending.pos == pending.size {
                guard let count = try input.refill() else { return nil }
                if count == 0 {
                    guard wanted == 0 else { throw failure("truncated zstd stream") }
                    ended = true
                    break
                }
                pending = ZSTD_inBuffer(src: input.buffer, size: count, pos: 0)
            }
            wanted = ZSTD_decompressStream(context, &output, &pending)
            if ZSTD_isError(wanted) != 0 {
                throw failure("corrupt zstd stream (\(String(cString: ZSTD_getErrorName(wanted))))")
            }
        }
        return output.pos
    }

    private func failure(_ what: String) -> InputError {
        InputError(
            description: "\(name): \(what) after \(input.total) compressed bytes, expected a whole file",
            cause: .transfer)
    }
}
