import AdjudgeBase

/// The signs of figures, which reading drops: `\triangle ABC` and `\angle ABC` are other things of one name.
enum FigureSigns {
    /// What is equal but for the sign of the figure is left open. O(both).
    static func judge(_ reference: Bytes, _ answer: Bytes, _ given: Judgement) -> Judgement {
        guard given.isEqual else { return given }
        let (mine, theirs) = (signs(in: reference), signs(in: answer))
        // A bare name may be of either; a line's is a segment's.
        let isBare = mine.isEmpty || theirs.isEmpty
        guard mine != theirs, !isBare || mine.union(theirs).contains(.line) else { return given }
        return .undecided(.differentKind)
    }

    private struct Signs: OptionSet {
        let rawValue: UInt8
        static let angle = Signs(rawValue: 1)
        static let triangle = Signs(rawValue: 2)
        static let line = Signs(rawValue: 4)
    }

    private static func signs(in text: Bytes) -> Signs {
        guard text.findFirst(in: leads) != nil else { return [] }
        var found: Signs = []
        for (name, sign) in names where text.find(Bytes(name)) != nil { found.insert(sign) }
        return found
    }

    private static let leads: ByteSet = {
        var set = ByteSet("\\")
        set.insert(0xE2)
        return set
    }()
    private static let names: [(StaticString, Signs)] = [
        ("\\angle", .angle), ("∠", .angle), ("\\triangle", .triangle), ("△", .triangle),
        ("\\overleftrightarrow", .line),
    ]
}
