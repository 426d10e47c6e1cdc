import AdjudgeWire
import Glibc

/// Opens files of rows.
enum InputFile {
    /// A stream of the file at `path` (`-` for standard input), decompressed according to its first bytes. Waiting for
    /// a pipe ends with an error once `stop` is raised. With `expectsRows`, a file in another format is refused.
    static func open(_ path: String, _ stop: StopSignal?, expectsRows: Bool) throws(InputError) -> any ByteStream {
        let name = path == "-" ? "standard input" : path
        let descriptor = path == "-" ? 0 : Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw InputError(description: "\(name): \(String(cString: strerror(errno)))") }
        let source = HeadStream(FileStream(descriptor, name: name))
        let magic = try source.look(limit: 4, stop) { _ in false }.bytes
        let stream: HeadStream
        if magic.starts(with: [0x1F, 0x8B]) {
            stream = HeadStream(GzipStream(source, name: name))
        } else if magic == [0x28, 0xB5, 0x2F, 0xFD] {
            stream = HeadStream(ZstdStream(source, name: name))
        } else {
            stream = HeadStream(source)
        }
        guard expectsRows else { return stream }
        let head = try stream.look(limit: ForeignFormat.lookAhead, stop) { ForeignFormat.isPlainlyRows($0) }
        if let format = ForeignFormat.of(head.bytes, isWhole: head.isWhole) {
            throw InputError(description: format.refusal(of: path))
        }
        return stream
    }

    /// Checks that each path is a file of rows, as far as possible without waiting: pipes are opened in their turn.
    static func check(_ paths: [String]) throws(InputError) {
        if paths.count(where: { $0 == "-" }) > 1 {
            throw InputError(description: "found standard input twice among the inputs, expected it once")
        }
        for path in paths where path != "-" {
            var status = stat()
            guard stat(path, &status) == 0 else {
                throw InputError(description: "\(path): \(String(cString: strerror(errno)))")
            }
            if status.st_mode & S_IFMT == S_IFREG { _ = try open(path, nil, expectsRows: true) }
        }
    }
}
