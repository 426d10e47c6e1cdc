import AdjudgeBase

/// The texts of one row that is judged.
struct Subject: Sendable {
    var question = ""
    var reference = ""
    var answer = ""
    /// The criteria of a rubric.
    var criteria: [Criterion] = []
    /// The other answers of the group.
    var rivals: [Rival] = []
    /// Whether reference and answer are of one kind, so that a question about them is the same from either side.
    var isPair = false
    /// The messages of a grader that writes its own, filled in.
    var messages: [ModelMessage] = []

    /// A mark that none of the texts contains: 128 bits that follow from them, so that the same row is asked the same.
    func fence() -> String {
        var writer = ByteWriter(capacity: 1024)
        let answers = isPair ? [min(reference, answer), max(reference, answer)] : [reference, answer]
        for text in [question] + answers + criteria.map(\.text) {
            writer.append(text)
            writer.append(0)
        }
        while true {
            let mark = writer.bytes.hash128Text
            let isNew = withBytes(of: mark) { mark in
                withBytes(of: question + reference + answer) { $0.find(mark) == nil }
            }
            if isNew { return mark }
            writer.append(1)
        }
    }
}

/// One thing that an answer should have, or with points below 0 should not.
struct Criterion: Sendable, Equatable {
    var text: String
    var points: Double
    /// The verdicts that it may get, from the worst to the best.
    var choices: [String]

    static let yesOrNo = ["NO", "YES"]
}
