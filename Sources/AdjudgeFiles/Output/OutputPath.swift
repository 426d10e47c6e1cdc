import Glibc

/// What a path that is written to names.
enum OutputPath {
    /// The descriptor of a standard stream; nil for everything else. Opening one by its path would be another file with
    /// an end of its own.
    static func standardDescriptor(_ path: String) -> Int32? {
        switch path {
        case "-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1": 1
        case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2": 2
        default: nil
        }
    }

    /// False for a device, a pipe or a socket.
    static func isRegularOrNew(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG || status.st_mode & S_IFMT == S_IFDIR
    }

    /// How what is written to `path` is compressed, by its name.
    static func compression(_ path: String) -> Compression? {
        if path.hasSuffix(".gz") { return .gzip }
        if path.hasSuffix(".zst") || path.hasSuffix(".zstd") { return .zstd }
        return nil
    }
}
