import AdjudgeBase

/// The texts of a response on which instructions are checked: one where reading is strict; where it is loose, also
/// without its first line, its last, both, and each of them without asterisks.
final class ResponseTexts {
    private let isLoose: Bool
    private let isOpenInstruct: Bool
    private let tools: ReadingTools
    /// One for each text that there can be, each made when it is first needed; the last is for blank responses.
    private let pool: UnsafeMutablePointer<Unmanaged<Reading>?>
    private static let most = 9
    private var used = 0
    /// True when the response says nothing.
    private(set) var isBlank = false

    init(isLoose: Bool, isOpenInstruct: Bool, tagger: VerbTagger? = nil) {
        tools = ReadingTools(tagger: tagger)
        self.isLoose = isLoose
        self.isOpenInstruct = isOpenInstruct
        pool = .allocate(capacity: ResponseTexts.most)
        pool.initialize(repeating: nil, count: ResponseTexts.most)
    }

    deinit {
        for index in 0..<ResponseTexts.most { pool[index]?.release() }
        pool.deallocate()
    }

    /// How many texts are not blank, each counted once; 0 for a blank response.
    var count: Int { used }

    /// One of them, which this holds.
    subscript(_ index: Int) -> Unmanaged<Reading> { pool[index]! }

    /// The response where it is blank.
    var blank: Unmanaged<Reading> { pool[ResponseTexts.most - 1]! }

    /// Takes the next response. O(response).
    func begin(_ response: Bytes, _ scratch: Scratch) {
        used = 0
        let text = isOpenInstruct ? ResponseTexts.openInstruct(response, scratch.arena) : response
        isBlank = isOpenInstruct ? text.pythonStripped.isEmpty : text.saysNothing
        guard !isBlank else {
            read(text, ResponseTexts.most - 1, scratch)
            return
        }
        add(text, scratch)
        guard isLoose else { return }
        add(text.without(ResponseTexts.asterisk, scratch.arena), scratch)
        let first = text.find(Bytes("\n")) ?? text.count
        let last = text.findLast(Bytes("\n")) ?? 0
        for part in [text.suffix(from: first + 1), text[0..<last], text.part(from: first + 1, to: last)] {
            let part = part.pythonStripped
            add(part, scratch)
            add(part.without(ResponseTexts.asterisk, scratch.arena), scratch)
        }
    }

    private func add(_ text: Bytes, _ scratch: Scratch) {
        // A text that is there already has the same verdict.
        guard used == 0 || !text.pythonStripped.isEmpty else { return }
        for index in 0..<used where pool[index]!._withUnsafeGuaranteedRef({ $0.text == text }) { return }
        read(text, used, scratch)
        used += 1
    }

    private func read(_ text: Bytes, _ index: Int, _ scratch: Scratch) {
        if pool[index] == nil { pool[index] = .passRetained(Reading(tools, scratch)) }
        pool[index]!._withUnsafeGuaranteedRef { $0.begin(text, scratch) }
    }

    private static let asterisk = ByteSet("*")

    /// What open-instruct checks: the text behind the last `</think>`, without `<answer>` tags and white space around.
    private static func openInstruct(_ response: Bytes, _ arena: Arena) -> Bytes {
        let text = response.replacing("<|assistant|>", with: "", arena).pythonStripped
        let answer = text.findLast(Bytes("</think>")).map { text.suffix(from: $0 + 8) } ?? text
        return answer.replacing("<answer>", with: "", arena).replacing("</answer>", with: "", arena).pythonStripped
    }
}
