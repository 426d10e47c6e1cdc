import CaseFiles
import Glibc

/// `Tests/Oracle/oracle.c`, compiled for the occasion: what Calcium says of pairs of closed forms.
struct CalciumOracle {
    enum Answer: String {
        case equal, different, unknown, undefined
    }

    private let program: String

    /// The oracle; nil, with a message, where Calcium's headers are not installed.
    init?() {
        let source = "\(CaseFiles.root)/Tests/Oracle/oracle.c"
        let folder = "\(CaseFiles.root)/.build/oracle"
        program = "\(folder)/oracle"
        guard ["calcium/ca.h", "flint/ca.h"].contains(where: { access("/usr/include/\($0)", R_OK) == 0 }) else {
            print(
                "skipped: \(#fileID): no Calcium on this machine (apt: libcalcium-dev, libflint-dev, libflint-arb-dev, libantic-dev)"
            )
            return nil
        }
        let compile = "cc -std=gnu11 -O2 '\(source)' -o '\(program)'"
        guard
            system(
                "mkdir -p '\(folder)' && { \(compile) -lcalcium -lantic -lflint-arb -lflint -lmpfr -lgmp 2>/dev/null"
                    + " || \(compile) -lflint -lmpfr -lgmp; }") == 0
        else {
            print("skipped: \(#fileID): the oracle does not compile with this machine's Calcium")
            return nil
        }
    }

    /// An answer for each pair, in order.
    func answers(for pairs: [(String, String)]) -> [Answer] {
        let questions = "\(program).in"
        guard let file = fopen(questions, "w") else { return [] }
        for pair in pairs { fputs("\(pair.0) ; \(pair.1)\n", file) }
        fclose(file)
        guard let pipe = popen("'\(program)' < '\(questions)'", "r") else { return [] }
        defer { pclose(pipe) }
        var answers: [Answer] = []
        var line: UnsafeMutablePointer<CChar>?
        var room = 0
        defer { free(line) }
        while getline(&line, &room, pipe) > 0 {
            let word = String(cString: line!).split(separator: "\n").first.map(String.init) ?? ""
            // A question that the oracle cannot read is a fault of the generator.
            guard let answer = Answer(rawValue: word) else { return [] }
            answers.append(answer)
        }
        return answers
    }
}
