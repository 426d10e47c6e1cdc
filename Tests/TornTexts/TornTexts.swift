import CaseFiles
import Glibc
import MathVerifier

/// A model's answer must never end the process: cut texts and spliced ones through every reader, in children that may
/// die.
///
/// `TornTexts corpora|cases [CHILDREN]` reads them; `TornTexts dictionary` writes the names that readers know, a line
/// each as libFuzzer wants them.
@main enum TornTexts {
    private static let splices = 200_000

    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "corpora", "cases": try parent(arguments[0], shares: arguments.count > 1 ? Int(arguments[1]) ?? 2 : 2)
        case "child" where arguments.count == 7: try child(arguments)
        case "dictionary": dictionary()
        default:
            print("usage: TornTexts corpora|cases [CHILDREN] | dictionary")
            exit(2)
        }
    }

    private static func tearing(_ source: String) -> Tearing {
        source == "cases"
            ? Tearing(Material.cases(most: 1_000), splices: splices) : Tearing(Material.corpora(), splices: splices)
    }

    private static func child(_ arguments: [String]) throws {
        let numbers = arguments[2...5].compactMap { Int($0) }
        guard numbers.count == 4 else { exit(2) }
        let child = Child(
            tearing: tearing(arguments[6]), ledger: Ledger(arguments[1]), share: numbers[0], shares: numbers[1])
        try child.run(from: numbers[2], dies: numbers[3] < 0 ? nil : numbers[3])
    }

    private static func parent(_ source: String, shares: Int) throws {
        let tearing = tearing(source)
        guard tearing.count > 0 else {
            print("skipped: torn texts of cases: no ../shared/cases beside the checkout")
            return
        }
        let parent = Parent(tearing: tearing, arguments: [source], shares: shares)
        // A death must be seen, else none means nothing.
        let trial = parent.run(dies: 5)
        guard trial.deaths == [5] else {
            print("torn: a child that died at text 5 was not noticed: \(trial.deaths)")
            exit(1)
        }
        let outcome = parent.run()
        print(
            "torn: \(outcome.texts) texts of \(source) (\(tearing.cutCount) cuts, \(splices) splices with "
                + "\(tearing.commandCount) commands, \(PackedSuites.count) packed suites), \(outcome.deaths.count) deaths, "
                + "\(outcome.failures) failures inside; the slowest took \(outcome.slowest.microseconds / 1000) ms")
        guard outcome.deaths.isEmpty, outcome.failures == 0, outcome.texts == tearing.count + PackedSuites.count else {
            exit(1)
        }
        print("torn: 3 checks passed")
    }

    /// Printable ASCII as it is, all else in hexadecimal.
    private static func dictionary() {
        for name in MathNames.commands + MathNames.words {
            let escaped = name.utf8.map { byte in
                byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
                    ? String(Unicode.Scalar(byte))
                    : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
            print("\"\(escaped.joined())\"")
        }
    }
}
