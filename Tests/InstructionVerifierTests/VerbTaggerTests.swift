import Adjudge
import AdjudgeBase
import Glibc
import Testing

@Suite struct VerbTaggerTests {
    private static let prefix = "averaged_perceptron_tagger_eng"
    private static let files = [
        "classes.json": #"["VB", "NN", "DT"]"#,
        "tagdict.json": #"{"Go": "VB", "Tea": "NN"}"#,
        "weights.json": #"""
        {"bias": {"NN": 0.5}, "i word run": {"VB": 1.0}, "i word walk": {"VB": 0.5}, "i suffix the": {"DT": 9.0},
         "i word !YEAR": {"VB": 2.0}, "i word !DIGITS": {"DT": 2.0}, "i word !HYPHEN": {"VB": 0.75},
         "i+1 word -END-": {"NN": 0.25}, "i+2 word -END-": {"NN": -0.125}, "i-1 tag VB": {"VB": 99.0},
         "i-1 tag+i word -START- play": {"VB": 1.0}, "i pref1 é": {"VB": 1.0}}
        """#,
    ]

    /// Scores texts with the data of a folder that holds `files`.
    private func rewards(_ texts: [String], _ files: [String: String] = files) throws -> [Double?] {
        var name = Array("/tmp/adjudge-tagger-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&name).map { String(cString: $0) })
        let paths = files.map { ("\(folder)/\(Self.prefix).\($0.key)", $0.value) }
        defer {
            for (path, _) in paths { unlink(path) }
            rmdir(folder)
        }
        for (path, text) in paths {
            let file = open(path, O_WRONLY | O_CREAT, 0o600)
            #expect(write(file, text, text.utf8.count) == text.utf8.count)
            close(file)
        }
        let engine = try Engine(grader: #"{"type":"instructions","tagger":"\#(folder)"}"#, threads: 1)
        let item = #"{"instruction_id_list":["words:start_verb"],"kwargs":[{}]}"#
        return try engine.score(
            responses: texts, references: texts.map { _ in nil }, items: texts.map { _ in item }
        ).map(\.reward)
    }

    @Test("the first word is a verb where its features weigh most for one, and of equal tags the last counts")
    func tags() throws {
        let cases: [(String, Double)] = [
            ("Run home, now.", 1), ("Home run, now.", 0), ("the end is near", 0), ("Go.", 1), ("Tea for two runs", 0),
            ("go there and back", 0), ("walk home, now", 1), ("walk", 0), ("walk on", 1), ("2024 was a year", 1),
            ("20245 is not", 0),
            ("well-known facts of life", 1), ("Play it again", 1), ("it again plays", 0), ("écrire is French", 1),
        ]
        for (reward, (text, wanted)) in zip(try rewards(cases.map(\.0)), cases) { #expect(reward == wanted, "\(text)") }
    }

    @Test("data that are not there, or torn, refuse the grader by the path of its key")
    func missing() throws {
        for name in Self.files.keys {
            var others = Self.files
            others[name] = nil
            #expect(try #require(throws: DocumentError.self) { try rewards(["a"], others) }.path == "$.tagger")
            others[name] = String(try #require(Self.files[name]).dropLast(2))
            let error = try #require(throws: DocumentError.self) { try rewards(["a"], others) }
            #expect(error.found.contains("\(Self.prefix).\(name)"))
        }
        #expect(throws: DocumentError.self) { try Engine(grader: #"{"type":"instructions","tagger":7}"#) }
    }
}
