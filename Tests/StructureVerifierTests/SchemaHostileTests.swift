import AdjudgeBase
import CaseFiles
import Testing

@testable import StructureVerifier

/// Schemas and values that are made to cost: each ends with a status, within a budget of work.
@Suite struct SchemaHostileTests {
    private static let integers = (0..<10_000).map { "\"v\($0)\"" }.joined(separator: ",")

    private static let pairs: [(name: String, schema: String, value: String)] = [
        ("exponential alternatives", Self.doubling("anyOf"), nested("{\"a\":", "0", "}", 60)),
        ("exponential conjunctions", Self.doubling("allOf"), nested("{\"a\":", "{}", "}", 60)),
        ("a chain of references", Self.chain(5_000), "1"),
        ("a circle of references", "{\"$ref\":\"#/a\",\"a\":{\"$ref\":\"#/b\"},\"b\":{\"$ref\":\"#/a\"}}", "1"),
        ("itself by not", "{\"not\":{\"$ref\":\"#\"}}", "1"),
        ("a large enum", "{\"items\":{\"enum\":[\(integers)]}}", "[" + integers + "]"),
        ("a large enum of objects", "{\"items\":{\"enum\":[\(objects(3_000))]}}", "[" + objects(3_000) + "]"),
        ("many items that are unique", "{\"uniqueItems\":true}", "[" + integers + "]"),
        (
            "a runaway pattern", "{\"items\":{\"pattern\":\"^(a|a)*$\"}}",
            "[\"" + String(repeating: "a", count: 60) + "b\"]"
        ),
        (
            "many names by pattern", "{\"patternProperties\":{\"^(x+)+y\":true}}",
            "{\"" + String(repeating: "x", count: 60) + "\":1}"
        ),
        ("required by the thousand", "{\"required\":[\(integers)]}", "{}"),
        ("dependencies by the thousand", dependencies(3_000), wide(3_000)),
        (
            "items that contains looks at", "{\"contains\":{\"contains\":{\"const\":1}}}",
            "[" + String(repeating: "[0,0,0,0],", count: 5_000) + "0]"
        ),
        ("unevaluated and deep", unevaluated(60), nested("{\"a\":", "1", "}", 60)),
        (
            "a long number", "{\"multipleOf\":1.\(String(repeating: "37", count: 90))}",
            String(repeating: "9", count: 50_000)
        ),
        ("a huge exponent", "{\"multipleOf\":0.000001}", "1e99999999999999"),
        ("deep schemas", nested("{\"not\":", "{}", "}", 190), "1"),
        ("schemas deeper than what is read", nested("{\"not\":", "{}", "}", 1_000), "1"),
    ]

    private static func nested(_ open: String, _ inner: String, _ close: String, _ depth: Int) -> String {
        String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
    }

    private static func doubling(_ keyword: String) -> String {
        "{\"properties\":{\"a\":{\"\(keyword)\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}},\"type\":\"object\"}"
    }

    private static func unevaluated(_ depth: Int) -> String {
        "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"allOf\":[{\"properties\":{\"a\":{\"$ref\":\"#/$defs/n\"}}}],"
            + "\"anyOf\":[{\"properties\":{\"a\":{\"$ref\":\"#/$defs/n\"}}},true],\"unevaluatedProperties\":false}}}"
    }

    private static func chain(_ length: Int) -> String {
        let links = (0..<length).map { "\"n\($0)\":{\"$ref\":\"#/$defs/n\($0 + 1)\"}" }.joined(separator: ",")
        return "{\"$ref\":\"#/$defs/n0\",\"$defs\":{\(links),\"n\(length)\":{}}}"
    }

    private static func objects(_ count: Int) -> String {
        (0..<count).map { "{\"id\":\($0),\"name\":\"v\($0)\"}" }.joined(separator: ",")
    }

    private static func wide(_ count: Int) -> String {
        "{" + (0..<count).map { "\"k\($0)\":0" }.joined(separator: ",") + "}"
    }

    private static func dependencies(_ count: Int) -> String {
        "{\"dependentRequired\":{" + (0..<count).map { "\"k\($0)\":[\"k0\"]" }.joined(separator: ",") + "}}"
    }

    @Test("every schema and value of the kind ends with a status, in bounded work")
    func hostile() {
        for pair in SchemaHostileTests.pairs {
            var context = CompileContext()
            let node = DocumentNode(["type": "json_schema"])
            guard let checker = try? JSONSchemaVerifier.kind.compile(node, &context).makeChecker() else {
                Issue.record("\(pair.name): does not compile")
                continue
            }
            let scratch = Scratch()
            scratch.beginSample()
            let outcome = withBytes(of: pair.schema) { schema in
                withBytes(of: pair.value) { value in
                    checker.check(
                        CheckInput(answer: .text(value), reference: .text(schema), response: value), scratch)
                }
            }
            print("\(pair.name): \(outcome.status.name), \(scratch.work) units")
            let size = pair.schema.utf8.count + pair.value.utf8.count
            #expect(scratch.work < UInt64(SchemaValidator.baseBudget * 2 + 64 * size), "\(pair.name)")
            #expect([.graded, .limitExceeded, .badReference].contains(outcome.status), "\(pair.name): \(outcome)")
        }
    }

    @Test(
        "time grows as the value does",
        arguments: ["uniqueItems", "enum", "properties", "contains", "unevaluatedItems"])
    func linear(_ keyword: String) throws {
        let schemas = [
            "uniqueItems": "{\"uniqueItems\":true}", "enum": "{\"items\":{\"enum\":[\(SchemaHostileTests.integers)]}}",
            "properties": "{\"items\":{\"properties\":{\"id\":{\"type\":\"integer\"}},\"required\":[\"id\",\"name\"]}}",
            "contains": "{\"contains\":{\"const\":1}}",
            "unevaluatedItems": "{\"prefixItems\":[true],\"unevaluatedItems\":{\"not\":{\"const\":1}}}",
        ]
        let scratch = Scratch()
        let text = JSONText()
        let schema = try withBytes(of: schemas[keyword]!) { schema throws(SchemaError) in
            try SchemaCompiler.compile(schema, draft: .draft2020, assertsFormats: false, scratch: scratch)
        }
        let validator = SchemaValidator(schema, scratch)
        let growth = Growth.ofTime(2_000) { size in
            let elements =
                keyword == "enum"
                ? (0..<size).map { "\"v\($0 % 10_000)\"" }.joined(separator: ",") : SchemaHostileTests.objects(size)
            withBytes(of: "[\(elements)]") { bytes in
                for _ in 0..<5 {
                    scratch.beginSample()
                    guard let value = try? text.value(bytes, scratch) else {
                        Issue.record("not read")
                        return
                    }
                    let verdict = validator.validate(value, with: schema, bytes: bytes.count)
                    #expect(verdict == (keyword == "contains" ? .invalid : .valid))
                }
            }
        }
        #expect(growth <= Growth.linear, "\(keyword): \(growth)")
    }
}
