import AdjudgeBase
import CaseFiles
import Testing

@Suite("JSON as it is written")
struct JSONWriterTests {
    private func written(_ bytes: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(capacity: 64)
        bytes.withUnsafeBufferPointer { writer.appendJSONString(Bytes($0)) }
        return writer.bytes.array
    }

    private func number(_ value: Double) -> String {
        var writer = ByteWriter()
        writer.appendJSONNumber(value)
        return writer.bytes.string
    }

    @Test("Every byte below 0x80 is escaped where it must be and only there")
    func escapes() {
        let short: [UInt8: String] = [0x22: #"\""#, 0x5C: #"\\"#, 0x0A: #"\n"#, 0x0D: #"\r"#, 0x09: #"\t"#]
        for byte in UInt8(0)..<0x80 {
            let digits = String(byte, radix: 16)
            let control = byte < 0x20 ? "\\u" + String(repeating: "0", count: 4 - digits.count) + digits : nil
            let inside = short[byte] ?? control ?? String(Unicode.Scalar(byte))
            #expect(written([byte]) == Array("\"\(inside)\"".utf8), "byte \(byte)")
        }
        #expect(written(Array("\u{80}é中😀\u{2028}".utf8)) == Array("\"\u{80}é中😀\u{2028}\"".utf8))
    }

    @Test("Any bytes give JSON that reads back as their repaired text")
    func anyBytes() throws {
        var random = Seeded(seed: 0xB0B)
        let edges: [UInt8] = [
            0x00, 0x1F, 0x22, 0x5C, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
            0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF,
        ]
        for _ in 0..<20_000 {
            let bytes = (0..<random.below(random.below(4) == 0 ? 200 : 8)).map { _ in edges[random.below(edges.count)] }
            let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
            #expect(try parsed(written(bytes)).get() == .string(repaired), "\(bytes)")
        }
        let long = [UInt8](repeating: 0xFF, count: 100_000)
        #expect(written(long).count == 300_002)
    }

    @Test("Numbers are the shortest text that reads back the same; integers have no fraction")
    func numbers() {
        let rows: [(Double, String)] = [
            (0, "0"), (-0.0, "0"), (1, "1"), (-1, "-1"), (0.5, "0.5"), (0.1, "0.1"), (1.0 / 3, "0.3333333333333333"),
            (1e15, "1000000000000000"), (9_007_199_254_740_992, "9007199254740992"),
            (9_007_199_254_740_994, "9007199254740994"), (18_014_398_509_481_984, "18014398509481984"),
            (.leastNonzeroMagnitude, "5e-324"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (.nan, "null"),
            (.infinity, "null"), (-.infinity, "null"), (.signalingNaN, "null"),
        ]
        for (value, text) in rows { #expect(number(value) == text) }
        var random = Seeded(seed: 0xD0B)
        for _ in 0..<20_000 {
            let bits = UInt64(random.below(1 << 32)) << 32 | UInt64(random.below(1 << 32))
            for value in [Double(bitPattern: bits), Double(Int64(bitPattern: bits) >> Int64(random.below(64)))]
            where value.isFinite {
                let text = number(value)
                #expect(Double(text) == value, "\(text)")
                #expect(ReferenceReader.read(Array(text.utf8)) == .number(Array(text.utf8)), "\(text)")
                if value.magnitude < 1e16, value == value.rounded() { #expect(!text.contains("."), "\(text)") }
            }
        }
    }

    @Test("Integers in decimal, to both ends of their range")
    func integers() {
        for value in [0, 9, 10, -1, -10, 1_234_567_890, .max, .min] as [Int] {
            var writer = ByteWriter()
            writer.append(decimal: value)
            #expect(writer.bytes.string == String(value))
        }
    }

    @Test("A writer grows over what it holds, and forgets it on demand")
    func growth() {
        var writer = ByteWriter(capacity: 64)
        var expected: [UInt8] = []
        for count in 0..<300 {
            let bytes = [UInt8](repeating: UInt8(count & 0xFF), count: count)
            bytes.withUnsafeBufferPointer { writer.append(Bytes($0)) }
            writer.append(UInt8(ascii: ";"))
            expected += bytes + [0x3B]
        }
        #expect(writer.bytes.array == expected && writer.count == expected.count)
        writer.removeAll()
        writer.append("é" as StaticString)
        writer.append(String("ü"))
        #expect(writer.bytes.string == "éü")
    }
}
