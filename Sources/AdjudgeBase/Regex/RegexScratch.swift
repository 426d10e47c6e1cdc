import CPCRE2

/// One worker's memory for matching: match data, a JIT stack and the limits. Never shared between threads.
public final class RegexScratch {
    /// The most backtracking steps of one match (PCRE2's match limit).
    public static let matchLimit: UInt32 = 1_000_000
    /// The deepest nesting of backtracking points in the interpreter (PCRE2's depth limit).
    public static let depthLimit: UInt32 = 100_000
    /// The most heap of the interpreter, in KiB (PCRE2's heap limit).
    public static let heapLimit: UInt32 = 1 << 16
    /// The most stack of compiled code, in bytes.
    public static let jitStackBytes = 1 << 20

    /// The match context with the limits and the stack.
    let context: OpaquePointer
    /// Room for the offsets of 64 groups; a pattern with more keeps the first 64.
    let matchData: OpaquePointer
    private let stack: OpaquePointer?

    /// A scratch with its own memory (about 40 KiB until a pattern needs more).
    public init() {
        context = pcre2_match_context_create_8(nil)!
        matchData = pcre2_match_data_create_8(64, nil)!
        stack = pcre2_jit_stack_create_8(32 << 10, RegexScratch.jitStackBytes, nil)
        pcre2_set_match_limit_8(context, RegexScratch.matchLimit)
        pcre2_set_depth_limit_8(context, RegexScratch.depthLimit)
        pcre2_set_heap_limit_8(context, RegexScratch.heapLimit)
        if let stack { pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack)) }
    }

    deinit {
        pcre2_match_data_free_8(matchData)
        pcre2_match_context_free_8(context)
        if let stack { pcre2_jit_stack_free_8(stack) }
    }
}
