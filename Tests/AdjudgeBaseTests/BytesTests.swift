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
}
