import AdjudgeBase

/// References that are objects, as reward data sets have them: which of their values the answer is.
public enum ReferenceObject {
    /// The names of an answer among other things, most telling first.
    ///
    /// Sources: AWS's Nova and Bedrock guides (`answer`, `final_answer`, `solution`), and the reward function that
    /// SageMaker Studio generates (`ground_truth`, `label`, `sentiment`, `polarity`, `target`).
    static let answerNames: [StaticString] = [
        "answer", "final_answer", "ground_truth", "label", "sentiment", "polarity", "target", "solution",
    ]
    /// An object with one of these is a set of tests, whatever else it has.
    private static let testNames: [StaticString] = [
        "inputs", "outputs", "tests", "test_cases", "test_list", "test", "test_code", "input_output", "assert_case",
        "asserts", "functional", "check", "fn_name", "entry_point", "base_input", "public_test_cases",
        "private_test_cases",
    ]

    /// The answer in a reference: of an object what `answer` or another of the known names maps to, or its only value;
    /// anything else, and an object of several unknown keys, as it is. O(members).
    public static func answer(in value: JSONValue?) -> JSONValue? {
        guard let value, value.kind == .object else { return value }
        if let named = named(value) { return named }
        return value.count == 1 ? value.members.first { _ in true }?.value : value
    }

    /// The value of one of the known names; nil for an object of tests, and for anything that is no object.
    public static func named(_ value: JSONValue) -> JSONValue? {
        if let answer = present("answer", in: value) { return answer }
        guard !testNames.contains(where: { value.member($0) != nil }) else { return nil }
        return answerNames.lazy.compactMap { present($0, in: value) }.first
    }

    private static func present(_ name: StaticString, in value: JSONValue) -> JSONValue? {
        value.member(name).flatMap { $0.kind == .null ? nil : $0 }
    }
}
