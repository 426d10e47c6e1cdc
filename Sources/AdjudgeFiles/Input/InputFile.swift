import AdjudgeWire
import Glibc

/// Opens what rows are read from.
enum InputFile {
    /// A stream over the file at `path`, `-` for standard input, decompressed as its first bytes tell. Waiting for a pipe
    /// ends with an error once `stop` is raised.
    static func open(_ path: String, _ stop: StopSignal?) throws(InputError) -> any ByteStream {
        let name = path == "-" ? "standard input" : path
        let descriptor = path == "-" ? 0 : Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw InputError(description: "\(name): \(String(cString: strerror(errno)))") }
        let source = FileStream(descriptor, name: name)
        let head = try source.peek(4, stop)
        if head.starts(with: [0x1F, 0x8B]) { return GzipStream(source, name: name) }
        if head == [0x28, 0xB5, 0x2F, 0xFD] { return ZstdStream(source, name: name) }
        return source
    }
}
