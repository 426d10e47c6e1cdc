/// One of the two files of profiles: `~/.aws/credentials` with sections `[name]`, `~/.aws/config` with `[profile name]`.
///
/// Source: AWS SDKs and Tools reference guide, "Shared config and credentials files".
struct ProfileFile {
    private var sections: [String: [String: String]] = [:]

    /// Reads a file; lines that are neither a section nor a setting are passed over. O(length).
    init(_ text: String) {
        var section: String?
        for line in text.split(whereSeparator: \.isNewline) {
            // An indented line belongs to the setting above it, of which none here has parts.
            guard let first = line.first, first != " ", first != "\t", first != "#", first != ";" else { continue }
            if first == "[" {
                section = line.firstIndex(of: "]").map {
                    ProfileFile.name(line[line.index(after: line.startIndex)..<$0])
                }
                if let section { sections[section, default: [:]] = sections[section] ?? [:] }
                continue
            }
            guard let section, let mark = line.firstIndex(of: "=") else { continue }
            let name = ProfileFile.trimmed(line[..<mark]).lowercased()
            sections[section]![name] = ProfileFile.value(line[line.index(after: mark)...])
        }
    }

    /// The settings of a profile; nil when the file has none of that name.
    func profile(_ name: String) -> [String: String]? { sections[name] }

    private static func name(_ text: Substring) -> String {
        let name = trimmed(text)
        guard name.hasPrefix("profile"), let next = name.dropFirst(7).first, next == " " || next == "\t" else {
            return name
        }
        return trimmed(name.dropFirst(7))
    }

    /// A value without a comment, which a blank must precede.
    private static func value(_ text: Substring) -> String {
        var end = text.endIndex
        var isAfterBlank = false
        for index in text.indices {
            if isAfterBlank, text[index] == "#" || text[index] == ";" {
                end = index
                break
            }
            isAfterBlank = text[index] == " " || text[index] == "\t"
        }
        return trimmed(text[..<end])
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else { return "" }
        return String(start[...end])
    }
}
