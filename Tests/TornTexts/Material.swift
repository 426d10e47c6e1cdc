import AdjudgeBase
import CaseFiles

/// A response and what it is checked against, as bytes: torn texts need not be UTF-8.
struct Pair {
    var response: [UInt8]
    var reference: [UInt8]
}

/// The texts that are torn: the rows of the project's corpora, or of the cases beside the checkout.
enum Material {
    /// Rows longer than this are not taken: they are programs' tests and books of hostile text.
    private static let maxBytes = 1 << 16

    /// The rows of every corpus, each once.
    static func corpora() -> [Pair] {
        var rows = Rows()
        for folder in ["", "math", "attacks"] {
            for path in CaseFiles.corpora(in: folder) {
                let name = path.split(separator: "/").last.map(String.init) ?? ""
                for line in CaseFiles.lines(folder.isEmpty ? name : "\(folder)/\(name)") { rows.add(line) }
            }
        }
        return rows.pairs
    }

    /// The rows of every case file beside the checkout; of those of one kind at most `most`, evenly spread.
    static func cases(most: Int) -> [Pair] {
        var rows = Rows()
        for name in CaseFiles.externalNames() {
            let lines = CaseFiles.external(name) ?? []
            let step = max(1, lines.count / most)
            for index in stride(from: 0, to: lines.count, by: step) { rows.add(lines[index]) }
        }
        return rows.pairs
    }

    private struct Rows {
        var pairs: [Pair] = []
        private var seen: Set<[UInt8]> = []
        private let parser = JSONParser()

        /// Takes a row's texts; test objects as the JSON that they are.
        mutating func add(_ line: String) {
            guard line.utf8.count <= Material.maxBytes else { return }
            withBytes(of: line) { bytes in
                guard let row = try? parser.parse(bytes), row.kind == .object else { return }
                let response = text(row, ["response", "answer", "completion", "output", "text", "input", "pred"])
                let reference = text(row, ["reference", "gold", "expected", "label", "test", "tests"])
                guard !response.isEmpty || !reference.isEmpty, seen.insert(response + [0] + reference).inserted else {
                    return
                }
                pairs.append(Pair(response: response, reference: reference))
            }
        }

        private func text(_ row: JSONValue, _ keys: [StaticString]) -> [UInt8] {
            for key in keys {
                guard let value = row.member(key), value.kind != .null else { continue }
                if let text = value.decodedString { return Array(text.utf8) }
                return (0..<value.raw.count).map { value.raw[$0] }
            }
            return []
        }
    }
}
