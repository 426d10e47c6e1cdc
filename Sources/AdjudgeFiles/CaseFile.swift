import Adjudge
import AdjudgeBase
import AdjudgeWire

/// Cases: rows `{id, grader, response, reference?, item?, expect: {reward, status?, reason?, answer?}, why}`.
///
/// `"rewarded": false` in place of a reward says that the answer must not be accepted; whether it is graded 0 or left
/// undecided does not matter.
public enum CaseFile {
    /// The result of checking a file.
    public struct Report: Sendable {
        /// The number of cases with the expected verdict.
        public var passed = 0
        /// One line for each other case, with its actual verdict.
        public var failures: [String] = []
    }

    /// Scores every case of a file under its own grader, or under `fallback` when it names none.
    public static func check(_ path: String, fallback: Plan? = nil) throws(InputError) -> Report {
        let reader = try LineReader(path: path)
        let parser = JSONParser()
        let arena = Arena()
        var report = Report()
        var engines: [String: Engine] = [:]
        if let fallback { engines[""] = Engine(fallback, threads: 1) }
        var number = 0
        while try reader.nextBlock() {
            for line in reader.lines {
                number += 1
                arena.reset()
                do {
                    let row = try parser.parse(line.bytes)
                    let name = row.member("id")?.decodedString ?? "line \(number)"
                    let grader = row.member("grader").map { $0.decodedString ?? $0.raw.string } ?? ""
                    if engines[grader] == nil { engines[grader] = try Engine(grader: grader, threads: 1) }
                    var sample = Dialect.plain.sample(row, arena)
                    if let item = row.member("item") { sample.item = item }
                    let explanation = engines[grader]!.explain(sample)
                    if let problem = mismatch(explanation, row.member("expect")) {
                        report.failures.append("\(name): \(problem)")
                    } else {
                        report.passed += 1
                    }
                } catch let error as JSONError {
                    report.failures.append("line \(number): \(error.message)")
                } catch let error as DocumentError {
                    report.failures.append("line \(number): grader: \(error)")
                } catch {
                    report.failures.append("line \(number): \(error)")
                }
            }
        }
        return report
    }

    /// The first difference from the expectation, or nil.
    private static func mismatch(_ explanation: Explanation, _ expect: JSONValue?) -> String? {
        guard let expect, expect.kind == .object, expect.count > 0 else {
            return
                "\"expect\": found \(expect?.raw.string.prefix(40) ?? "nothing"), expected an object such as {\"reward\": 1}"
        }
        let verdict = explanation.verdict
        for (key, value) in expect.members {
            let wanted = value.decodedString ?? value.raw.string
            let found: String
            switch (key.rawString ?? .empty).string {
            case "reward":
                if verdict.reward == Double(wanted), (verdict.reward == nil) == (value.kind == .null) { continue }
                found = verdict.reward.map { "\($0)" } ?? "null"
            case "rewarded":
                let passes = verdict.reward.map { $0 > 0 } ?? false
                if passes == (wanted == "true") { continue }
                found = "\(passes)"
            case "status": found = "\(verdict.status.name)"
            case "reason": found = "\(verdict.reasonName)"
            case "rule": found = "\(verdict.total.rule.name)"
            case "answer": found = explanation.answer ?? "null"
            case "detail": found = explanation.detail(of: nil)?.text ?? "null"
            default:
                return
                    "unknown expectation \(key.raw.string), expected reward, rewarded, status, reason, rule, answer or detail"
            }
            if found != wanted {
                return
                    "\(key.raw.string): found \(found), expected \(wanted) (\(verdict.status.name), \(verdict.reasonName))"
            }
        }
        return nil
    }
}
