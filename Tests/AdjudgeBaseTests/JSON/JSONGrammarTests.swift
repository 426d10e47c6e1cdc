import AdjudgeBase
import Testing

/// What the parser says of one text.
func parsed(_ text: [UInt8], maxDepth: Int = 1024) -> Result<Tree, JSONError> {
    let parser = JSONParser(maxDepth: maxDepth)
    let arena = Arena()
    defer { withExtendedLifetime((parser, arena)) {} }
    return text.withUnsafeBufferPointer { buffer in
        do throws(JSONError) { return .success(Tree(try parser.parse(Bytes(buffer)), arena)) } catch {
            return .failure(error)
        }
    }
}

@Suite("JSON grammar, rule by rule")
struct JSONGrammarTests {
    private static let accepted: [String] = [
        // values and white space
        "null", "true", "false", "0", "\"\"", "[]", "{}", " \t\r\n null \t\r\n ", "[ ]", "{ }", "[\n]", "{\n}",
        // numbers
        "-0", "-1", "10", "123456789012345678901234567890", "0.0", "-0.0", "1.50", "1e1", "1E1", "1e+1", "1e-1",
        "0e0", "0.0e-0", "1e00000000000000000000000001", "1e999999", "-12.34E+56",
        // strings
        #""a""#, #""\"\\\/\b\f\n\r\t""#, #""\u0000\uFFFF\uabcd\uABCD""#, #""\ud83d\ude00""#, #""\ud800""#, #""\udc00""#,
        #""\udc00\ud800""#, "\"\u{7F}\u{80}é中😀\u{10FFFF}\u{FEFF}\u{2028}\"", "\"//'#{}[],:\"",
        // arrays and objects
        "[1]", "[1,2]", "[ 1 , 2 ]", "[[],[[]],{}]", #"{"a":1}"#, #"{ "a" : 1 , "b" : [ ] }"#, #"{"":0}"#,
        #"{"a":1,"a":2}"#, #"{"a":{"a":{"a":[{}]}}}"#, "[null,true,false,0,\"\",[],{}]",
    ]

    /// The text, where it goes wrong, and how.
    private static let refused: [(String, Int, JSONError.Kind)] = [
        ("", 0, .empty), (" \n", 2, .empty), ("\u{FEFF}{}", 0, .unexpected), ("\0", 0, .unexpected),
        // literals
        ("nul", 0, .badLiteral), ("nulll", 4, .trailing), ("True", 0, .badLiteral), ("TRUE", 0, .badLiteral),
        ("None", 0, .badLiteral), ("Inf", 0, .badLiteral), ("undefined", 0, .badLiteral), ("[tru]", 1, .badLiteral),
        ("NaN", 0, .notFinite), ("Infinity", 0, .notFinite), ("-Infinity", 0, .notFinite), ("[1,NaN]", 3, .notFinite),
        // numbers
        ("01", 0, .badNumber), ("-01", 0, .badNumber), ("00", 0, .badNumber), ("-", 0, .badNumber),
        ("1.", 0, .badNumber),
        ("1.e1", 0, .badNumber), ("1e", 0, .badNumber), ("1e+", 0, .badNumber), ("-a", 0, .badNumber),
        ("[-]", 1, .badNumber), ("+1", 0, .unexpected), (".5", 0, .unexpected), ("1.2.3", 3, .trailing),
        ("1e1.5", 3, .trailing), ("0x1", 1, .trailing), ("1_000", 1, .trailing), ("１", 0, .unexpected),
        // strings
        ("\"", 1, .truncated), ("\"abc", 4, .truncated), (#""\""#, 3, .truncated), (#""\"#, 2, .truncated),
        (#""\u12"#, 5, .truncated), (#""\x""#, 1, .badEscape), (#""\'""#, 1, .badEscape), (#""\U0041""#, 1, .badEscape),
        (#""ab\u12g4""#, 3, .badEscape), (#""\u123""#, 1, .badEscape), (#""\u+123""#, 1, .badEscape),
        ("\"\n\"", 1, .controlCharacter), ("\"a\0\"", 2, .controlCharacter), ("\"\\\n\"", 1, .badEscape),
        ("\"\u{1F}", 1, .controlCharacter), ("'a'", 0, .unexpected), ("\"a\"b", 3, .trailing),
        // arrays
        ("[", 1, .truncated), ("[1", 2, .truncated), ("[1,", 3, .truncated), ("]", 0, .unexpected),
        ("[,]", 1, .unexpected),
        ("[1,]", 3, .unexpected), ("[1 2]", 3, .unexpected), ("[1,,2]", 3, .unexpected), ("[1}", 2, .unexpected),
        ("[1:2]", 2, .unexpected), ("[]]", 2, .trailing), ("[//]", 1, .unexpected),
        // objects
        ("{", 1, .truncated), ("{\"a\"", 4, .truncated), ("{\"a\":", 5, .truncated), ("{\"a\":1", 6, .truncated),
        ("{\"a\":1,", 7, .truncated), ("}", 0, .unexpected), ("{,}", 1, .unexpected), ("{\"a\":1,}", 7, .unexpected),
        ("{a:1}", 1, .unexpected), ("{1:1}", 1, .unexpected), ("{\"a\" 1}", 5, .unexpected),
        ("{\"a\"}", 4, .unexpected),
        ("{\"a\"::1}", 5, .unexpected), ("{\"a\":}", 5, .unexpected), ("{\"a\":1]", 6, .unexpected),
        ("{\"a\":1 \"b\":2}", 7, .unexpected), ("{[]:1}", 1, .unexpected), ("{}{}", 2, .trailing),
        ("{} x", 3, .trailing),
    ]

    @Test("Every rule's texts are accepted and read as they should")
    func accepts() {
        for text in JSONGrammarTests.accepted {
            let bytes = Array(text.utf8)
            #expect(ReferenceReader.read(bytes) != nil, "the reference refuses \(text)")
            #expect((try? parsed(bytes).get()) == ReferenceReader.read(bytes), "\(text): \(parsed(bytes))")
        }
    }

    @Test("What breaks a rule is refused with its kind, at its byte")
    func refuses() {
        for (text, byte, kind) in JSONGrammarTests.refused {
            let bytes = Array(text.utf8)
            #expect(ReferenceReader.read(bytes) == nil, "the reference accepts \(text)")
            guard case .failure(let error) = parsed(bytes) else {
                Issue.record("\(text) is accepted")
                continue
            }
            #expect(error.byte == byte && error.kind == kind, "\(text): \(error.kind) \(error.message)")
        }
    }

    @Test("An error says what was found, where, and what would be right")
    func messages() {
        let rows: [(String, String)] = [
            ("{\"a\":1 x}", "\"x\", expected \",\" or the end of the array or object at byte 7"),
            ("{1}", "\"1\", expected a key in quotes at byte 1"),
            ("{\"a\" 1}", "\"1\", expected \":\" at byte 5"),
            ("[", "the end of the text, expected a value at byte 1"),
            ("\u{FEFF}1", "a byte-order mark, expected a value at byte 0"),
            ("[NaN]", "NaN or Infinity, which JSON does not have; expected a number or null at byte 1"),
            ("1\0", "byte 0x0 after the value, expected nothing more at byte 1"),
        ]
        for (text, message) in rows {
            guard case .failure(let error) = parsed(Array(text.utf8)) else {
                Issue.record("\(text) is accepted")
                continue
            }
            #expect(error.message == message)
        }
    }

    @Test("Ill-formed UTF-8 is refused at the first byte of the ill-formed sequence, wherever it stands")
    func illFormedUTF8() {
        let wrong: [[UInt8]] = [
            [0x80], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
        ]
        for bad in wrong {
            for lead in [0, 1, 30, 62, 63, 64, 100] {
                let text = [0x22] + [UInt8](repeating: 0x61, count: lead) + bad + [0x22]
                guard case .failure(let error) = parsed(text) else {
                    Issue.record("\(text) is accepted")
                    continue
                }
                #expect(error.kind == .badUTF8 && error.byte == 1 + lead, "\(bad) behind \(lead): \(error.message)")
            }
        }
    }
}
