import AdjudgeBase
import Testing

@testable import JudgeVerifier

@Suite struct SettingsTests {
    private func problem(_ json: String) -> String? {
        let text = OwnedBytes(json)
        defer { withExtendedLifetime(text) {} }
        do {
            _ = try JudgeSettings(json: text.view)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(
        "an error names the place, what was found and what would be right",
        arguments: [
            ("{}", "$.endpoints: found nothing"),
            (#"{"endpoints":{}}"#, "$.endpoints: found an object with 0 keys, expected at least one endpoint"),
            (#"{"endpoints":{"a":{"url":"ftp://x"}}}"#, "begins with https:// or http://"),
            (#"{"endpoints":{"a":{"url":"https://me:secret@h/v1"}}}"#, "a name or a password in it"),
            (#"{"endpoints":{"a":{"api_key":"sk-secret"}}}"#, "$.endpoints.a.api_key: found a key in the settings"),
            (#"{"endpoints":{"a":{"kind":"azure"}}}"#, "https://NAME.openai.azure.com"),
            (#"{"endpoints":{"a":{"kind":"bedrok","region":"x"}}}"#, "did you mean \"bedrock\"?"),
            (#"{"endpoints":{"a":{"kind":"bedrock"}}}"#, "$.endpoints.a.region: found nothing"),
            (#"{"endpoints":{"a":{}},"default":"b"}"#, "$.default: found \"b\""),
            (#"{"endpoints":{"a":{"key_env":"A","key_file":"b"}}}"#, "not both"),
            (#"{"endpoints":{"a":{"auth":"bearer"}}}"#, "$.endpoints.a.key_env: found nothing"),
            (#"{"endpoints":{"a":{"headers":{"X-A":"1\n2"}}}}"#, "a header in one line"),
            (#"{"endpoints":{"a":{"max_concurent":3}}}"#, "did you mean \"max_concurrent\"?"),
            (#"{"endpoints":{"a":{"timeout":0}}}"#, "seconds, above 0"),
            (#"{"endpoints":{"a":{}},"budget":{"cost":-1}}"#, "a number of 0 or more"),
            (#"{"endpoints":{"a":{}},"budget":{"cost":1}}"#, "$.endpoints.a.price: found nothing"),
            (#"{"endpoints":{"a":{}},"templates":{"t":"/nowhere"}}"#, "$.templates.t: found \"/nowhere\""),
        ])
    func errors(_ json: String, _ expected: String) throws {
        let found = try #require(problem(json))
        #expect(found.contains(expected))
        #expect(!found.contains("secret"))
    }

    @Test("standard templates can be read, and have what their modes need")
    func templates() {
        for template in [StandardTemplates.equivalence, StandardTemplates.pairwise] {
            #expect(template.has(.first) && template.has(.second) && template.has(.fence) && template.has(.reply))
        }
        for template in [StandardTemplates.score, StandardTemplates.label, StandardTemplates.rubric] {
            #expect(template.has(.answer) && template.has(.fence) && template.has(.reply))
        }
    }

    @Test("what is filled in is never looked into")
    func onePass() throws {
        let template = try QuestionTemplate("Q {{question}} A {{ answer }} {x}", path: "$")
        let messages = template.filled { $0 == .question ? "{{answer}}" : "{{question}}" }
        #expect(messages == [ModelMessage(role: .user, text: "Q {{answer}} A {{question}} {x}")])
    }

    @Test("a template with a place that there is not is refused", arguments: ["{{refernce}}", "{{a", "[system]\nonly"])
    func badTemplates(_ text: String) {
        #expect(throws: DocumentError.self) { try QuestionTemplate(text, path: "$") }
    }

    @Test("the mark of a row follows from it, and no text contains it")
    func fences() {
        let subject = Subject(question: "q", reference: "r", answer: "a")
        #expect(subject.fence() == subject.fence() && subject.fence().count == 32)
        #expect(Subject(question: "q", reference: "r", answer: "b").fence() != subject.fence())
    }
}
