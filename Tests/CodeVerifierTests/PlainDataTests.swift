import AdjudgeBase
import CaseFiles
import Testing

@testable import CodeVerifier

@Suite struct PlainDataTests {
    /// A JSON text as plain data, with what may stand for JSON's own types put in by hand.
    private func plain(_ json: String) throws -> OwnedBytes {
        let parser = JSONParser()
        let arena = Arena()
        defer { withExtendedLifetime((parser, arena)) {} }
        var writer = PlainWriter()
        let text = OwnedBytes(json)
        defer { withExtendedLifetime(text) {} }
        writer.json(try parser.parse(text.view), arena)
        return OwnedBytes(writer.bytes)
    }

    private func equal(_ got: OwnedBytes, _ expected: String, _ comparator: PlainComparator = PlainComparator()) throws
        -> Bool
    {
        let expected = try plain(expected)
        defer { withExtendedLifetime((got, expected)) {} }
        let left = try #require(PlainData(got.view))
        return comparator.equal(left, try #require(PlainData(expected.view)))
    }

    private func raw(_ bytes: [UInt8]) -> OwnedBytes { bytes.withUnsafeBufferPointer { OwnedBytes(Bytes($0)) } }

    @Test("numbers of every class compare by value, exactly")
    func numbersByValue() throws {
        func text(_ text: String) -> [UInt8] { [0x53, UInt8(text.utf8.count), 0, 0, 0] + Array(text.utf8) }
        func integer(_ value: UInt8) -> [UInt8] { [0x49, value, 0, 0, 0, 0, 0, 0, 0] }
        func decimal(_ digits: String) -> OwnedBytes { raw([0x57, 6] + text(digits)) }
        func fraction(_ n: UInt8, _ d: UInt8) -> OwnedBytes {
            raw([0x57, 7, 0x55, 2, 0, 0, 0] + integer(n) + integer(d))
        }
        #expect(try equal(decimal("1.50"), "1.5"))
        #expect(try equal(decimal("0.1"), "0.1"))
        #expect(try equal(decimal("2"), "2"))
        #expect(try !equal(decimal("2.0000000000000000000001"), "2"))
        #expect(try !equal(decimal("NaN"), "0"))
        #expect(try equal(fraction(1, 2), "0.5"))
        #expect(try equal(fraction(4, 2), "2"))
        #expect(try !equal(fraction(1, 3), "0.3333"))
        #expect(try !equal(fraction(1, 0), "0"))
        #expect(try !equal(decimal("1"), "true"))
        #expect(try equal(plain("100000000000000000000"), "1e20"))
        #expect(try !equal(plain("100000000000000000001"), "1e20"))
        #expect(try equal(plain("9007199254740992"), "9007199254740992.0"))
        #expect(try !equal(plain("9007199254740993"), "9007199254740992.0"))
        var near = PlainComparator()
        near.tolerance = Tolerance(absolute: 1e-6)
        #expect(try !equal(plain("9007199254740993"), "9007199254740992.0", near))
        #expect(try !equal(plain("9007199254740993"), "9007199254740992", near))
        #expect(try equal(fraction(1, 3), "0.3333333", near))
        #expect(
            try !equal(plain("1" + String(repeating: "0", count: 400)), "2" + String(repeating: "0", count: 400), near))
        // A date is its class and its text, and no string.
        #expect(try !equal(raw([0x57, 32] + text("2020-01-01")), "\"2020-01-01\""))
    }

    @Test("JSON values equal themselves and nothing else")
    func values() throws {
        let values = [
            "null", "true", "false", "0", "1", "-1", "9223372036854775807", "9223372036854775808",
            "123456789012345678901234567890",
            "1.5", "\"\"", "\"a\"", "\"é\"", "[]", "[1]", "[1,2]", "[[1],2]", "{}", "{\"a\":1}",
            "{\"a\":[1,{\"b\":null}]}",
        ]
        for left in values {
            for right in values {
                #expect(try equal(try plain(left), right) == (left == right), "\(left) \(right)")
            }
        }
    }

    @Test("numbers are Python's: 1 is 1.0, True is not 1, large ones are exact")
    func numbers() throws {
        #expect(try equal(try plain("1.0"), "1"))
        #expect(try equal(try plain("1"), "1.0"))
        #expect(try !equal(try plain("true"), "1"))
        #expect(try !equal(try plain("9007199254740993"), "9007199254740992.0"))
        #expect(try !equal(try plain("1.0000000001"), "1"))
        var near = PlainComparator()
        near.tolerance = Tolerance(relative: 1e-6)
        #expect(try equal(try plain("1.0000000001"), "1", near))
        let nan = raw([0x44, 0, 0, 0, 0, 0, 0, 0xF8, 0x7F])
        #expect(try !equal(nan, "14", near))
        let infinity = raw([0x44, 0, 0, 0, 0, 0, 0, 0xF0, 0x7F])
        #expect(try !equal(infinity, "14", near))
    }

    @Test("a tuple is a list, a set is one only when order does not matter, an opaque value is nothing")
    func containers() throws {
        let one: [UInt8] = [0x49, 1, 0, 0, 0, 0, 0, 0, 0]
        let two: [UInt8] = [0x49, 2, 0, 0, 0, 0, 0, 0, 0]
        #expect(try equal(raw([0x55, 2, 0, 0, 0] + one + two), "[1, 2]"))
        #expect(try !equal(raw([0x45, 2, 0, 0, 0] + one + two), "[1, 2]"))
        var unordered = PlainComparator()
        unordered.isUnordered = true
        #expect(try equal(raw([0x45, 2, 0, 0, 0] + two + one), "[1, 2]", unordered))
        #expect(try equal(try plain("[2, [1], 1]"), "[1, 2, [1]]", unordered))
        #expect(try !equal(try plain("[1, 1, 2]"), "[1, 2, 2]", unordered))
        #expect(try !equal(raw([0x4F, 1, 0, 0, 0, 0x49]), "[1, 2]"))
        // A dict's integer key is as JSON spells it; a Counter is a dict; a linked list its values.
        #expect(try equal(raw([0x4D, 1, 0, 0, 0] + one + two), "{\"1\": 2}"))
        #expect(try equal(raw([0x57, 3, 0x4D, 1, 0, 0, 0] + one + two), "{\"1\": 2}"))
        #expect(try equal(raw([0x48, 2, 0, 0, 0] + one + two), "[1, 2]"))
        #expect(try equal(try plain("{\"a\":1,\"b\":2}"), "{\"b\":2,\"a\":1}"))
    }

    @Test("no bytes from an untrusted process trap or loop")
    func hostile() {
        var random = SplitMix64(state: 7)
        let letters: [UInt8] = Array("NTFIJDCSBALUEZMWHROK".utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? letters.randomElement(using: &random)! : UInt8.random(in: 0...255, using: &random)
            }
            let owned = raw(bytes)
            withExtendedLifetime(owned) {
                if let value = PlainData(owned.view) { _ = PlainText.describe(value) }
                _ = PlainRecords(owned.view)
                _ = SplitReport(owned.view)
            }
        }
        #expect(PlainData(raw([UInt8](repeating: 0x4C, count: 4000)).view) == nil)
        #expect(PlainData(raw([0x4C, 0xFF, 0xFF, 0xFF, 0xFF]).view) == nil)
        let deep = raw((0..<400).flatMap { _ in [0x4C, 1, 0, 0, 0] as [UInt8] } + [0x4E])
        #expect(PlainData(deep.view) == nil)
    }
}
