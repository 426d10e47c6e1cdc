import AdjudgeBase
import CaseFiles
import Testing

@testable import MathVerifier

/// A response of a megabyte takes no longer than its length: whoever writes it could stop a trainer otherwise.
@Suite(.serialized) struct GrowthTests {
    private static let profiles =
        MathVerifier.profiles(strictBox: false)
        + MathVerifier.profiles(strictBox: true).filter { $0.value is DAPOProfile }

    @Test("every profile takes time in proportion, for every opener that it knows, in response and reference")
    func profiles() {
        let scratch = Scratch()
        for (name, profile) in GrowthTests.profiles {
            let checker: any Checker =
                profile.map { CompatChecker($0, isAnswer: false) } ?? MathChecker(name == "strict" ? .strict : .lenient)
            for opener in Growth.openers {
                // Beyond 16 KiB a symbolic rule is not asked.
                for size in [4_000, 50_000] {
                    let growth = Growth.ofTime(size) { count in
                        let text = String(repeating: opener, count: max(1, count / opener.utf8.count))
                        scratch.beginSample()
                        withBytes(of: text) { text in
                            let input = CheckInput(answer: .text(text), reference: .text(text), response: text)
                            _ = checker.check(input, scratch)
                        }
                    }
                    #expect(growth < Growth.linear, "\(name), \(opener) from \(size) bytes on")
                }
            }
        }
    }

    @Test(
        "a text that is read takes time in proportion: what stands behind a value does not go through all of it again")
    func reading() {
        let equivalence = Equivalence(.strict)
        let pieces = [
            "m/s ", "(i) 1 (ii) 2 ", "J ", "(2) ", "\\cdot s", "\\mathrm{kg} ", "\\%", "!", "^\\circ", "'", "\\bar x",
            "\\text{a}", "k_BT", "x=1, ", "1 if n is even, ",
        ]
        for piece in pieces {
            // No more than 4096 bytes are read.
            let growth = Growth.ofTime(1000) { count in
                let text = "5 " + String(repeating: piece, count: count / piece.utf8.count)
                equivalence.tree.removeAll()
                withBytes(of: text) { _ = equivalence.read($0) }
            }
            #expect(growth < Growth.linear, "\(piece)")
        }
    }

    @Test("the names for fuzzing and tearing are those of the tables")
    func names() {
        let commands = Set(MathNames.commands)
        for name in CommandTable.actions.names + LatexSymbols.names {
            #expect(commands.contains("\\" + name), "\(name)")
        }
        for name in ["\\mathbb", "\\Bbb", "\\text", "\\frac", "\\{", "\\pmod"] {
            #expect(commands.contains(name), "\(name)")
        }
        #expect(commands.count > 300 && MathNames.words.contains("sqrt"))
        #expect(MathNames.profiles.count == 10 && MathNames.profiles.contains("compat:open_instruct"))
    }
}
