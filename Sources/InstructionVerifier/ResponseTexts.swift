import AdjudgeBase

/// The texts of a response on which instructions are checked: one where reading is strict; where it is loose, also
/// without its first line, its last, both, and each of them without asterisks.
final class ResponseTexts {
    private let isLoose: Bool
    private let isOpenInstruct: Bool
    private let tools = ReadingTools()
    private var pool: [Reading] = []
    private var used = 0
    /// True when the response says nothing.
    private(set) var isBlank = false

    init(isLoose: Bool, isOpenInstruct: Bool) {
        self.isLoose = isLoose
        self.isOpenInstruct = isOpenInstruct
    }

    /// How many texts are not blank, each counted once; 0 for a blank response.
    var count: Int { used }

    /// One of them.
    subscript(_ index: Int) -> Reading { pool[index] }

    /// A blank response.
    private(set) lazy var blank = Reading(tools)

    /// Takes the next response. O(response).
    func begin(_ response: Bytes, _ scratch: Scratch) {
        tools.scratch = scratch
        used = 0
        let text = isOpenInstruct ? ResponseTexts.openInstruct(response, scratch.arena) : response
        isBlank = isOpenInstruct ? text.pythonStripped.isEmpty : text.saysNothing
        guard !isBlank else {
            blank.begin(text)
            return
        }
        add(text)
        guard isLoose else { return }
        add(text.without(ResponseTexts.asterisk, scratch.arena))
        let first = text.find(Bytes("\n")) ?? text.count
        let last = text.findLast(Bytes("\n")) ?? 0
        for part in [text.suffix(from: first + 1), text[0..<last], text.part(from: first + 1, to: last)] {
            let part = part.pythonStripped
            add(part)
            add(part.without(ResponseTexts.asterisk, scratch.arena))
        }
    }

    private func add(_ text: Bytes) {
        // A text that is there already has the same verdict.
        guard !text.pythonStripped.isEmpty, !(0..<used).contains(where: { pool[$0].text == text }) else { return }
        if used == pool.count { pool.append(Reading(tools)) }
        pool[used].begin(text)
        used += 1
    }

    private static let asterisk = ByteSet("*")

    /// What open-instruct checks: the text behind the last `</think>`, without `<answer>` tags and white space around.
    private static func openInstruct(_ response: Bytes, _ arena: Arena) -> Bytes {
        let text = response.replacing("<|assistant|>", with: "", arena).pythonStripped
        let answer = text.findLast(Bytes("</think>")).map { text.suffix(from: $0 + 8) } ?? text
        return answer.replacing("<answer>", with: "", arena).replacing("</answer>", with: "", arena).pythonStripped
    }
}
