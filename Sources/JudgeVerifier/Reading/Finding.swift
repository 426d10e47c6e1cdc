/// The verdict in one reply.
enum Finding: Sendable, Equatable {
    /// One of the labels, by its place among them.
    case label(Int)
    /// How likely each label is, where the server tells.
    case weights([Double])
    case score(Double)
    /// For each criterion, how far it is met: 0 to 1.
    case criteria([Double])
}

/// How a reply is read.
enum ReplyReading: Sendable, Equatable {
    /// One of several labels, by the last line.
    case label([JudgeLabel])
    /// One of several labels, by the section of a report that has this heading.
    case section(String, [JudgeLabel])
    /// A number in a range; one outside is unreadable, or with `clips` the nearest end.
    case score(ClosedRange<Double>, clips: Bool)
    /// A choice for each criterion; the choices go from the worst to the best.
    case criteria([[String]])
}

/// A verdict that a judge may give.
struct JudgeLabel: Sendable, Equatable {
    var name: String
    /// Other words for it.
    var aliases: [String] = []

    /// Whether `text` is this label. ASCII case does not matter.
    func isMeant(by text: String) -> Bool {
        let text = text.lowercased()
        return name.lowercased() == text || aliases.contains { $0.lowercased() == text }
    }
}
