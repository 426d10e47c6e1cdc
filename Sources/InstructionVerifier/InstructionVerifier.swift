import AdjudgeBase

/// `instructions`: whether the response follows what the row asks for, by the rules of IFEval and its kin.
struct InstructionVerifier: Verifier {
    static let kind = VerifierKind(
        name: "instructions",
        summary: "Instructions that programs can check: IFEval, IFEvalG, IFBench, open-instruct's if_functions.",
        keys: [
            .init("mode", "strict (default), or loose: without its first or last line, or its asterisks, will do too."),
            .init(
                "reward",
                "all (default): 1 when every instruction is followed; fraction: the share that is; row: by its grading_mode."
            ),
            .init("instructions", "The list of ids; default {{item.instruction_id_list}} and where data sets have it."),
            .init("kwargs", "The arguments of each id; default {{item.kwargs}} and where data sets have it."),
            .init("tagger", "The folder averaged_perceptron_tagger_eng of NLTK's data, for words:start_verb."),
            .init("compat", "open_instruct: the text behind </think>, without <answer> tags."),
        ],
        defaultInput: { _ in .response },
        compile: compile)

    let isLoose: Bool
    let reward: Reward
    let isOpenInstruct: Bool
    /// The arguments that hold lists of ids, and those of their kwargs, in the order in which they are looked at.
    let places: [(ids: Int, arguments: Int)]

    /// What tells verbs at a text's beginning.
    let tagger: VerbTagger?

    /// What several instructions come to.
    enum Reward {
        case all, fraction
        /// `binary` or `fraction`, as the first of these arguments says that the row has.
        case row([Int])
    }

    var needsReference: Bool { false }

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let isLoose = try node.member("mode")?.choice("how texts are read", [("strict", false), ("loose", true)])
        var reward = try node.member("reward")?.choice(
            "a reward", [("all", Reward.all), ("fraction", .fraction), ("row", .row([]))])
        if case .row = reward {
            reward = .row(
                ["item.grading_mode", "item.verifier_metadata.grading_mode"].map {
                    context.argument("{{\($0)}}", path: "\(node.path).reward")
                })
        }
        let isOpenInstruct = try node.member("compat")?.choice("a peer", [("open_instruct", true)])
        var places: [(ids: Int, arguments: Int)] = []
        if let ids = node.member("instructions") {
            let arguments = node.member("kwargs")
            places.append(
                (
                    context.argument(
                        try ids.string("a template such as \"{{item.instruction_id_list}}\""), path: ids.path),
                    context.argument(
                        try arguments?.string("a template such as \"{{item.kwargs}}\"") ?? "{{item.kwargs}}",
                        path: arguments?.path ?? "\(node.path).kwargs")
                ))
        } else {
            for place in ["item", "item.doc", "item.verifier_metadata"] {
                places.append(
                    (
                        context.argument("{{\(place).instruction_id_list}}", path: "\(node.path).instructions"),
                        context.argument("{{\(place).kwargs}}", path: "\(node.path).kwargs")
                    ))
            }
        }
        return InstructionVerifier(
            isLoose: isLoose ?? false, reward: reward ?? .all, isOpenInstruct: isOpenInstruct ?? false,
            places: places, tagger: try node.member("tagger").map { node throws(DocumentError) in try VerbTagger(node) }
        )
    }

    func makeChecker() -> any Checker { InstructionChecker(self) }
}
