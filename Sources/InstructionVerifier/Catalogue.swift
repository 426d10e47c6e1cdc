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

    /// The instructions by the hash of their ids: open addressing, at most a quarter full.
    nonisolated(unsafe) private static let slots: UnsafeMutablePointer<Unmanaged<Instruction>?> = {
        let slots = UnsafeMutablePointer<Unmanaged<Instruction>?>.allocate(capacity: slotCount)
        slots.initialize(repeating: nil, count: slotCount)
        for instruction in all {
            var slot = Int(truncatingIfNeeded: Bytes(instruction.id).hash64()) & (slotCount - 1)
            while slots[slot] != nil { slot = (slot + 1) & (slotCount - 1) }
            slots[slot] = .passRetained(instruction)
        }
        return slots
    }()
    private static let slotCount = 1024

    /// The instruction of an id, which stays; nil where there is none. O(id).
    static func instruction(_ id: Bytes) -> Unmanaged<Instruction>? {
        let slots = slots
        var slot = Int(truncatingIfNeeded: id.hash64()) & (slotCount - 1)
        while let instruction = slots[slot] {
            if instruction._withUnsafeGuaranteedRef({ id.equals($0.id) }) { return instruction }
            slot = (slot + 1) & (slotCount - 1)
        }
        return nil
    }

    /// The known id that is most like another.
    static func nearest(to id: Bytes) -> String? {
        nearestName(to: id.string, in: all.map { "\($0.id)" })
    }
}
