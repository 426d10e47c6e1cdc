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

    /// The folders outside of the system's own that the tools of a list of languages read: where they are installed.
    static func folders(of languages: [Language]) -> [String] {
        var folders: [String] = []
        for tool in languages.flatMap(\.tools) {
            guard let path = find(tool), !["/usr/", "/bin/", "/sbin/", "/lib"].contains(where: { path.hasPrefix($0) })
            else {
                continue
            }
            let parts = path.split(separator: "/").dropLast()
            let folder = "/" + (parts.last == "bin" ? parts.dropLast() : parts).joined(separator: "/")
            if parts.count > 2, !folders.contains(folder) { folders.append(folder) }
        }
        return folders
    }

    /// The tool of rustup's default toolchain that its proxy would start; the proxy itself needs the user's home.
    private static func inToolchain(_ name: String) -> String? {
        func value(_ key: String) -> String? { getenv(key).map { String(cString: $0) } }
        guard let home = value("RUSTUP_HOME") ?? value("HOME").map({ $0 + "/.rustup" }),
            let settings = fopen(home + "/settings.toml", "r")
        else { return nil }
        defer { fclose(settings) }
        var line = [CChar](repeating: 0, count: 512)
        while fgets(&line, Int32(line.count), settings) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let parts = text.split(separator: "\"")
            guard text.hasPrefix("default_toolchain"), parts.count > 1 else { continue }
            let path = "\(home)/toolchains/\(parts[1])/bin/\(name)"
            return access(path, X_OK) == 0 ? path : nil
        }
        return nil
    }

    private static func real(_ path: String) -> String? {
        guard access(path, X_OK) == 0, let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        // Some commands act by the name they are called by (busybox, gcc): only the folder is resolved.
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let target = String(cString: resolved)
        if target.hasSuffix("/rustup"), name != "rustup" { return inToolchain(name) }
        let folder = target.split(separator: "/").dropLast().joined(separator: "/")
        let sibling = "/\(folder)/\(name)"
        return access(sibling, X_OK) == 0 ? sibling : target
    }
}
