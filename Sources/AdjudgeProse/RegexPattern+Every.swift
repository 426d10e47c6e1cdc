import AdjudgeBase

extension RegexPattern {
    /// Calls `body` with each match, left to right, none overlapping another, as Python's `finditer` gives them. False
    /// where a limit of work was reached.
    public func forEachMatch(in text: ValidText, scratch: RegexScratch, _ body: (RegexGroups) -> Void) -> Bool {
        var at = 0
        var afterEmpty = false
        while at <= text.bytes.count {
            switch match(text, from: at, notEmpty: afterEmpty, scratch: scratch) {
            case .limitExceeded: return false
            case .none: return true
            case .found(let groups):
                let whole = groups.range(0)!
                body(groups)
                at = max(whole.upperBound, at)
                afterEmpty = whole.isEmpty
            }
        }
        return true
    }
}
