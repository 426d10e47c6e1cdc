import Glibc

/// How processor time grows with a text.
public enum Growth {
    /// A linear rule takes four times as long for four times the text, a quadratic one sixteen times as long.
    public static let linear = 8.0
    /// Less time than this, in microseconds, says nothing.
    private static let measurable = 2_000

    /// The time that `body` takes for a text of `4 * size` bytes over that for one of `size` bytes; the least of three
    /// measurements where one is beyond ``linear``, since other work on the machine only ever adds.
    public static func ofTime(_ size: Int, _ body: (Int) -> Void) -> Double {
        var least = Double.infinity
        for _ in 0..<3 where least > linear {
            let small = microseconds { body(size) }
            let large = microseconds { body(4 * size) }
            least = min(least, large < measurable ? 1 : Double(large) / Double(max(small, 1)))
        }
        return least
    }

    private static func microseconds(_ body: () -> Void) -> Int {
        func now() -> Int {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
        }
        let start = now()
        body()
        return now() - start
    }

    /// What begins something that must end, for extractors and peers' rules.
    public static let openers = [
        "\\boxed{", "\\boxed ", "\\fbox{", "boxed{", "\\text{", "\\text{ ", "\\textbf{", "\\mbox{", "\\overline{",
        "\\mathrm{",
        "\\frac", "\\frac{", "\\frac{1}{", "\\sqrt", "\\sqrt{", "\\sqrt[", "\\left", "\\left(", "\\begin{array}{",
        "\\begin{pmatrix}", "\\begin{cases}", "{", "}", "[", "(", "$", "$$", "$a", "\\$", "\\(", "\\[", "%", "^", "_{",
        "=",
        ",", ",\\!", ",000", "1,", "1 000", "0.0", " /", " or ", " and ", "- ", "one ", "5 days ", "π", "答案是", "½",
        "answer:", "Answer: ", "the answer is ", "answer (", "Final Answer: The final answer is",
        " I hope it is correct", "final answer is $", "#### ", "<answer>", "</answer>", "<think>", "</think>", "```",
        "```\n",
        "~~~", "<|im_end|>", "(A) ", "A or ", "{\"a\": ", "\n", "\\", "\\\\", " ",
    ]
}
