import AdjudgeBase
import CSandbox

/// `python`: OpenAI's grader of that name. Its source defines `grade(sample, item)`, which returns the reward; it runs
/// contained, as everything does that is no part of Adjudge.
struct PythonGrader: Verifier {
    static let kind = VerifierKind(
        name: "python", summary: "OpenAI's Python grader: source with grade(sample, item) -> number, run contained.",
        keys: [
            .init("source", "Python that defines grade(sample, item)."),
            .init("image_tag", "Read and not used: the Python of this machine runs it."),
            .init("limits", "As of `code`; cpu_seconds is 120 by default."),
            .init("minimum_level", "As of `code`."),
            .init("packages", "As of `code`."),
            .init("python", "As of `code`."),
        ],
        defaultInput: { _ in .response },
        compile: compile)

    let source: OwnedBytes
    let settings: CodeSettings
    let itemArgument: Int
    /// The model's output as JSON, and its calls.
    let outputArguments: [Int]
    let stop = CancelToken()

    var needsReference: Bool { false }
    var isDeferring: Bool { true }
    var detailKind: Detail.Kind? { .run }

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let source = try node.required("source", "Python that defines grade(sample, item)").string()
        if let tag = node.member("image_tag") { _ = try tag.string() }
        var settings = try CodeSettings(
            DocumentNode(
                .object(
                    ["limits", "minimum_level", "packages", "python"].compactMap { key in
                        node.member(key).map { DocumentValue.Member(key: key, value: $0.value) }
                    }), path: node.path))
        if node.member("limits")?.member("cpu_seconds") == nil { settings.limits.cpuSeconds = 120 }
        return PythonGrader(
            source: OwnedBytes(source), settings: settings, itemArgument: context.argument("{{item}}", path: node.path),
            outputArguments: ["{{sample.output_json}}", "{{sample.output_tools}}"].map {
                context.argument($0, path: node.path, mayReadResponse: true)
            })
    }

    func makeChecker() -> any Checker { PythonGraderChecker(self) }

    func prepare() { (try? Sandbox.current())?.warmPython(settings.python) }

    func cancel() { stop.cancel() }
}

private final class PythonGraderChecker: DeferringChecker {
    private let grader: PythonGrader
    private let parser = JSONParser(maxDepth: 250)

    init(_ grader: PythonGrader) { self.grader = grader }

    func begin(_ input: CheckInput, _ scratch: Scratch) -> Begun {
        scratch.spend(input.answer.bytes.count)
        // One call with two arguments: the sample as OpenAI gives it, and the row.
        var writer = PlainWriter()
        writer.list(1)
        writer.list(2)
        writer.dict(3)
        writer.string(Bytes("output_text"))
        writer.string(input.answer.bytes)
        // Both are there for every sample, as OpenAI has them: None where the output is no JSON, or calls no tool.
        for (name, argument) in zip(["output_json", "output_tools"] as [StaticString], grader.outputArguments) {
            writer.string(Bytes(name))
            writer.field(input.arguments[argument], parser, scratch.arena)
        }
        let item = input.arguments[grader.itemArgument]
        if item.isAbsent {
            writer.dict(0)
        } else {
            guard let value = try? parser.parse(item.bytes) else { return .done(Outcome(.badSample, .malformedRow)) }
            writer.json(value, scratch.arena)
        }
        let job = GradeJob(grader, PlainCalls(encoded: OwnedBytes(writer.bytes)))
        Lanes.current.submit(job)
        return .pending(PendingGrade(job))
    }
}

/// One call of `grade` on a lane.
private final class GradeJob: LaneJob, @unchecked Sendable {
    private let grader: PythonGrader
    private let calls: PlainCalls
    let stop: CancelToken
    private(set) var verdict = CodeVerdict(.cancelled)
    private(set) var reward: Double?

    init(_ grader: PythonGrader, _ calls: PlainCalls) {
        self.grader = grader
        self.calls = calls
        stop = CancelToken(under: grader.stop)
        super.init(weight: calls.bytes.view.count)
    }

    override func work() {
        if stop.isCancelled { return }
        let sandbox: Sandbox
        do {
            sandbox = try Sandbox.current()
        } catch {
            verdict = CodeVerdict(.unavailable, error.description)
            return
        }
        guard sandbox.level >= grader.settings.minimumLevel else {
            verdict = CodeVerdict(
                .unavailable, "sandbox level \(sandbox.level), expected at least \(grader.settings.minimumLevel)")
            return
        }
        let run = FunctionRun(
            program: grader.source, limits: grader.settings.limits, sandbox, "grade",
            grader.settings.python, stop: stop)
        let result = run.run(calls)
        verdict = CodeVerdict(.ok)
        verdict.add(result)
        defer { withExtendedLifetime(result) {} }
        switch PlainRecords(result.records).at(0) {
        case .value(let value)?:
            reward = GradeJob.number(value)
            if reward == nil {
                fail(.runtimeError, "grade returned \(PlainText.describe(value)), expected a finite number")
            }
        case .raised(let what)?: fail(.runtimeError, "grade raised \(what)")
        case nil:
            fail(CodeVerdict.Kind(result) ?? .runtimeError, Trimmed.end(result.error) + result.message)
        }
    }

    private func fail(_ kind: CodeVerdict.Kind, _ message: String) {
        verdict.kind = kind
        verdict.message = message
    }

    private static func number(_ value: PlainData) -> Double? {
        switch value.kind {
        case .integer: Double(value.integer)
        case .float: value.float.isFinite ? value.float : nil
        case .isTrue: 1
        case .isFalse: 0
        default: nil
        }
    }
}

private final class PendingGrade: PendingCheck {
    private let job: GradeJob

    init(_ job: GradeJob) { self.job = job }

    /// A grader that fails has said nothing of the sample: that is no reward.
    func finish(_ scratch: Scratch) -> Outcome {
        job.waitUntilDone()
        let verdict = job.verdict
        scratch.detail = Detail(.run, verdict.json())
        if let evidence = scratch.evidence { verdict.note(evidence) }
        if let reward = job.reward { return Outcome(.graded, .condition, reward: reward) }
        switch verdict.kind {
        case .judgeError, .unavailable, .cancelled: return verdict.outcome
        default: return Outcome(.undecided, verdict.outcome.reason)
        }
    }

    func cancel() { job.stop.cancel() }
}
