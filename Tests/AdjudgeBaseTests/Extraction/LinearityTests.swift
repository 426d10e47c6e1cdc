import AdjudgeBase
import CaseFiles
import Testing

/// Work is counted, so that growth can be tested without a clock.
@Suite struct LinearityTests {
    @Test("work grows no faster than the response, for every extractor on the texts that hurt it")
    func extraction() throws {
        let hostile = [
            "\\boxed{", "<answer>", "</answer>", "```", "```\n", "answer:", "#### ", "<think>", "</think>", "{", "1,",
            "(A) ", "A or ", "box ", "\n", "\\", "<|im_end|>", "$", "$a", "\\(", "\\)", "5 ", "答5",
        ]
        let chain = try ExtractionChain(
            DocumentNode([
                ["strip_think": ["</think>"]], "boxed", "hash", "answer_line", ["xml": "answer"], "fenced",
                ["json": "a"],
                "last_number", "choice", "first_turn", ["whole", "last_value"],
            ]))
        let scratch = Scratch()
        for piece in hostile {
            func work(_ count: Int) -> UInt64 {
                scratch.beginSample()
                withBytes(of: String(repeating: piece, count: count)) { _ = chain.extract(from: $0, scratch: scratch) }
                return scratch.work
            }
            let (small, large) = (work(20_000), work(40_000))
            #expect(large <= small * 2 + 64, "\(piece): \(small) then \(large)")
        }
    }

    @Test("time grows no faster than the response, for every extractor on every opener")
    func time() throws {
        let scratch = Scratch()
        let steps: [DocumentValue] = [
            ["strip_think": ["</think>"]], "boxed", ["function": "boxed", "walk_back": true], "hash", "answer_line",
            ["xml": "answer"], "fenced", ["json": "a"], "last_number", "choice", "first_turn", ["whole", "last_value"],
            ["answer_line", "last_value"], ["regex": "answer: *(\\S+)$"],
        ]
        for step in steps {
            guard let chain = try? ExtractionChain(DocumentNode(.array([step]))) else {
                Issue.record("\(step) is no chain")
                continue
            }
            for opener in Growth.openers {
                let growth = Growth.ofTime(50_000) { count in
                    scratch.beginSample()
                    withBytes(of: String(repeating: opener, count: max(1, count / opener.utf8.count))) {
                        _ = chain.extract(from: $0, scratch: scratch)
                    }
                }
                #expect(growth < Growth.linear, "\(step), \(opener)")
            }
        }
    }

    @Test("patterns that backtrack without end reach their limit")
    func patterns() throws {
        let scratch = RegexScratch()
        for (pattern, text) in [
            ("^(a+)+$", String(repeating: "a", count: 40) + "b"),
            ("(?:a|aa)+[bc]", String(repeating: "a", count: 5000)),
        ] {
            let compiled = try RegexPattern(pattern)
            withBytes(of: text) { bytes in
                guard case .limitExceeded = compiled.match(ValidText(bytes)!, scratch: scratch) else {
                    Issue.record("\(pattern) ended without reaching its limit")
                    return
                }
            }
        }
    }

    @Test("a pattern that does not compile shows where")
    func errors() {
        do {
            _ = try RegexPattern("ab(c")
            Issue.record("compiled")
        } catch {
            #expect(error.byte == 4 && error.description.hasSuffix("    ab(c\n        ^"), "\(error)")
        }
        #expect(throws: RegexError.self) { try RegexPattern("a\\Cb") }
    }
}
