import AdjudgeBase
import CaseFiles
import Testing

/// The `regex` extractor in lm-eval's spelling against lm-eval's own results.
@Suite struct LMEvalFilterTests {
    @Test(
        "a regex filter takes the group and the match that it names, and its fallback where there is none",
        arguments: [
            ("is (\\d+)", 0, "it is 4, no, it is 15", "4"), ("is (\\d+)", -1, "it is 4, no, it is 15", "15"),
            ("is (\\d+)|= ?(\\w+)", -1, "so y = seven", "seven"), ("\\d+", 0, "12 then 3", "12"),
            ("(\\d+)", 0, "none here", "[missing]"), ("(\\d+)", 5, "1 2", "[missing]"),
        ])
    func spelling(_ pattern: String, _ select: Int, _ response: String, _ expected: String) throws {
        let step: DocumentValue = [
            "function": "regex", "regex_pattern": .string(pattern), "group_select": .number("\(select)"),
            "fallback": "[missing]",
        ]
        let chain = try ExtractionChain(DocumentNode([step]))
        let found = withBytes(of: response) { chain.extract(from: $0, scratch: Scratch()).bytes.string }
        #expect(found == expected)
    }

    @Test("regex filters extract what lm-eval extracts")
    func regex() throws {
        guard let rows = CaseFiles.external("rules/lm_eval_filters") else { return }
        var agreed = 0
        var other = 0
        try CaseFiles.forEach(rows) { row in
            guard row.text("fn") == "lm_eval.regex" else {
                other += 1
                return
            }
            let step: DocumentValue = [
                "function": "regex", "regex_pattern": .string(row.text("params.regex_pattern")),
                "group_select": .number(row.member("params")!.member("group_select")!.raw.string),
                "fallback": .string(row.text("params.fallback")),
            ]
            let chain = try ExtractionChain(DocumentNode([step]))
            let found = withBytes(of: row.text("input.response")) { bytes in
                chain.extract(from: bytes, scratch: Scratch()).bytes.string
            }
            #expect(found == row.text("expect"), "\(row.text("id")): \(row.text("params.regex_pattern"))")
            if found == row.text("expect") { agreed += 1 }
        }
        print("lm_eval.regex: \(agreed) agree; \(other) multi_choice_regex rows are the choice verifier's")
    }

    @Test("boxed and hash extract what nemo-gym and tinker expect, but for named differences")
    func boxes() throws {
        let boxed = try ExtractionChain(DocumentNode(["boxed"]))
        let hash = try ExtractionChain(DocumentNode(["hash"]))
        func extract(_ chain: ExtractionChain, _ text: String) -> String? {
            withBytes(of: text) { bytes in
                let found = chain.extract(from: bytes, scratch: Scratch())
                return found.status == .found ? found.bytes.string : nil
            }
        }
        if let rows = CaseFiles.external("math/nemo_gym") {
            try CaseFiles.forEach(rows) { row in
                guard row.text("fn").hasSuffix("_search_boxed") else { return }
                let text = row.text("args[0]")
                #expect(extract(boxed, text) == row.member("expected")?.decodedString, "\(text)")
            }
        }
        if let rows = CaseFiles.external("math/tinker") {
            try CaseFiles.forEach(rows) { row in
                let group = row.text("group")
                let expected = row.member("extracted")?.decodedString
                if group.contains("extract_boxed") {
                    // An empty box is no answer here; tinker returns the empty text.
                    let ours = extract(boxed, row.text("pred"))
                    #expect(ours == (expected == "" ? nil : expected), "\(group)")
                } else if group.contains("extract_gsm8k_final_answer") {
                    // Commas stay in the span; the number reader understands them.
                    #expect(extract(hash, row.text("pred"))?.filter { $0 != "," } == expected, "\(group)")
                }
            }
        }
    }
}
