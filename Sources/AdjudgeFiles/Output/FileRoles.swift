import AdjudgeWire
import Glibc

/// The files of a run. A file that is written must differ from all others, by whatever path or link it is named.
struct FileRoles {
    /// The identity of a file: its device and inode, or the path at which it will be created.
    private enum Identity: Equatable {
        case file(UInt, UInt)
        case path(String)
    }

    private var known: [(what: String, identity: Identity)] = []

    /// Adds a file that is only read.
    mutating func read(_ path: String, as what: String) {
        let identity = path == "-" ? FileRoles.identity(of: 0) : FileRoles.identity(at: path)
        if let identity { known.append((what, identity)) }
    }

    /// Adds a file that is written. Throws when it was added before.
    mutating func write(_ path: String, as what: String) throws(InputError) {
        let standard = OutputPath.standardDescriptor(path)
        guard let identity = standard.map({ FileRoles.identity(of: $0) }) ?? FileRoles.identity(at: path) else {
            return
        }
        if let other = known.first(where: { $0.identity == identity }) {
            throw InputError(
                description: "\(path): is the \(other.what) too, expected another file for the \(what)")
        }
        known.append((what, identity))
    }

    /// Nil unless the descriptor is a regular file: devices and pipes may be both read and written.
    private static func identity(of descriptor: Int32) -> Identity? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return .file(UInt(status.st_dev), UInt(status.st_ino))
    }

    private static func identity(at path: String) -> Identity? {
        var status = stat()
        guard stat(path, &status) == 0 else { return .path(creationPath(path, links: 40)) }
        return status.st_mode & S_IFMT == S_IFREG ? .file(UInt(status.st_dev), UInt(status.st_ino)) : nil
    }

    /// The path at which a file that does not exist would be created; dangling symbolic links are followed.
    private static func creationPath(_ path: String, links: Int) -> String {
        let slash = path.lastIndex(of: "/")
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let resolved = realpath(parent, nil)
        defer { free(resolved) }
        let folder = resolved.map { String(cString: $0) } ?? parent
        let whole = "\(folder)/\(name)"
        guard links > 0 else { return whole }
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = target.withUnsafeMutableBytes {
            readlink(whole, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
        }
        guard length > 0 else { return whole }
        let link = String(decoding: target[0..<length], as: UTF8.self)
        return creationPath(link.hasPrefix("/") ? link : "\(folder)/\(link)", links: links - 1)
    }
}
