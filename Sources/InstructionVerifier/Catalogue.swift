import AdjudgeBase

/// Every instruction by its id.
enum Catalogue {
    /// Google's IFEval.
    static let ifeval: [Instruction] =
        KeywordInstructions.ifeval + LengthInstructions.ifeval + ContentInstructions.ifeval
        + FormatInstructions.ifeval + CaseInstructions.ifeval + EndInstructions.ifeval
        + CombinationInstructions.ifeval

    /// The 29 that open-instruct's IFEvalG has beside them.
    static let training: [Instruction] =
        TrainingInstructions.keywords + TrainingInstructions.places + TrainingInstructions.copies

    /// open-instruct's `if_functions`.
    static let tulu: [Instruction] = TuluFunctions.words + TuluFunctions.lengths + TuluFunctions.forms

    /// IFBench's 58.
    static let bench: [Instruction] =
        BenchCounts.counts + BenchCounts.ratios + BenchWords.words + BenchSentences.sentences + BenchSentences.repeats
        + BenchFormats.marks + BenchFormats.lines + BenchTasks.lists + BenchTasks.tables

    /// All of them.
    static let all: [Instruction] = ifeval + training + bench + tulu

    private static let byHash: [UInt64: Int] = Dictionary(
        uniqueKeysWithValues: all.enumerated().map { (Bytes($1.id).hash64(), $0) })

    /// The instruction of an id; nil where there is none. O(id).
    static func instruction(_ id: Bytes) -> Instruction? {
        guard let index = byHash[id.hash64()], id.equals(all[index].id) else { return nil }
        return all[index]
    }

    /// The known id that is most like another.
    static func nearest(to id: Bytes) -> String? {
        nearestName(to: id.string, in: all.map { "\($0.id)" })
    }
}
