/// Which of a pattern's matches, and which of its groups, is wanted.
public struct RegexSelection: Sendable, Equatable {
    /// Which match.
    public enum Take: Sendable, Equatable {
        case last
        /// The match with that index; negative ones count from the end, as Python's do.
        case index(Int)
    }

    /// Which match.
    public var take: Take
    /// Which group: its number, or nil for the first that took part and is not empty (as lm-eval chooses).
    public var group: Int?

    /// The selection of that match and group.
    public init(take: Take, group: Int?) {
        self.take = take
        self.group = group
    }
}

/// What a search for a match came to.
public enum RegexFound {
    case range(Range<Int>)
    /// There is no such match.
    case none
    /// There is such a match, but the group took no part in it or is empty.
    case emptyGroup
    case limitExceeded
}

extension RegexPattern {
    /// The longest text that a pattern of a document is run on, in bytes. Matching may cost more than linear time in
    /// spite of the limits on each start; a longer text ends as `limitExceeded`.
    public static let maxTextBytes = 1 << 20

    /// Looks for the selected match among all that do not overlap, left to right, as Python's `findall` does.
    public func search(_ bytes: Bytes, _ selection: RegexSelection, scratch: Scratch) -> RegexFound {
        guard bytes.count <= RegexPattern.maxTextBytes else { return .limitExceeded }
        guard let text = scratch.validText(bytes) else { return .none }
        var kept: [RegexFound] = []
        var wanted = Int.max
        var keep = 1
        switch selection.take {
        case .last: break
        case .index(let index) where index >= 0: wanted = index
        case .index(let index): keep = -index
        }
        var seen = 0
        var at = 0
        var afterEmpty = false
        while at <= bytes.count {
            switch match(text, from: at, notEmpty: afterEmpty, scratch: scratch.regex) {
            case .limitExceeded: return .limitExceeded
            case .none: at = bytes.count + 1
            case .found(let groups):
                let whole = groups.range(0)!
                let found = pick(groups, selection.group)
                if seen == wanted { return found }
                seen += 1
                if keep == 1 { kept = [found] } else { kept.append(found) }
                if kept.count > keep { kept.removeFirst() }
                at = max(whole.upperBound, at)
                afterEmpty = whole.isEmpty
            }
        }
        guard wanted == Int.max, kept.count == keep else { return .none }
        return kept[0]
    }

    private func pick(_ groups: RegexGroups, _ group: Int?) -> RegexFound {
        if let group { return groups.range(group).map { .range($0) } ?? .emptyGroup }
        guard groupCount > 0 else { return .range(groups.range(0)!) }
        if groupCount == 1 { return groups.range(1).map { .range($0) } ?? .emptyGroup }
        for number in 1...groupCount {
            if let range = groups.range(number), !range.isEmpty { return .range(range) }
        }
        return .emptyGroup
    }
}
