/// The markers between which models reason before they answer: one list for every door.
public enum ReasoningPairs {
    /// An opening and an end marker.
    public typealias Pair = (open: String, close: String)

    /// What AWS's own reward functions look for in Nova's turns.
    public static let nova: [Pair] = [
        ("<begin_internal_thought>", "</end_internal_thought>"),
        ("<begin_internal_thought>", "<end_internal_thought>"),
        ("<|begin_of_thought|>", "<|end_of_thought|>"),
    ]

    /// Tags and tokens that may stand anywhere in a response.
    public static let standard: [Pair] =
        [
            ("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<thought>", "</thought>"),
            ("<reasoning>", "</reasoning>"), ("<seed:think>", "</seed:think>"), ("[THINK]", "[/THINK]"),
            ("◁think▷", "◁/think▷"), ("<|START_THINKING|>", "<|END_THINKING|>"), ("<|channel>thought", "<channel|>"),
            // Harmony: what is in no final channel is no answer.
            ("<|channel|>analysis", "<|channel|>final<|message|>"),
            ("<|channel|>commentary", "<|channel|>final<|message|>"),
        ] + nova

    /// Words that mark reasoning only where the response begins with the first: harmony without its tokens, Granite.
    public static let leading: [Pair] = [
        ("analysis", "assistantfinal"), ("Here is my thought process:", "Here is my response:"),
        ("Here's my thought process:", "Here's my response:"), ("Here is my thought process:", "Here's my response:"),
    ]
}
