import AdjudgeBase
import AdjudgeWire

/// The share of prompts that is scored and reported apart and never trained on: all rollouts of such a prompt get the
/// same reward, so that a trainer that compares rollouts of a prompt learns nothing from them.
struct Holdout: Sendable {
    /// The share, from 0 to 1.
    let share: Double

    /// Whether a row is held out: decided by a hash of its prompt, which its response cannot influence. O(prompt).
    func contains(_ row: JSONValue) -> Bool {
        guard share > 0, let prompt = Holdout.prompt(row) else { return false }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in 0..<prompt.count { hash = (hash ^ UInt64(prompt[index])) &* 0x100_0000_01B3 }
        hash = (hash ^ hash >> 31) &* 0xBF58_476D_1CE4_E5B9
        hash ^= hash >> 29
        return Double(hash >> 11) / Double(1 << 53) < share
    }

    /// The prompt: the turns before the last, else `prompt` or `input`; nil when the row has none.
    private static func prompt(_ row: JSONValue) -> Bytes? {
        if let turns = NovaDialect.conversation(row)?.value, turns.kind == .array {
            guard turns.count > 1, let first = turns.element(0), let last = turns.element(turns.count - 1) else {
                return nil
            }
            return Bytes(start: first.raw.start, count: last.raw.start - first.raw.start)
        }
        return (row.member("prompt") ?? row.member("input"))?.raw
    }
}
