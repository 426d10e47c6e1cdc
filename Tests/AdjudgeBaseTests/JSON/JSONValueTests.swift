import AdjudgeBase
import Testing

@Suite("JSON values as views")
struct JSONValueTests {
    private func reading(_ text: String, _ body: (JSONValue, Bytes) -> Void) throws {
        let parser = JSONParser()
        try withBytes(of: text) { bytes in body(try parser.parse(bytes), bytes) }
        withExtendedLifetime(parser) {}
    }

    @Test("Each view shows the text it stands for, and nothing of another kind")
    func views() throws {
        let text = #"{"n": -1.50e+3, "s":"a\tb", "p":"plain", "t":true, "f":false, "z":null, "a":[1,"x"], "o":{"k":1}}"#
        try reading(text) { value, source in
            let shown = value.members.map { "\($0.rawString!.string) \($1.kind) \($1.raw.string) \($1.count)" }
            #expect(
                shown == [
                    "n number -1.50e+3 0", #"s string "a\tb" 0"#, #"p string "plain" 0"#, "t bool true 0",
                    "f bool false 0", "z null null 0", #"a array [1,"x"] 2"#, #"o object {"k":1} 1"#,
                ])
            #expect(value.raw == source && value.count == 8)
            #expect(value.member("n")?.numberText?.string == "-1.50e+3" && value.member("s")?.numberText == nil)
            #expect(value.member("t")?.boolValue == true && value.member("f")?.boolValue == false)
            #expect(value.member("z")?.boolValue == nil && value.member("z")?.rawString == nil)
            #expect(value.member("s")?.hasEscapes == true && value.member("p")?.hasEscapes == false)
            #expect(value.member("a")?.member("k") == nil && value.member("o")?.element(0) == nil)
            #expect(value.member("a")?.element(2) == nil && value.member("a")?.element(-1) == nil)
            #expect(value.member("p")?.elements.map(\.kind) == [] && value.member("p")?.members.map(\.key.kind) == [])
        }
    }

    @Test("A string without escapes is a view of the source, one with escapes a copy in the arena")
    func strings() throws {
        let arena = Arena()
        try reading(#"["plain","two\nlines"]"#) { value, source in
            #expect(value.element(0)?.string(into: arena)?.offset(in: source) == 2)
            let copied = value.element(1)?.string(into: arena)
            #expect(copied?.string == "two\nlines" && copied?.offset(in: source) == nil)
        }
        withExtendedLifetime(arena) {}
    }

    @Test("Keys compare unescaped and byte by byte; the last duplicate wins, the first repeated key is named")
    func keys() throws {
        try reading(#"{"a":1,"b":2,"\u0061":3,"b":4,"":5,"\u0000":6,"aa":7}"#) { value, _ in
            #expect(value.member("a")?.raw.string == "3")
            #expect(value.member("b")?.raw.string == "4")
            #expect(value.member("")?.raw.string == "5")
            #expect(value.member("\0")?.raw.string == "6")
            #expect(value.member("\\u0061") == nil && value.member("A") == nil)
            #expect(value.firstDuplicateKey()?.raw.string == #""\u0061""#)
            #expect(value.count == 7)
        }
        // One letter in two spellings is two keys: composed, and with a combining accent.
        try reading("{\"\u{E9}\":1,\"e\u{301}\":2}") { value, _ in
            #expect(value.firstDuplicateKey() == nil && value.member("\u{E9}")?.raw.string == "1")
        }
        let many = "{" + (0..<5000).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + ",\"k7\":0,\"k3\":0}"
        try reading(many) { value, _ in #expect(value.firstDuplicateKey()?.raw.string == "\"k7\"") }
    }

    @Test("A long escaped key equals its plain form, and no shorter or longer one")
    func longKeys() throws {
        let plain = String(repeating: "k", count: 5000)
        let escaped = String(repeating: "\\u006b", count: 5000)
        try reading("{\"\(escaped)\":1}") { value, _ in
            withBytes(of: plain) { #expect(value.member($0)?.raw.string == "1") }
            withBytes(of: plain + "k") { #expect(value.member($0) == nil) }
            withBytes(of: String(plain.dropLast())) { #expect(value.member($0) == nil) }
            #expect(value.member("k") == nil)
        }
    }

    @Test("Elements are found past nested ones")
    func elements() throws {
        try reading(#"[[1,[2,3]],{"a":[4]},"x",[],5]"#) { value, _ in
            let raw = value.elements.map(\.raw.string)
            #expect(raw == ["[1,[2,3]]", #"{"a":[4]}"#, #""x""#, "[]", "5"])
            #expect((0..<5).map { value.element($0)?.raw.string } == raw)
            #expect(value.element(0)?.element(1)?.element(1)?.raw.string == "3")
        }
    }

    @Test("A value is found again by its source text, and nothing else is")
    func source() throws {
        try reading(#"{"a": [1, {"b": []}, [2, 3], "x"], "c": {"d": [4]}, "e": {}}"#) { value, source in
            func check(_ inner: JSONValue) {
                let found = value.value(at: inner.raw)
                #expect(found?.order == inner.order && found?.kind == inner.kind)
                inner.elements.forEach(check)
                inner.members.forEach { check($0.value) }
            }
            check(value)
            let list = value.member("a")!
            #expect(list.value(at: list.element(2)!.raw)?.raw.string == "[2, 3]")
            // Another part of the text, another memory, and what lies outside.
            #expect(
                value.value(at: source.part(from: 7, to: 9)) == nil
                    && value.value(at: source.part(from: 1, to: 2)) == nil)
            #expect(value.value(at: Bytes("[2, 3]")) == nil)
            #expect(list.value(at: value.member("c")!.raw) == nil && list.value(at: value.raw) == nil)
        }
    }

    @Test("A parser is used again after an error, and after a text a thousand times the size")
    func reuse() {
        let parser = JSONParser()
        let large = "[" + String(repeating: "0,", count: 400_000) + "0]"
        for _ in 0..<3 {
            #expect(withBytes(of: large) { try? parser.parse($0).count } == 400_001)
            #expect(withBytes(of: "[1,") { try? parser.parse($0).count } == nil)
            #expect(withBytes(of: "[1,[2]]") { try? parser.parse($0).element(1)?.count } == 1)
        }
    }
}
