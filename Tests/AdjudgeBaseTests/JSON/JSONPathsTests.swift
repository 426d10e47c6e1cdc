import AdjudgeBase
import Testing

@Suite("Paths into one object, found in one pass")
struct JSONPathsTests {
    private static let texts = [
        "a", "b", "a.b", "a.b.c", "a[0]", "a[-1].b", "a.0", "0", "[0]", "[1].a", "", "long.b", "\u{e9}", "b", "a.b",
        "a_name_that_is_longer_than_most_names_are_in_any_row_that_somebody_would_write", "x y",
    ]

    @Test(
        "each path finds what it finds alone",
        arguments: [
            "{}", "[]", "[{\"a\":1},{\"a\":2}]", "3", "null", "{\"a\":1}", "{\"a\":{\"b\":{\"c\":[1]}}}",
            "{\"a\":[1,{\"b\":2}],\"0\":\"zero\",\"b\":null}", "{\"a\":1,\"b\":2,\"a\":{\"b\":3}}",
            "{\"\\u0061\":{\"\\u0062\":4},\"c\":5}", "{\"b\":{\"a\":6},\"\u{e9}\":7,\"\\u00e9\":8,\"x y\":9}",
            "{\"a_name_that_is_longer_than_most_names_are_in_any_row_that_somebody_would_write\":10,\"a\":{\"b\":11}}",
            "{\"a_name_that_is_longer_than_most_names_are_in_any_row_that_somebody_would_wrote\":12}",
        ])
    func alone(_ text: String) throws {
        let list = JSONPathsTests.texts.map { JSONPath($0)! }
        let paths = JSONPaths([nil] + list)
        defer { paths.deallocate() }
        let parser = JSONParser()
        try withBytes(of: text) { bytes in
            let value = try parser.parse(bytes)
            let arena = Arena()
            let kept = Field.text(bytes)
            let fields = UnsafeMutablePointer<Field>.allocate(capacity: list.count + 1)
            defer { fields.deallocate() }
            fields.initialize(repeating: kept, count: list.count + 1)
            paths.write(fieldsOf: value, to: fields, arena)
            #expect(fields[0].bytes.start == kept.bytes.start)
            for (index, path) in list.enumerated() {
                let wanted = path.find(in: value).map { Field(json: $0, arena: arena) } ?? .absent
                let found = fields[index + 1]
                #expect(
                    found.kind == wanted.kind && found.bytes == wanted.bytes,
                    "\(JSONPathsTests.texts[index]) in \(text)")
            }
            withExtendedLifetime(arena) {}
        }
        withExtendedLifetime((list, parser)) {}
    }
}
