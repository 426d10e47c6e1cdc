import AdjudgeBase
import Glibc

/// Files that tests read: the project's corpora, and the external cases beside the checkout where they are.
public enum CaseFiles {
    /// The folder of the package.
    public static let root: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    /// Makes the warden that `make sandbox` has built known to this process, where nothing else names one; whether there
    /// is any.
    public static func findWarden() -> Bool {
        if getenv("ADJUDGE_WARDEN") != nil { return true }
        let built = "\(root)/build/libexec/adjudge/adjudge-warden"
        guard access(built, X_OK) == 0 else { return false }
        setenv("ADJUDGE_WARDEN", built, 1)
        return true
    }

    /// The path of a corpus, such as `number.jsonl`.
    public static func corpus(_ name: String) -> String { "\(root)/corpora/\(name)" }

    /// The paths of all corpora of a folder, sorted.
    public static func corpora(in folder: String) -> [String] {
        names(in: corpus(folder)).filter { $0.hasSuffix(".jsonl") }.map { corpus("\(folder)/\($0)") }
    }

    /// The names of all case files beside the checkout, such as `math/golds`, sorted.
    public static func externalNames() -> [String] {
        let folder = "\(root)/../shared/cases"
        return names(in: folder).flatMap { inner in
            names(in: "\(folder)/\(inner)").filter { $0.hasSuffix(".jsonl.xz") }.map { "\(inner)/\($0.dropLast(9))" }
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
                })
        }
        return names.sorted()
    }

    /// The rows of an external case file such as `rules/lm_eval_filters`, a line each; nil, with a message, where the
    /// cases are not beside the checkout.
    public static func external(_ name: String, file: StaticString = #fileID) -> [String]? {
        let path = "\(root)/../shared/cases/\(name).jsonl.xz"
        guard access(path, R_OK) == 0 else {
            print("skipped: \(file): no ../shared/cases/\(name).jsonl.xz beside the checkout")
            return nil
        }
        guard let pipe = popen("xz -dc '\(path)'", "r") else { return nil }
        defer { pclose(pipe) }
        return lines(pipe)
    }

    /// The rows of one of the project's corpora, such as `math/sets.jsonl`; none where it cannot be read.
    public static func lines(_ name: String) -> [String] {
        guard let file = fopen(corpus(name), "r") else { return [] }
        defer { fclose(file) }
        return lines(file)
    }

    /// The lines of a file that something else has written; none where it cannot be read.
    public static func lines(path: String) -> [String] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        return lines(file)
    }

    private static func lines(_ file: UnsafeMutablePointer<FILE>) -> [String] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes += buffer[0..<count]
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Calls `body` with each line parsed as JSON.
    public static func forEach(_ lines: [String], _ body: (JSONValue) throws -> Void) throws {
        let parser = JSONParser()
        defer { withExtendedLifetime(parser) {} }
        for line in lines {
            try withBytes(of: line) { bytes in try body(try parser.parse(bytes)) }
        }
    }
}

extension JSONValue {
    /// The string at a path, such as `input.completion`; "" when there is none.
    public func text(_ path: String) -> String { JSONPath(path)!.find(in: self)?.decodedString ?? "" }
}
