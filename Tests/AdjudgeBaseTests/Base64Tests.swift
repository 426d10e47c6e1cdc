import AdjudgeBase
import Testing

/// The vectors of RFC 4648, section 10, and texts that are no base64.
@Suite("Base64")
struct Base64Tests {
    private func decoded(_ text: String, skipsSpace: Bool = false) -> String? {
        let arena = Arena()
        return withBytes(of: text) { Base64.decode($0, arena, skipsSpace: skipsSpace)?.string }
    }

    @Test(
        "vectors of the RFC, with padding and without",
        arguments: [
            ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"), ("Zg", "f"), ("Zm9vYmE", "fooba"),
        ])
    func vectors(text: String, content: String) { #expect(decoded(text) == content) }

    @Test("what is no base64", arguments: ["Z", "Zm9vY", "Zm=v", "Zg===", "Zm9v!", "Zm9v-_==", "Z\u{e9}==", "Zm\n9v"])
    func refused(text: String) { #expect(decoded(text) == nil) }

    @Test("white space is passed over where it is allowed")
    func space() {
        #expect(decoded("Zm9v\r\n YmFy\n", skipsSpace: true) == "foobar")
        #expect(decoded("Zm9v\u{0}YmFy", skipsSpace: true) == nil)
    }
}
