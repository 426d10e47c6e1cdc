import AdjudgeBase
import CaseFiles
import Testing

@testable import TextVerifier

/// What must hold of the text family whatever the texts are.
@Suite struct TextPropertyTests {
    /// One check under a grader document, with the texts held until it is done.
    private func check(_ document: DocumentValue, _ answer: String, _ reference: String = "") throws -> Outcome {
        let node = DocumentNode(document)
        let name = try node.required("type", "a type").string("a type")
        let kind = TextVerifiers.all.first { $0.name == name }!
        var context = CompileContext()
        let checker = try kind.compile(node, &context).makeChecker()
        let scratch = Scratch()
        return withBytes(of: answer) { answer in
            withBytes(of: reference) { reference in
                checker.check(
                    CheckInput(answer: .text(answer), reference: .text(reference), response: answer), scratch)
            }
        }
    }

    private static let words = [
        "a", "B", "the ", " ", "\n", "\t", "é", "É", "１", "½", "−", "x", "X", ".", ",", "!", "Ω", "ß", "\u{200B}", "0",
    ]

    @Test("eq holds of a text and itself and both ways round, and ne is its opposite, under every normalisation")
    func equality() throws {
        var random = Seeded(seed: 1)
        let scratch = Scratch()
        for step in NormalizationStep.allCases {
            let normalize: DocumentValue = [.string(step.rawValue)]
            for _ in 0..<60 {
                let left = random.text(of: TextPropertyTests.words, most: 6)
                let right = random.below(3) == 0 ? left.uppercased() : random.text(of: TextPropertyTests.words, most: 6)
                let equal: DocumentValue = ["type": "string_check", "normalize": normalize]
                let different: DocumentValue = ["type": "string_check", "operation": "ne", "normalize": normalize]
                // A reference of which nothing is left is bad, whatever the answer.
                let isBlank = withBytes(of: right) {
                    Normalization([step]).apply(to: $0, scratch.arena).trimmed.isEmpty
                }
                if isBlank {
                    #expect(try check(equal, left, right).status == .badReference, "\(step) \(left) \(right)")
                    #expect(try check(equal, right, right).status == .badReference, "\(step) \(right)")
                    continue
                }
                let isLeftBlank = withBytes(of: left) {
                    Normalization([step]).apply(to: $0, scratch.arena).trimmed.isEmpty
                }
                if isLeftBlank { continue }
                let said = try check(equal, left, right).reward
                #expect(try check(equal, left, left).reward == 1, "\(step) \(left)")
                #expect(try check(equal, right, left).reward == said, "\(step) \(left) \(right)")
                #expect(try check(different, left, right).reward == said.map { 1 - $0 }, "\(step) \(left) \(right)")
            }
        }
    }

    @Test("like finds a reference wherever it is put, ilike in any case, and neither takes an empty one")
    func containment() throws {
        var random = Seeded(seed: 2)
        for _ in 0..<300 {
            let needle = random.text(of: ["ab", "B", "c ", "1", "x\n"], most: 4)
            let text =
                random.text(of: TextPropertyTests.words, most: 5) + needle
                + random.text(of: TextPropertyTests.words, most: 5)
            let like = try check(["type": "string_check", "operation": "like"], text, needle)
            let ilike = try check(["type": "string_check", "operation": "ilike"], text, needle.uppercased())
            if needle.isEmpty {
                #expect(like.status == .badReference && ilike.status == .badReference)
            } else {
                #expect(like.reward == 1 && ilike.reward == 1, "\(needle) in \(text)")
            }
        }
    }

    @Test(
        "a pattern that matches the whole matches at the start, and one at the start matches somewhere; negate turns it"
    )
    func modes() throws {
        var random = Seeded(seed: 3)
        let patterns = ["a+", "(?:ab|b)*", "\\d+(?!x)", "^b", "a$", "[^a]", "a|b|", "\\Ba", "(a)\\1"]
        for pattern in patterns {
            for _ in 0..<60 {
                let text = random.text(of: ["a", "b", "ab", "1", "x", " ", "\n"], most: 6)
                func reward(_ mode: String, negate: Bool = false) throws -> Double? {
                    try check(
                        ["type": "regex", "pattern": .string(pattern), "mode": .string(mode), "negate": .bool(negate)],
                        text
                    ).reward
                }
                let (full, start, search) = (try reward("full")!, try reward("start")!, try reward("search")!)
                #expect(full <= start && start <= search, "\(pattern) on \(text)")
                for mode in ["full", "start", "search"] {
                    #expect(try reward(mode, negate: true) == 1 - reward(mode)!, "\(pattern) on \(text)")
                }
            }
        }
    }

    @Test("a letter is read in every dress, another letter beside it makes it a hedge, and a list has no order")
    func choices() throws {
        let dresses = ["#", "(#)", "#.", "#)", "**#**", "$#$", "\\text{#}", "\\boxed{(#)}", " # ", "#: the cat"]
        for letter in ["A", "B", "C", "D"] {
            for dress in dresses {
                let answer = dress.replacing("#", with: letter)
                for reference in ["A", "B", "C", "D"] {
                    let outcome = try check(["type": "choice"], answer, reference)
                    #expect(outcome.reward == (letter == reference ? 1 : 0), "\(answer) against \(reference)")
                }
                for other in ["A", "B", "C", "D"] where other != letter {
                    for join in [" or ", " and ", ", ", "/"] {
                        let hedge = try check(["type": "choice"], "\(letter)\(join)\(other)", letter)
                        #expect(hedge.reward == 0, "\(letter)\(join)\(other)")
                        let list: DocumentValue = ["type": "choice", "mode": "list"]
                        // "or" names no set.
                        let expected = join == " or " ? 0.0 : 1.0
                        #expect(
                            try check(list, "\(letter)\(join)\(other)", "\(other), \(letter)").reward == expected)
                        #expect(try check(list, letter, "\(other), \(letter)").reward == 0)
                    }
                }
            }
        }
    }

    /// Peers' patterns as they write them; the linear scans must decide the same.
    @Test("the scans for peers' forms decide as the peers' patterns, on random tag soup")
    func peerForms() throws {
        let tags = ["<think>", "</think>", "<answer>", "</answer>"]
        let pieces = tags + tags.map { $0 + "\n" } + tags.map { "\n" + $0 } + ["\n", "x", " ", "5"]
        let whole = [
            "<think>\nx\n</think>\n<answer>\n5\n</answer>", "<think>\n", "\n</think>\n<answer>\n", "\n</answer>",
        ]
        let think = try RegexPattern("^<think>(?!.*<think>)(.*?)</think>.*$", options: [.dotAll])
        let answer = try RegexPattern(
            "^<think>\\n.*?\\n</think>\\n<answer>\\n.*?\\n</answer>$", options: [.dotAll, .multiline, .anchored])
        let scratch = RegexScratch()
        var random = Seeded(seed: 4)
        var matched = 0
        for _ in 0..<20_000 {
            let text = random.text(of: random.below(2) == 0 ? pieces + whole : whole + ["\n", "x"], most: 7)
            withBytes(of: text) { bytes in
                let valid = ValidText(bytes)!
                func matches(_ pattern: RegexPattern) -> Bool {
                    if case .found = pattern.match(valid, scratch: scratch) { return true }
                    return false
                }
                let (trl, openR1) = (matches(think), matches(answer))
                #expect(PeerForms.trlThink(bytes) == trl, "\(text)")
                #expect(PeerForms.openR1(bytes) == openR1, "\(text)")
                matched += (trl ? 1 : 0) + (openR1 ? 1 : 0)
            }
        }
        #expect(matched > 500)
    }

    @Test("think_answer breaks by any tag too many and holds whatever white space stands around")
    func thinkAnswer() throws {
        func holds(_ text: String) -> Bool { withBytes(of: text) { TagForms.thinkAnswer($0) } }
        let parts = ["<think>", "why", "</think>", "<answer>", "5", "</answer>"]
        #expect(holds(parts.joined()))
        #expect(holds("\n " + parts.joined(separator: "\n \t") + "\n"))
        for position in 0...parts.count {
            for tag in ["<think>", "</think>", "<answer>", "</answer>"] {
                var more = parts
                more.insert(tag, at: position)
                #expect(!holds(more.joined()), "\(more.joined())")
            }
        }
        for position in parts.indices {
            var fewer = parts
            fewer.remove(at: position)
            #expect(!holds(fewer.joined()), "\(fewer.joined())")
        }
    }
}
