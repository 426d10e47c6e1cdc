import AdjudgeBase
import CaseFiles

/// A row of the project's own corpora whose verdict is a reward of 0 or 1.
struct OwnRow {
    let id: String
    /// The grader: its document, or `preset:NAME`.
    let grader: String
    let response: String
    let reference: String
    let isRight: Bool

    /// The rows of these corpora, such as `compat.jsonl`; those without a text reference or a plain reward are left out.
    static func all(of files: [String]) throws -> [OwnRow] {
        var rows: [OwnRow] = []
        for file in files {
            try CaseFiles.forEach(CaseFiles.lines(file)) { row in
                guard let grader = row.member("grader"), let reward = JSONPath("expect.reward")?.find(in: row),
                    reward.kind == .number, let reference = row.member("reference")?.decodedString
                else { return }
                rows.append(
                    OwnRow(
                        id: row.text("id"), grader: grader.decodedString ?? grader.raw.string,
                        response: row.text("response"), reference: reference, isRight: reward.raw.string == "1"))
            }
        }
        return rows
    }

    /// The rows of all kinds of answers that the plain grader `math` judges. What is about how a response says its answer,
    /// and not about the answer, is left out.
    static func math() throws -> [OwnRow] {
        try all(of: CaseFiles.corpora(in: "math").map { "math/" + ($0.split(separator: "/").last ?? "") })
            .filter { !$0.id.hasPrefix("hedges") && !$0.id.hasPrefix("stated") }
            .filter { $0.grader == #"{"type": "math"}"# }
    }
}
