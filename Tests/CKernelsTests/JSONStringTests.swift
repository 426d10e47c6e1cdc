import CKernels
import Testing

/// The two kernels of JSON strings: the rule in tables, then every instruction set against scalar.
@Suite("Inside a JSON string")
struct JSONStringTests {
    private let memory = GuardedMemory(atLeast: 70_000)
    private let room = GuardedMemory(atLeast: 70_000)

    private func end(_ kernels: Kernels, _ text: Place, _ length: Int) -> Answer {
        var escaped = false
        let end = kernels.table.json_string_end(text, length, &escaped)
        return Answer(number: end, other: escaped ? 1 : 0)
    }

    /// The room ends where the untouchable page begins: a byte too many ends the process.
    private func unescape(_ kernels: Kernels, _ text: Place, _ length: Int) -> [UInt8] {
        let to = room.start + room.count - length
        let count = kernels.table.json_unescape(to, text, length)
        return Array(UnsafeBufferPointer(start: to, count: count))
    }

    @Test("A string ends at its quote, or at what may not stand in it, wherever that falls in a block")
    func stringEnd() {
        let cases: [(text: String, end: Int, escaped: Bool)] = [
            ("", notFound, false), ("abc", notFound, false), ("\"", 0, false), ("abc\"d\"", 3, false),
            (#"\"" "#, 2, true), (#"\\" "#, 2, true), (#"\\\"""#, 4, true), (#"a\"#, notFound, false),
            (#"\b\f\n\r\t\/""#, 12, true), (#"\x""#, 0, false), (#"ab\'"#, 2, false), (#"\0""#, 0, false),
            (#"\u0041""#, 6, true), (#"\uABcd""#, 6, true), (#"\u00g1""#, 0, false), (#"\u12""#, 0, false),
            (#"\u12"#, notFound, false), (#"\u"#, notFound, false), (#"a"\x"#, 1, false), (#"a"\n"#, 1, false),
            ("a\nb\"", 1, false), ("\\\n\"", 0, false), ("a\0\"", 1, false), ("\u{1F}", 0, false),
            ("\u{7F}\"", 1, false),
            (#"\n\q""#, 2, false), ("\\n\u{1}\"", 2, false), (#"\\u12""#, 5, true),
        ]
        var failures = Failures()
        for (text, end, escaped) in cases {
            for lead in 0...130 {
                let bytes = [UInt8](repeating: 0x61, count: lead) + Array(text.utf8)
                let place = memory.placeAtEnd(bytes)
                let expected = Answer(number: end == notFound ? end : lead + end, other: escaped ? 1 : 0)
                for kernels in Kernels.all {
                    let answer = self.end(kernels, place, bytes.count)
                    if answer != expected {
                        failures.add("\(kernels.name): \(answer), not \(expected); \(text) behind \(lead) bytes")
                    }
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.summary)")
    }

    @Test("Each escape is resolved, wherever it falls in a block")
    func escapes() {
        let cases: [(text: String, meant: String)] = [
            ("", ""), ("abc", "abc"), (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"\u0041x"#, "Ax"),
            (#"\u0000"#, "\0"), (#"\u007f\u0080\u07FF\u0800\uffff"#, "\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}"),
            (#"\ud83d\ude00"#, "😀"), (#"\uD800\uDC00\udbff\udfff"#, "\u{10000}\u{10FFFF}"),
            (#"\ud800"#, "\u{FFFD}"), (#"\udc00\ud800"#, "\u{FFFD}\u{FFFD}"), (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀"),
            (#"\ud83dx\ude00"#, "\u{FFFD}x\u{FFFD}"), (#"\ud83d\n"#, "\u{FFFD}\n"), (#"\ud83d\u0041"#, "\u{FFFD}A"),
            (#"\\u0041\\\u0041"#, "\\u0041\\A"), (#"\\\\\\n\\\n"#, "\\\\\\n\\\n"), ("é\\té", "é\té"),
            // Of a backslash that begins no escape nothing remains.
            (#"\q\u12"#, "qu12"), (#"a\"#, "a"), (#"\u\u0041"#, "uA"),
        ]
        var failures = Failures()
        for (text, meant) in cases {
            for lead in 0...130 {
                for tail in [0, 1, 70] {
                    let front = [UInt8](repeating: 0x62, count: lead), back = [UInt8](repeating: 0x6E, count: tail)
                    // A tail would complete what is cut.
                    if tail > 0, text.hasSuffix("\\") || text.hasSuffix("u12") { continue }
                    let bytes = front + Array(text.utf8) + back
                    let expected = front + Array(meant.utf8) + back
                    let place = memory.placeAtEnd(bytes)
                    for kernels in Kernels.all where unescape(kernels, place, bytes.count) != expected {
                        failures.add("\(kernels.name): \(text) behind \(lead), before \(tail)")
                    }
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.summary)")
    }

    @Test("Instruction sets agree with scalar on any bytes")
    func agreement() {
        var failures = Failures()
        var random = SplitMix64(seed: 0x5EED_0002)
        let alphabets = [
            #"\"#, #"\n"#, #"\\\\nu"x"#, #"\u0041d8dc"#, #"\u12aF\\ab"#, "abcdefgh\\\"", "abcdefgh\\\\n\n",
        ]
        let pieces = [#"\n"#, #"\\"#, #"\""#, #"\u00e9"#, #"\ud83d\ude00"#, #"\ud800"#, "plain text ", "é"]
        var stopped = 0
        for length in denseLengths + denseLengths + longLengths {
            var texts = alphabets.map { alphabet in
                let bytes = Array(alphabet.utf8)
                return (0..<length).map { _ in random.pick(bytes) }
            }
            texts.append((0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) })
            var wellFormed: [UInt8] = []
            while wellFormed.count < length { wellFormed += Array(random.pick(pieces).utf8) }
            texts.append(wellFormed)
            texts.append(wellFormed + [0x22])
            for bytes in texts {
                let place = random.below(2) == 0 ? memory.placeAtEnd(bytes) : memory.place(bytes, at: random.below(64))
                let (end, plain) = (end(.scalar, place, bytes.count), unescape(.scalar, place, bytes.count))
                if end.number != notFound { stopped += 1 }
                for kernels in Kernels.vectorised {
                    let answer = self.end(kernels, place, bytes.count)
                    if answer != end { failures.add("\(kernels.name) end: \(answer), not \(end); \(bytes)") }
                    if unescape(kernels, place, bytes.count) != plain { failures.add("\(kernels.name): \(bytes)") }
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.summary)")
        #expect(stopped > 1000, "the texts must often stop for the test to say anything")
    }
}
