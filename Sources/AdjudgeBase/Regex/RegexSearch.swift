/// Selects one of a pattern's matches, and one of its groups.
public struct RegexSelection: Sendable, Equatable {
    /// Selects a match.
    public enum Take: Sendable, Equatable {
        case last
        /// The match with this index; negative indices count from the end, as in Python.
        case index(Int)
    }

    /// The match.
    public var take: Take
    /// The number of the group; nil for the first that participated and is not empty (lm-eval's choice).
    public var group: Int?

    /// The selection of a match and a group.
    public init(take: Take, group: Int?) {
        self.take = take
        self.group = group
    }
}

/// The result of a search.
public enum RegexFound {
    case range(Range<Int>)
    /// There is no selected match.
    case none
    /// The selected match exists, but the group did not participate or is empty.
    case emptyGroup
    case limitExceeded
}

extension RegexPattern {
    /// The longest text that a document's pattern is run on, in bytes; a longer text ends as `limitExceeded`. The work
    /// limits hold for each start position, so that matching may still take more than linear time.
    public static let maxTextBytes = 1 << 20

    /// Finds the selected match among all non-overlapping ones from left to right, as Python's `findall` does.
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
