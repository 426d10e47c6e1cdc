import Adjudge

/// Scores one response, then a group of them without blocking the thread that asks.
@main struct Score {
    static func main() async throws {
        let engine = try Engine(grader: "preset:math")
        print(engine.score(response: "So it is \\boxed{\\frac{1}{2}}.", reference: "0.5"))

        let responses = ["\\boxed{7}", "\\boxed{8}", "I do not know."]
        let verdicts = try await engine.score(responses: responses, references: ["7", "7", "7"])
        for (response, verdict) in zip(responses, verdicts) { print(response, "→", verdict) }

        do {
            _ = try Engine(grader: #"{"type": "maths"}"#)
        } catch {
            print(error)
        }
    }
}
