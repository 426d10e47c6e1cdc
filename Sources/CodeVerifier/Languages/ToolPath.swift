import Glibc

/// Finds commands on this machine, past the shims of version managers.
enum ToolPath {
    /// The real path of a command: as it is when it begins with a slash, else by PATH; nil when there is none.
    static func find(_ command: String) -> String? {
        if command.hasPrefix("/") { return real(command) }
        guard let path = getenv("PATH") else { return nil }
        for folder in String(cString: path).split(separator: ":") {
            // A shim is a script that finds the real command by an environment that programs do not have.
            if folder.hasSuffix("/shims") { continue }
            if let found = real("\(folder)/\(command)") { return found }
        }
        return nil
    }

    private static func real(_ path: String) -> String? {
        guard access(path, X_OK) == 0, let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        // What a command is called decides what it does in some cases (busybox, gcc): only its folder is resolved.
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let target = String(cString: resolved)
        let folder = target.split(separator: "/").dropLast().joined(separator: "/")
        let sibling = "/\(folder)/\(name)"
        return access(sibling, X_OK) == 0 ? sibling : target
    }
}
