import AdjudgeBase
import AdjudgeWire
import Glibc

/// Where rows are written: a file, or standard output.
public final class OutputFile {
    private let descriptor: Int32
    private let name: String

    /// Opens `path` for writing; `-` is standard output. An existing file is refused unless `overwrite`, or `append`.
    public init(path: String, overwrite: Bool, append: Bool) throws(InputError) {
        name = path == "-" ? "standard output" : path
        if path == "-" {
            descriptor = 1
            return
        }
        var flags = O_WRONLY | O_CREAT | O_CLOEXEC
        if append { flags |= O_APPEND } else if overwrite { flags |= O_TRUNC } else { flags |= O_EXCL }
        descriptor = open(path, flags, 0o644)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw InputError(description: "\(path): exists already; use --overwrite, or --resume to go on with it")
            }
            throw InputError(description: "\(path): \(String(cString: strerror(errno)))")
        }
    }

    deinit { if descriptor > 2 { close(descriptor) } }

    /// Writes all of `bytes`.
    public func write(_ bytes: Bytes) throws(InputError) {
        var rest = bytes
        while rest.count > 0 {
            let written = Glibc.write(descriptor, rest.start, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw InputError(description: "\(name): \(String(cString: strerror(errno)))")
            }
            rest = rest.suffix(from: written)
        }
    }
}
