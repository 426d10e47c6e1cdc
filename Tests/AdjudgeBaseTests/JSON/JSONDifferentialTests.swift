import AdjudgeBase
import CaseFiles
import Testing

/// Random documents, whole and broken, read by the parser and by the plain reader beside it.
@Suite("JSON against a plain reader")
struct JSONDifferentialTests {
    private static func randomString(_ random: inout Seeded) -> String {
        let pieces = [
            "a", "key", " ", #"\n"#, #"\""#, #"\\"#, #"\/"#, #"\b\f\r\t"#, #"\u0041"#, #"\u00e9"#, #"\ud83d\ude00"#,
            #"\uD800"#, #"\udfff"#, #"\ud800\ud83d\ude00"#, "é", "中", "😀", "{}[]:,",
            "long enough to pass the two words",
            String(repeating: "x", count: 61), #"\\\\\\"#,
        ]
        return "\"" + (0..<random.below(6)).map { _ in pieces[random.below(pieces.count)] }.joined() + "\""
    }

    private static func randomDocument(_ random: inout Seeded, depth: Int = 0) -> String {
        let space = ["", "", "", " ", "\n\t", "\r\n  "][random.below(6)]
        func list(_ open: String, _ close: String, _ item: (inout Seeded) -> String) -> String {
            open + space + (0..<random.below(5)).map { _ in item(&random) }.joined(separator: "," + space) + space
                + close
        }
        switch random.below(depth > 5 ? 6 : 10) {
        case 0: return "null"
        case 1: return random.below(2) == 0 ? "true" : "false"
        case 2: return ["0", "-0", "1", "-12.5", "6.02e23", "1E-9", "0.000"][random.below(7)]
        case 3, 4, 5: return randomString(&random)
        case 6, 7: return list("[", "]") { randomDocument(&$0, depth: depth + 1) }
        default:
            return list("{", "}") { randomString(&$0) + space + ":" + space + randomDocument(&$0, depth: depth + 1) }
        }
    }

    private static func mutated(_ text: [UInt8], _ random: inout Seeded) -> [UInt8] {
        let likely = Array(#"{}[]",:\u0e-+.1tfn"#.utf8) + [0x00, 0x0A, 0x1F, 0x80, 0xC3, 0xED, 0xFF]
        var text = text
        for _ in 0...random.below(3) where !text.isEmpty {
            let at = random.below(text.count)
            switch random.below(5) {
            case 0: text[at] = UInt8(random.below(256))
            case 1: text[at] = likely[random.below(likely.count)]
            case 2: text.remove(at: at)
            case 3: text.insert(likely[random.below(likely.count)], at: at)
            default: text.removeSubrange(at..<min(text.count, at + 1 + random.below(8)))
            }
        }
        return text
    }

    @Test("Whole documents read the same")
    func documents() {
        var random = Seeded(seed: 0xA11)
        for _ in 0..<4000 {
            let text = Array(JSONDifferentialTests.randomDocument(&random).utf8)
            let expected = ReferenceReader.read(text)
            #expect(expected != nil, "the generator wrote no JSON: \(String(decoding: text, as: UTF8.self))")
            if (try? parsed(text).get()) != expected {
                Issue.record("reads differ: \(String(decoding: text, as: UTF8.self))")
            }
        }
    }

    @Test("Broken documents are accepted or refused alike, the error inside the text")
    func mutations() {
        var random = Seeded(seed: 0xA12)
        var accepted = 0, refused = 0
        for _ in 0..<12_000 {
            let whole = Array(JSONDifferentialTests.randomDocument(&random).utf8)
            let text = JSONDifferentialTests.mutated(whole, &random)
            let expected = ReferenceReader.read(text)
            switch parsed(text) {
            case .success(let tree):
                accepted += 1
                if tree != expected { Issue.record("reads differ: \(text)") }
            case .failure(let error):
                refused += 1
                if expected != nil { Issue.record("refused (\(error.message)), though JSON: \(text)") }
                if error.byte < 0 || error.byte > text.count { Issue.record("error outside the text: \(text)") }
            }
        }
        #expect(accepted > 1000 && refused > 1000, "\(accepted) accepted, \(refused) refused: too few of one kind")
    }

    @Test("Every prefix of a document is refused as cut off, at its end")
    func prefixes() {
        let text = Array(#"{"a":[1.5e3,"x\n\u00e9\ud83d\ude00",{"b":null,"long enough for a call":true}]}"#.utf8)
        for count in 1..<text.count {
            guard case .failure(let error) = parsed(Array(text[..<count])) else {
                Issue.record("accepted: the first \(count) bytes")
                continue
            }
            // Cut inside a number or a word, what is left of it is wrong by itself.
            let cut = error.kind == .truncated && error.byte == count
            #expect(cut || error.kind == .badNumber || error.kind == .badLiteral, "\(count): \(error.message)")
        }
    }
}
