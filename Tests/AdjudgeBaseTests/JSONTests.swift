import AdjudgeBase
import Testing

@Suite struct JSONTests {
    private func error(_ text: [UInt8], maxDepth: Int = 1024) -> JSONError? {
        let parser = JSONParser(maxDepth: maxDepth)
        return text.withUnsafeBufferPointer { buffer -> JSONError? in
            do {
                _ = try parser.parse(Bytes(buffer))
                return nil
            } catch {
                return error as? JSONError
            }
        }
    }

    @Test(
        "what the grammar has is accepted",
        arguments: [
            "null", " true ", "false", "0", "-0", "12.5e-3", "1E+2", "\"\"", "\"a\\u00e9\\n\"", "[]", "[1,[2,{}]]",
            "{\"a\":1,\"a\":2}", "\t{ \"k\" : [ true , null ] }\r\n", "\"\u{7F}é😀\"",
        ])
    func accepts(_ text: String) { #expect(error(Array(text.utf8)) == nil) }

    @Test(
        "what it has not is refused at its byte",
        arguments: [
            ("", 0), (" ", 1), ("[1,]", 3), ("[1 2]", 3), ("{\"a\"}", 4), ("{a:1}", 1), ("{\"a\":1,}", 7), ("01", 0),
            ("1.", 0),
            (".5", 0), ("-", 0), ("1e", 0), ("tru", 0), ("nul1", 0), ("NaN", 0), ("-Infinity", 0), ("\"a", 2),
            ("\"\\x\"", 1),
            ("\"\\u12g4\"", 1), ("\"\u{1}\"", 1), ("[", 1), ("{\"a\":", 5), ("1 2", 2), ("[1}", 2), ("\u{FEFF}1", 0),
            ("'a'", 0),
        ])
    func refuses(_ text: String, _ byte: Int) {
        #expect(error(Array(text.utf8))?.byte == byte, "\(text): \(String(describing: error(Array(text.utf8))))")
    }

    @Test("ill-formed UTF-8 and NULs are refused at their byte")
    func bytes() {
        #expect(error([0x22, 0xFF, 0x22])?.kind == .badUTF8)
        #expect(error([0x22, 0xED, 0xA0, 0x80, 0x22])?.byte == 1)
        #expect(error([0x22, 0x00, 0x22])?.kind == .controlCharacter)
    }

    @Test("nesting is bounded by the limit and by nothing else")
    func depth() {
        func nested(_ depth: Int) -> [UInt8] {
            Array(repeating: 0x5B, count: depth) + Array(repeating: 0x5D, count: depth)
        }
        #expect(error(nested(1000)) == nil)
        #expect(error(nested(1025))?.kind == .tooDeep)
        #expect(error(nested(1_000_000))?.kind == .tooDeep)
        #expect(error(nested(1_000_000), maxDepth: 2_000_000) == nil)
        #expect(error(Array(repeating: 0x5B, count: 500))?.kind == .truncated)
    }

    @Test("values read as written: escapes, surrogates, duplicates, huge numbers")
    func values() throws {
        let parser = JSONParser()
        let arena = Arena()
        let digits = String(repeating: "9", count: 100_000)
        let text =
            #"{"a":1,"e\u0061":"x\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00","lone":"\ud800-\udc00","a":\#(digits),"t":[1,[2,3],4]}"#
        try withBytes(of: text) { bytes in
            let value = try parser.parse(bytes)
            #expect(value.member("a")?.numberText?.string == digits)
            #expect(value.firstDuplicateKey()?.decodedString == "a")
            #expect(value.member("ea")?.string(into: arena)?.string == "x\"\\/\u{8}\u{C}\n\r\té😀")
            #expect(value.member("lone")?.decodedString == "\u{FFFD}-\u{FFFD}")
            #expect(value.member("t")?.element(2)?.raw.string == "4")
            #expect(value.member("t")?.elements.map { $0.raw.string } == ["1", "[2,3]", "4"])
            #expect(value.member("none") == nil && value.element(0) == nil)
            #expect(JSONPath("t[1][0]")?.find(in: value)?.raw.string == "2")
            #expect(JSONPath("t.1.1")?.find(in: value)?.raw.string == "3")
        }
        withExtendedLifetime((parser, arena)) {}
    }

    @Test("what is written reads back the same")
    func roundTrip() throws {
        var random = SystemRandomNumberGenerator()
        let parser = JSONParser()
        for _ in 0..<2000 {
            let scalars = (0..<Int.random(in: 0...40)).map { _ in
                Unicode.Scalar([0x00, 0x1F, 0x22, 0x5C, 0x41, 0xE9, 0x2028, 0x1F600].randomElement(using: &random)!)!
            }
            let text = String(String.UnicodeScalarView(scalars))
            var writer = ByteWriter(capacity: 64)
            withBytes(of: text) { writer.appendJSONString($0) }
            #expect(try parser.parse(writer.bytes).decodedString == text)
        }
        var writer = ByteWriter()
        for value in [0, -1, 0.5, 1e300, 0.1, -2.5e-8, .nan, .infinity] as [Double] {
            writer.appendJSONNumber(value)
            writer.append(" ")
        }
        #expect(writer.bytes.string == "0 -1 0.5 1e+300 0.1 -2.5e-08 null null ")
        writer.removeAll()
        [0x61, 0xFF, 0x62].withUnsafeBufferPointer { writer.appendJSONString(Bytes($0)) }
        #expect(writer.bytes.string == "\"a\u{FFFD}b\"")
    }

    @Test("no mutation of a document crashes the scanner")
    func mutations() {
        let seed = Array(#"{"id":"a\n\u00e9","m":[{"r":"x","c":[1,-2.5e3,true,null]}],"k":{"a":{"b":[[]]}}}"#.utf8)
        var state: UInt64 = 42
        func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33)
        }
        var refused = 0
        for _ in 0..<20_000 {
            var text = seed
            for _ in 0..<(1 + next() % 4) {
                let at = next() % text.count
                switch next() % 3 {
                case 0: text[at] = UInt8(next() & 0xFF)
                case 1: text.remove(at: at)
                default: text.insert(UInt8(next() & 0x7F), at: at)
                }
            }
            if error(text) != nil { refused += 1 }
        }
        #expect(refused > 10_000)
    }
}
