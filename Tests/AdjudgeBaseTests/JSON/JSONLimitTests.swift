import AdjudgeBase
import Testing

@Suite("JSON of any depth and length")
struct JSONLimitTests {
    private func nested(_ depth: Int, _ open: String, _ close: String) -> [UInt8] {
        Array((String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)).utf8)
    }

    private func failure(_ text: [UInt8], _ parser: JSONParser) -> JSONError? {
        text.withUnsafeBufferPointer { buffer in
            do throws(JSONError) { _ = try parser.parse(Bytes(buffer)) } catch { return error }
            return nil
        }
    }

    @Test("Depth is refused one past the limit, at the bracket that passes it, and the limit is named")
    func depth() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
            let levels = open.count(where: { $0 == "[" || $0 == "{" })
            #expect(failure(nested(1024 / levels, open, close), JSONParser()) == nil)
            let error = failure(nested(1024 / levels + 1, open, close), JSONParser())
            #expect(error?.kind == .tooDeep && error?.byte == 1024 / levels * open.utf8.count)
            #expect(error?.message.contains("1024") == true)
            #expect(failure(nested(1000, open, close), JSONParser(maxDepth: 1000 * levels)) == nil)
            #expect(failure(nested(100_000, open, close), JSONParser(maxDepth: 100_000 * levels)) == nil)
            #expect(failure(nested(100_000, open, close), JSONParser())?.kind == .tooDeep)
        }
        #expect(failure(Array("1".utf8), JSONParser(maxDepth: 0)) == nil)
        #expect(failure(Array("[]".utf8), JSONParser(maxDepth: 0))?.kind == .tooDeep)
    }

    @Test("A number of a million digits is kept as it is written")
    func longNumber() throws {
        let digits = String(repeating: "9", count: 1_000_000)
        for number in [digits, "-0." + digits, "1e" + digits, digits + "." + digits + "E-" + digits] {
            #expect(try parsed(Array("[\(number)]".utf8)).get() == .array([.number(Array(number.utf8))]))
            #expect(throws: JSONError.self) { try parsed(Array("[\(number)e]".utf8)).get() }
        }
    }

    @Test("Long runs of backslashes, escapes and quotes are read to their end")
    func longStrings() throws {
        for (piece, meant) in [
            (#"\\"#, "\\"), (#"\""#, "\""), (#"\n"#, "\n"), (#"\u00e9"#, "é"), (#"\ud800"#, "\u{FFFD}"),
        ] {
            for count in [1, 31, 32, 33, 64, 100_001] {
                let text = "\"" + String(repeating: piece, count: count) + "\""
                let expected = Array(String(repeating: meant, count: count).utf8)
                #expect(try parsed(Array(text.utf8)).get() == .string(expected), "\(count) × \(piece)")
                // A backslash more takes the quote.
                #expect(throws: JSONError.self) { try parsed(Array(text.utf8.dropLast()) + [0x5C, 0x22]).get() }
            }
        }
    }

    @Test("A text longer than the parser takes is refused by its length")
    func length() {
        let parser = JSONParser(maxBytes: 10)
        #expect(failure(Array("[1,2,3,45]".utf8), parser) == nil)
        let error = failure(Array("[1,2,3,456]".utf8), parser)
        #expect(error?.kind == .tooLong && error?.byte == 10 && error?.message.contains("10") == true)
    }

    @Test(
        "A text with more values than the parser takes is refused at the first that is too many, and the limit is named"
    )
    func values() {
        // Keys count: they take memory too.
        for (text, values) in [("[1,2,3]", 4), ("{\"a\":1,\"b\":[]}", 5), ("\"s\"", 1), ("[[],{},null]", 4)] {
            #expect(failure(Array(text.utf8), JSONParser(maxValues: values)) == nil, "\(text)")
            let error = failure(Array(text.utf8), JSONParser(maxValues: values - 1))
            #expect(error?.kind == .tooManyValues, "\(text)")
            #expect(error?.message.contains("at most \(values - 1)") == true, "\(text)")
        }
        #expect(failure(Array("[1,2,33]".utf8), JSONParser(maxValues: 3))?.byte == 5)
        let many = Array(("[" + String(repeating: "1,", count: 1 << 21) + "1]").utf8)
        #expect(failure(many, JSONParser())?.kind == .tooManyValues)
    }
}
