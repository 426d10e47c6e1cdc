import AdjudgeBase
import AdjudgeWire
import CZlib
import CZstd

/// A compression format.
enum Compression {
    case gzip, zstd

    func make() -> any Compressor {
        switch self {
        case .gzip: GzipCompressor()
        case .zstd: ZstdCompressor()
        }
    }
}

/// Compresses rows into one stream.
protocol Compressor: AnyObject {
    typealias Sink = (Bytes) throws(InputError) -> Void
    /// Compresses `bytes`; passes finished output to `sink`.
    func write(_ bytes: Bytes, to sink: Sink) throws(InputError)
    /// Ends the stream.
    func finish(to sink: Sink) throws(InputError)
}

/// gzip by zlib, level 6.
private final class GzipCompressor: Compressor {
    private static let capacity = 1 << 16
    private let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: GzipCompressor.capacity)
    private var state = z_stream()

    init() {
        // 16 + MAX_WBITS: gzip with its header, without a time stamp, so that the same rows give the same bytes.
        deflateInit2_(
            &state, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
    }

    deinit {
        deflateEnd(&state)
        buffer.deallocate()
    }

    func write(_ bytes: Bytes, to sink: Sink) throws(InputError) {
        var rest = bytes
        while rest.count > 0 {
            let part = rest[0..<min(rest.count, 1 << 30)]
            try run(part, Z_NO_FLUSH, sink)
            rest = rest.suffix(from: part.count)
        }
    }

    func finish(to sink: Sink) throws(InputError) { try run(.empty, Z_FINISH, sink) }

    private func run(_ bytes: Bytes, _ flush: Int32, _ sink: Sink) throws(InputError) {
        state.next_in = UnsafeMutablePointer(mutating: bytes.start)
        state.avail_in = UInt32(bytes.count)
        repeat {
            state.next_out = buffer
            state.avail_out = UInt32(GzipCompressor.capacity)
            let status = deflate(&state, flush)
            guard status != Z_STREAM_ERROR else {
                throw InputError(description: "found no memory to compress with", cause: .memory)
            }
            try sink(Bytes(start: buffer, count: GzipCompressor.capacity - Int(state.avail_out)))
        } while state.avail_out == 0
    }
}

/// Zstandard, level 3, with a checksum.
private final class ZstdCompressor: Compressor {
    private static let capacity = 1 << 17
    private let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: ZstdCompressor.capacity)
    private let context = ZSTD_createCCtx()

    init() {
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 3)
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    }

    deinit {
        ZSTD_freeCCtx(context)
        buffer.deallocate()
    }

    func write(_ bytes: Bytes, to sink: Sink) throws(InputError) { try run(bytes, ZSTD_e_continue, sink) }

    func finish(to sink: Sink) throws(InputError) { try run(.empty, ZSTD_e_end, sink) }

    private func run(_ bytes: Bytes, _ end: ZSTD_EndDirective, _ sink: Sink) throws(InputError) {
        var input = ZSTD_inBuffer(src: bytes.start, size: bytes.count, pos: 0)
        var left = 0
        repeat {
            var output = ZSTD_outBuffer(dst: buffer, size: ZstdCompressor.capacity, pos: 0)
            left = ZSTD_compressStream2(context, &output, &input, end)
            guard ZSTD_isError(left) == 0 else {
                throw InputError(
                    description: "cannot compress: \(String(cString: ZSTD_getErrorName(left)))", cause: .memory)
            }
            try sink(Bytes(start: buffer, count: output.pos))
        } while end == ZSTD_e_end ? left > 0 : input.pos < input.size
    }
}
