import AdjudgeBase
import Testing

@testable import StructureVerifier

/// Schemas that let everything pass: refused by graders with what was probably meant, whoever brings them.
@Suite struct GraderSchemaTests {
    @Test(
        "a schema that asserts nothing is none, and its message names what was meant",
        arguments: [
            (#"{"name":"x","strict":true,"schema":{"type":"object"}}"#, "member schema"),
            (#"{"name":"f","parameters":{"type":"object"}}"#, "member parameters"),
            (#"{"Type":"array"}"#, "keyword Type, expected type"),
            (#"{"requred":["b"]}"#, "keyword requred, expected required"),
            ("{}", "expected a keyword such as type"), ("true", "true, expected a keyword"),
            (#"{"title":"a","$comment":"b"}"#, "expected a keyword such as type"),
            (#"{"$schema":"foo","type":"object"}"#, #""foo", expected the address of draft 4"#),
            (#"{"$schema":7,"type":"object"}"#, "7, expected the address"),
            (#"{"allOf":[{}]}"#, "each of its parts"), (#"{"anyOf":[{"type":"string"},true]}"#, "each of its parts"),
            (##"{"$ref":"#/definitions/x","definitions":{"x":{}}}"##, "each of its parts"),
            (##"{"$ref":"#/$defs/a","$defs":{"a":true}}"##, "each of its parts"),
            (#"{"properties":{"a":{},"b":{"title":"b"}},"required":[]}"#, "each of its parts"),
            (#"{"items":{"allOf":[{"items":{"minItems":0}}]}}"#, "each of its parts"),
            (##"{"properties":{"next":{"$ref":"#"}}}"##, "each of its parts"),
            (#"{"if":{"type":"string"},"then":{},"else":true}"#, "each of its parts"), (#"{"not":false}"#, "each of"),
            (#"{"type":["null","boolean","number","string","array","object"]}"#, "each of its parts"),
            (#"{"oneOf":[{}],"dependentSchemas":{"a":true}}"#, "each of its parts"),
        ])
    func refused(_ text: String, _ message: String) {
        #expect(compiled(text)?.contains(message) ?? false, "\(text): \(compiled(text) ?? "compiled")")
    }

    @Test(
        "one assertion is enough",
        arguments: [
            "false", #"{"required":["b"],"properties":{"b":{}}}"#, #"{"not":{}}"#, #"{"const":1,"nam":2}"#,
            #"{"format":"email"}"#, #"{"$schema":"https://json-schema.org/schema","type":"object"}"#,
            #"{"oneOf":[{},{}]}"#, #"{"anyOf":[{"type":"string"},{"minimum":3}]}"#, #"{"items":false}"#,
            ##"{"properties":{"next":{"$ref":"#"},"v":{"type":"string"}}}"##, #"{"contains":{}}"#,
            ##"{"anyOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/b"}],"$defs":{"a":{"properties":{"x":{"$ref":"#/$defs/b"}},"minItems":1},"b":{"properties":{"y":{"$ref":"#/$defs/a"}}}}}"##,
            #"{"dependentRequired":{"a":["b"]}}"#, #"{"propertyNames":{"maxLength":3}}"#,
            #"{"patternProperties":{"x":false}}"#,
        ])
    func taken(_ text: String) {
        #expect(compiled(text) == nil)
    }

    /// The message of a schema's error; nil where there is none.
    private func compiled(_ text: String) -> String? {
        withBytes(of: text) { text -> String? in
            do throws(SchemaError) {
                _ = try SchemaCompiler.compileForGrader(
                    text, draft: .draft2020, assertsFormats: false, scratch: Scratch())
                return nil
            } catch {
                return error.message
            }
        }
    }
}
