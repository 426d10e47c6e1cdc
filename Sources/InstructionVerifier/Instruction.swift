import AdjudgeBase

/// An instruction that a program can check: its id, the names of its arguments, and its rule.
final class Instruction: @unchecked Sendable {
    typealias Rule = @Sendable (Arguments, Reading) throws(Unsettled) -> Bool

    /// The id of the row, such as `keywords:existence`.
    let id: StaticString
    /// The arguments that its official code takes; nil where that takes any. In memory that stays, as instructions do.
    let arguments: UnsafeBufferPointer<StaticString>?
    /// Whether its official code is also asked about blank texts, which follow no other instruction.
    let takesBlank: Bool
    /// Whether a text follows it.
    let follows: Rule

    init(_ id: StaticString, _ arguments: [StaticString]?, takesBlank: Bool = false, _ follows: @escaping Rule) {
        self.id = id
        self.arguments = arguments.map { names in
            let memory = UnsafeMutableBufferPointer<StaticString>.allocate(capacity: names.count)
            _ = memory.initialize(from: names)
            return UnsafeBufferPointer(memory)
        }
        self.takesBlank = takesBlank
        self.follows = follows
    }

    /// Whether a text follows the instruction with these arguments.
    func check(_ arguments: Arguments, _ reading: Reading) throws(Unsettled) -> Bool {
        if let names = self.arguments, let unknown = arguments.firstUnknown(names) { throw .argument(unknown) }
        return try follows(arguments, reading)
    }
}
