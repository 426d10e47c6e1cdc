import AdjudgeBase
import CaseFiles
import Testing

@testable import StructureVerifier

/// Texts that are made to cost: each ends with a status, in time that grows as the text does.
@Suite struct StructuredHostileTests {
    private typealias Make = @Sendable (Int) -> String

    private static func times(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    /// Texts of about so many bytes.
    private static let texts: [(name: String, format: String, make: Make)] = [
        ("lists in lists", "yaml", { times("[", $0) }),
        ("objects in objects", "yaml", { times("{a: ", $0 / 4) }),
        ("entries in entries", "yaml", { times("- ", $0 / 2) }),
        ("keys in keys", "yaml", { times("? ", $0 / 2) }),
        ("a long list in one line", "yaml", { "[" + times("a, ", $0 / 3) + "a]" }),
        ("pairs in a list in one line", "yaml", { "[" + times("a: b, ", $0 / 6) + "a]" }),
        ("short lists in lists in one line", "yaml", { "[" + times("[[[[[a]]]]], ", $0 / 13) + "a]" }),
        ("a long plain text", "yaml", { times("word ", $0 / 5) }),
        ("a long plain text over lines", "yaml", { times("word\n\n", $0 / 6) }),
        ("many keys", "yaml", { (0..<$0 / 12).map { "k\($0): v\n" }.joined() }),
        ("many keys of one name", "yaml", { times("k: v\n", $0 / 5) }),
        ("many anchors", "yaml", { (0..<$0 / 12).map { "- &a\($0) x\n" }.joined() }),
        ("one anchor and many aliases", "yaml", { "- &a x\n" + times("- *a\n", $0 / 5) }),
        ("a large anchor and many aliases", "yaml", { "- &a \"\(times("x", 1_000))\"\n" + times("- *a\n", $0 / 5) }),
        (
            "a bomb of aliases", "yaml",
            { "a0: &a0 x\n" + (1...max(1, $0 / 40)).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined() }
        ),
        ("merges of merges", "yaml", { "a: &a {x: 1, y: 2, z: 3}\n" + times("<<: [*a, *a, *a, *a]\n", $0 / 21) }),
        ("lines without text", "yaml", { "a: |\n" + times(" \n", $0 / 2) }),
        ("remarks", "yaml", { times("# x\n", $0 / 4) + "a: 1" }),
        ("quotes that do not close", "yaml", { times("'a\n", $0 / 3) }),
        ("escapes", "yaml", { "\"" + times("\\x41", $0 / 4) + "\"" }),
        ("tags", "yaml", { times("- !!str a\n", $0 / 10) }),
        ("documents", "yaml", { times("---\na\n", $0 / 6) }),
        ("digits", "yaml", { times("9", $0) }),
        ("elements in elements", "xml", { times("<a>", $0 / 3) }),
        ("elements of one name", "xml", { "<r>" + times("<a/>", $0 / 4) + "</r>" }),
        ("elements of many names", "xml", { "<r>" + (0..<$0 / 8).map { "<a\($0)/>" }.joined() + "</r>" }),
        ("attributes", "xml", { "<r" + (0..<$0 / 10).map { " a\($0)=''" }.joined() + "/>" }),
        ("pieces of text", "xml", { "<r>" + times("a<!---->", $0 / 8) + "</r>" }),
        ("brackets", "xml", { "<r>" + times("]", $0) + "</r>" }),
        ("remarks that do not close", "xml", { "<r>" + times("<!-- ", $0 / 5) }),
        ("entities", "xml", { "<!DOCTYPE r [" + times("<!ENTITY a '&a;'>", $0 / 17) + "]><r/>" }),
        ("references", "xml", { "<r>" + times("&#65;", $0 / 5) + "</r>" }),
        ("dots", "toml", { times("a.", $0 / 2) + "a = 1" }),
        ("lists in lists", "toml", { "a = " + times("[", $0) }),
        ("tables in tables", "toml", { "a = " + times("{a = ", $0 / 5) }),
        ("many tables", "toml", { (0..<$0 / 10).map { "[a.b\($0)]\n" }.joined() }),
        ("many tables in a list", "toml", { times("[[a.b]]\n", $0 / 8) }),
        ("many keys", "toml", { (0..<$0 / 12).map { "a.k\($0) = 1\n" }.joined() }),
        ("quotes", "toml", { "a = \"\"\"" + times("\"\"a", $0 / 3) }),
        ("a long header", "csv", { (0..<$0 / 8).map { "column\($0)" }.joined(separator: ",") }),
        ("many short rows beneath a long header", "csv", { times("a,", $0 / 4) + "a\n" + times("1\n", $0 / 4) }),
        ("quotes", "csv", { "a\n" + times("\"\"", $0 / 2) }),
        ("empty lines", "csv", { "a" + times("\n", $0) + "1" }),
        ("lists in lists", "json", { times("[", $0) }),
        ("a key many times", "json", { "{" + times("\"a\":1,", $0 / 6) + "\"a\":1}" }),
        ("numbers of Python", "json", { "[" + times("NaN,", $0 / 4) + "1]" }),
    ]

    private static func checker(_ format: String, isPeer: Bool) throws -> any Checker {
        var context = CompileContext()
        let schema: DocumentValue = [
            "type": ["array", "object", "string"],
            "items": ["type": "object", "properties": ["a": ["type": ["integer", "null"]]]],
        ]
        var members = [
            DocumentValue.Member(key: "type", value: "structured"),
            DocumentValue.Member(key: "format", value: .string(format)),
            DocumentValue.Member(key: "schema", value: schema),
        ]
        if isPeer { members.append(DocumentValue.Member(key: "compat", value: "compat:nemo")) }
        return try StructuredVerifier.kind.compile(DocumentNode(.object(members)), &context).makeChecker()
    }

    @Test("every text of the kind ends with a status, in work that grows as it does", arguments: [false, true])
    func hostile(_ isPeer: Bool) throws {
        let scratch = Scratch()
        for text in StructuredHostileTests.texts {
            let checker = try StructuredHostileTests.checker(text.format, isPeer: isPeer)
            let made = [16_000: text.make(16_000), 64_000: text.make(64_000)]
            let growth = Growth.ofTime(16_000) { size in
                withBytes(of: made[size]!) { bytes in
                    scratch.beginSample()
                    let outcome = checker.check(
                        CheckInput(answer: .text(bytes), reference: .absent, response: bytes), scratch)
                    let name = "\(text.format), \(text.name)"
                    #expect([.graded, .limitExceeded].contains(outcome.status), "\(name): \(outcome)")
                    #expect(scratch.work < UInt64(SchemaValidator.baseBudget * 2 + 160 * bytes.count), "\(name)")
                }
            }
            #expect(growth < Growth.linear, "\(text.format), \(text.name): \(growth)")
        }
    }
}
