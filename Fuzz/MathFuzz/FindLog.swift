import AdjudgeBase
import Glibc

/// Broken laws, a JSON line for each signature, in the file that `FUZZ_FINDS` names (`finds.jsonl` without it).
///
/// Every process of a fuzzing session adds to the same file and passes over the signatures that are in it.
struct FindLog {
    private let path: String
    private var seen: Set<String> = []

    init() {
        path = getenv("FUZZ_FINDS").map { String(cString: $0) } ?? "finds.jsonl"
        guard let file = fopen(path, "r") else { return }
        defer { fclose(file) }
        var line: UnsafeMutablePointer<CChar>?
        var room = 0
        while getline(&line, &room, file) > 0 {
            // `{"find": "signature", …`
            let parts = String(cString: line!).split(separator: "\"", maxSplits: 4, omittingEmptySubsequences: false)
            if parts.count == 5 { seen.insert(String(parts[3])) }
        }
        free(line)
    }

    /// Writes a find down unless its signature, which holds no character that JSON escapes, was seen before.
    mutating func add(_ signature: String, _ reference: Bytes, _ answer: Bytes, _ measured: String = "") {
        guard seen.insert(signature).inserted, let file = fopen(path, "a") else { return }
        defer { fclose(file) }
        fputs(
            "{\"find\": \"\(signature)\", \"reference\": \(quoted(reference)), \"answer\": \(quoted(answer)), "
                + "\"measured\": \"\(measured)\"}\n", file)
    }

    /// The bytes as a JSON string; bytes of text that is not UTF-8 become U+0000 to U+00FF, marked by a leading U+FEFF.
    private func quoted(_ bytes: Bytes) -> String {
        let raw = UnsafeBufferPointer(start: bytes.start, count: bytes.count)
        let text =
            String(validating: raw, as: UTF8.self)
            ?? "\u{FEFF}" + String(String.UnicodeScalarView(raw.map { Unicode.Scalar($0) }))
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": out += "\\\(scalar)"
            case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{FEFF}": out += escaped(scalar)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    private func escaped(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
