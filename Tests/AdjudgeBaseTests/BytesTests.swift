import Testing

@testable import AdjudgeBase

struct BytesTests {
    private let text = Bytes("abc")

    @Test func `beyond its ends a view has NULs`() {
        #expect(text[2] == UInt8(ascii: "c"))
        for index in [-1, 3, 4, Int.max, Int.min] { #expect(text[index] == 0) }
        #expect(Bytes.empty[0] == 0)
    }

    @Test func `a part is what the view has of it`() {
        #expect(text[1..<3].equals("bc"))
        #expect(text[1..<9].equals("bc"))
        #expect(text[5..<9].isEmpty)
        #expect(text.part(from: -2, to: 1).equals("a"))
        #expect(text.part(from: 2, to: 1).isEmpty)
        #expect(text.part(from: Int.min, to: Int.max).equals("abc"))
        #expect(text.suffix(from: 3).isEmpty && text.suffix(from: 4).isEmpty && text.suffix(from: 2).equals("c"))
    }

    @Test func `there is no scalar beyond the end`() {
        #expect(text.scalar(at: 3) == (nil, 1))
        #expect(Bytes("\u{2260}").part(from: 0, to: 2).scalar(at: 0) == (nil, 1))
    }

    @Test func `up to sixteen bytes are two integers`() {
        let letters = Array("AbcdefghijklmnoZ".utf8)
        for count in 0...16 {
            // Memory of its own, so that a sanitizer sees what is read beyond it.
            letters.prefix(count).withUnsafeBytes { source in
                let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
                defer { memory.deallocate() }
                for index in 0..<count { memory[index] = source[index] }
                var wanted: (low: UInt64, high: UInt64) = (0, 0)
                for index in 0..<count {
                    if index < 8 {
                        wanted.low |= UInt64(source[index]) << UInt64(8 * index)
                    } else {
                        wanted.high |= UInt64(source[index]) << UInt64(8 * index - 64)
                    }
                }
                #expect(Bytes(start: memory, count: count).sixteen == wanted)
            }
        }
    }

    @Test func `eight bytes are in lower case at once`() {
        for byte in UInt8.min...UInt8.max {
            let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
            #expect((UInt64(byte) &* 0x0101_0101_0101_0101).loweredASCII == UInt64(lower) &* 0x0101_0101_0101_0101)
        }
    }

    @Test func `tokens of templates alone say nothing`() {
        let nothing: [StaticString] = [
            "", " \n", "<|im_end|>", " <|im_start|>assistant\n", "</s>", "[EOS]\n", "[/INST]", "<eos>[END]",
            "< | x | >",
            "<\u{200B}/s>", "[\u{200B}DONE]\u{200B}", "<turn|>",
        ]
        for text in nothing { #expect(Bytes(text).saysNothing, "\(text)") }
        let something: [StaticString] = [
            "x", "<", "[", "<b>", "<|", "<s>", "[Date]", "[Name] </s>", "<<|im_end|>", "a</s>", "[E]", "[ ]",
        ]
        for text in something { #expect(!Bytes(text).saysNothing, "\(text)") }
    }
}
