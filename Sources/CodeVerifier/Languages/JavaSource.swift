import AdjudgeBase

/// The facts of a Java program's text that decide how it is compiled and started: its package, its public class, and
/// the class that has `main`, wherever it stands.
struct JavaSource {
    private(set) var package = ""
    private(set) var publicClass: String?
    private(set) var mainClass: String?

    /// Reads the tokens of a program; comments, strings and characters are none. O(bytes).
    init(_ text: Bytes) {
        var scanner = Scanner(text)
        var depth = 0
        var isPublic = false
        var current: String?
        var before = ("", "")
        while let token = scanner.next() {
            switch token {
            case "{": depth += 1
            case "}": depth -= 1
            case "package" where depth == 0: package = scanner.name()
            case "public" where depth == 0: isPublic = true
            case ";" where depth == 0: isPublic = false
            case "class", "interface", "enum", "record":
                guard depth == 0, before.1 != "." else { break }
                current = scanner.name()
                if isPublic { publicClass = current }
                isPublic = false
            case "(" where depth >= 1 && before == ("void", "main"): mainClass = mainClass ?? current
            default: break
            }
            before = (before.1, token)
        }
    }

    fileprivate struct Scanner {
        private let text: Bytes
        private(set) var at = 0
        /// Where the last token began.
        private(set) var start = 0

        init(_ text: Bytes) { self.text = text }

        /// A dotted name.
        mutating func name() -> String {
            var name = next() ?? ""
            while at < text.count, text[at] == UInt8(ascii: ".") {
                at += 1
                name += "." + (next() ?? "")
            }
            return name
        }

        mutating func next() -> String? {
            while at < text.count {
                let byte = text[at]
                let rest = text.suffix(from: at)
                if byte <= 0x20 {
                    at += 1
                } else if rest.hasPrefix("//") {
                    at += rest.find(Bytes("\n")) ?? rest.count
                } else if rest.hasPrefix("/*") {
                    at += 2 + (rest.suffix(from: 2).find(Bytes("*/")).map { $0 + 2 } ?? rest.count)
                } else if rest.hasPrefix("\"\"\"") {
                    at += 3 + (rest.suffix(from: 3).find(Bytes("\"\"\"")).map { $0 + 3 } ?? rest.count)
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    skipLiteral(byte)
                } else {
                    start = at
                    while at < text.count, isNamePart(text[at]) { at += 1 }
                    if at == start { at += 1 }
                    return text[start..<at].string
                }
            }
            return nil
        }

        private mutating func skipLiteral(_ quote: UInt8) {
            at += 1
            while at < text.count, text[at] != quote, text[at] != 0x0A { at += text[at] == UInt8(ascii: "\\") ? 2 : 1 }
            at += 1
        }

        private func isNamePart(_ byte: UInt8) -> Bool {
            byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
        }
    }
}

/// A Java text in two parts, so that several can stand in one file: its imports, and its classes without `package` and
/// without `public`, which only one class of a file may be.
struct JavaParts {
    private(set) var imports = ""
    private(set) var body = ""

    /// Reads the tokens outside of all braces; comments, strings and characters are none. O(bytes).
    init(_ text: Bytes) {
        var scanner = JavaSource.Scanner(text)
        var depth = 0
        var copied = 0
        while let token = scanner.next() {
            let start = scanner.start
            switch token {
            case "{": depth += 1
            case "}": depth -= 1
            case "import" where depth == 0, "package" where depth == 0:
                while let next = scanner.next(), next != ";" {}
                if token == "import" { imports += text[start..<scanner.at].string + "\n" }
                fallthrough
            case "public" where depth == 0:
                body += text[copied..<start].string
                copied = scanner.at
            default: break
            }
        }
        body += text.suffix(from: copied).string
    }
}

extension Language {
    /// The language as a program's own text wants it: Java is compiled once, into a file named after its public class, and
    /// started by the class that has `main`.
    func adapted(to program: Bytes) -> Language {
        guard name == "java", self == LanguageTable.standard.named("java"), ToolPath.find("javac") != nil,
            ToolPath.find("jar") != nil
        else { return self }
        let source = JavaSource(program)
        guard let main = source.mainClass, JavaSource.isPlain(main), JavaSource.isPlain(source.publicClass ?? "Main"),
            source.package.isEmpty
                || source.package.split(separator: ".").allSatisfy({ JavaSource.isPlain(String($0)) })
        else { return self }
        var language = self
        language.source = (source.publicClass ?? "Main") + ".java"
        let start = source.package.isEmpty ? main : "\(source.package).\(main)"
        let flags = "-J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1"
        language.runtime = .commands(
            compile: [
                "sh", "-c",
                "javac \(flags) -nowarn -proc:none -encoding UTF-8 -d classes '{source}' && jar \(flags) -c -f '{binary}' -C classes .",
            ],
            run: ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss64m", "-cp", "{binary}", start])
        return language
    }
}

extension JavaSource {
    /// Whether a name is plain ASCII, so that it can stand in a command.
    fileprivate static func isPlain(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "$") }
            && !name.utf8.contains(UInt8(ascii: "$"))
    }
}
