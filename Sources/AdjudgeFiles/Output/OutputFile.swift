import AdjudgeBase
import AdjudgeWire
import Glibc

/// The output of a run: a file, a device or standard output. A file is locked while it is open, so that two runs never
/// write to it. A file whose name ends in `.gz` or `.zst` is compressed.
final class OutputFile {
    /// How existing content is treated.
    enum Purpose {
        /// An existing file is refused.
        case new
        /// Existing content is removed.
        case replace
        /// Existing content stays until ``cut(at:)``.
        case resume
    }

    let descriptor: Int32
    let name: String
    /// True for a regular file, which can be truncated.
    let isRegular: Bool
    private let ownsDescriptor: Bool
    private var compressor: (any Compressor)?
    /// The number of bytes of whole rows written; counted only without compression.
    private var wholeBytes = 0
    private var isFinished = false

    /// Opens `path` for writing; `-` is standard output.
    init(path: String, _ purpose: Purpose) throws(InputError) {
        let standard = OutputPath.standardDescriptor(path)
        name = standard == 1 ? "standard output" : path
        ownsDescriptor = standard == nil
        if let standard {
            descriptor = standard
            isRegular = false
        } else {
            isRegular = OutputPath.isRegularOrNew(path)
            descriptor = try OutputFile.open(path, purpose, isRegular: isRegular)
        }
        if standard == nil, isRegular { compressor = OutputPath.compression(path)?.make() }
        if purpose == .resume, let problem = whyNotResumed { throw InputError(description: "\(name): \(problem)") }
        if isRegular {
            try lock()
            if purpose == .replace { try cut(at: 0) }
        }
    }

    deinit { if ownsDescriptor, !isFinished { close(descriptor) } }

    private static func open(_ path: String, _ purpose: Purpose, isRegular: Bool) throws(InputError) -> Int32 {
        var flags = O_CLOEXEC
        if isRegular {
            flags |= O_CREAT | (purpose == .resume ? O_RDWR : O_WRONLY)
            if purpose == .new { flags |= O_EXCL }
        } else {
            flags |= O_WRONLY | O_NOCTTY
        }
        let descriptor = Glibc.open(path, flags, 0o644)
        if descriptor < 0 {
            if errno == EEXIST {
                throw InputError(description: "\(path): exists already; use --overwrite, or --resume to go on with it")
            }
            throw InputError(description: "\(path): \(String(cString: strerror(errno)))")
        }
        return descriptor
    }

    private var whyNotResumed: String? {
        if !isRegular { return "cannot be gone on with, expected a file with --resume" }
        if compressor != nil {
            return "compressed rows cannot be gone on with; resume a plain file and compress it when it is whole"
        }
        return nil
    }

    /// Locks the file, retrying because a killed run may still hold its lock for a moment. A file system without locks
    /// is no error.
    private func lock() throws(InputError) {
        var patience = 20
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK where patience > 0:
                patience -= 1
                usleep(25_000)
            case EWOULDBLOCK:
                throw InputError(description: "\(name): another run is writing to it, expected to be the only one")
            default: return
            }
        }
    }

    /// Truncates the file to `count` bytes, where the next row is then written.
    func cut(at count: Int) throws(InputError) {
        guard ftruncate(descriptor, count) == 0, lseek(descriptor, count, SEEK_SET) == count else {
            throw failure("cannot be cut after \(count) bytes")
        }
        wholeBytes = count
    }

    /// Writes whole rows.
    func write(_ rows: Bytes) throws(InputError) {
        if compressor != nil {
            try compressor!.write(rows) { chunk throws(InputError) in _ = try put(chunk) }
        } else {
            try put(rows)
            wholeBytes += rows.count
        }
    }

    /// Writes what the compressor has buffered and closes the file, because some file systems report a full disk only
    /// then. Nothing can be written afterwards.
    func finish() throws(InputError) {
        guard !isFinished else { return }
        isFinished = true
        defer { if ownsDescriptor { close(descriptor) } }
        try compressor?.finish { chunk throws(InputError) in _ = try put(chunk) }
        // The lock ends with the last descriptor, so a duplicate is closed first to learn the error of close().
        if ownsDescriptor {
            let copy = dup(descriptor)
            if copy >= 0, close(copy) != 0, errno != EINTR { throw failure("cannot be written") }
        }
    }

    private func put(_ bytes: Bytes) throws(InputError) {
        var rest = bytes
        while rest.count > 0 {
            let written = Glibc.write(descriptor, rest.start, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                let error = failure("cannot be written")
                leaveWholeRows(of: bytes[0..<bytes.count - rest.count])
                throw error
            }
            rest = rest.suffix(from: written)
        }
    }

    /// Removes the partial row that a full disk leaves, so that the file ends with a whole row.
    private func leaveWholeRows(of written: Bytes) {
        guard isRegular, compressor == nil else { return }
        var count = written.count
        while count > 0, written[count - 1] != 0x0A { count -= 1 }
        ftruncate(descriptor, wholeBytes + count)
    }

    private func failure(_ what: String) -> InputError {
        InputError(description: "\(name): \(what): \(String(cString: strerror(errno)))", cause: .transfer)
    }
}
