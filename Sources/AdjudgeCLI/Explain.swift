import Adjudge
import AdjudgeBase
import AdjudgeFiles
import AdjudgeWire
import ArgumentParser
import Foundation

/// `adjudge explain`: the reasons for one sample's reward.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain one sample: the span, the rule, the normal forms, the parts, why.")

    @Option(help: "A grader: the name of a preset, a file (JSON or YAML), or JSON itself.") var grader: String
    @Option(help: "The rows to take the sample from.") var input: String?
    @Option(help: "The row's id; without it, the row's number, or the first row without full reward.") var id: String?
    @Option(help: "The row's number, from 0.") var row: Int?
    @Option(help: "Which of a row's several responses, from 0; without it, the first without full reward.")
    var responseNumber: Int?
    @Option(parsing: .unconditional, help: "A response, instead of a row of a file.") var response: String?
    @Option(parsing: .unconditional, help: "The reference that goes with --response.") var reference: String?
    @Option(help: "The row's other fields that go with --response, a JSON object.") var item: String?
    @OptionGroup var rows: RowOptions
    @OptionGroup var judge: JudgeOptions

    /// Refuses options that would be read by nobody.
    private func checkOptions() throws {
        if response != nil {
            let strays = [
                ("--input", input != nil), ("--id", id != nil), ("--row", row != nil),
                ("--response-number", responseNumber != nil),
            ]
            if let stray = strays.first(where: \.1) {
                throw CommandFailure.usage(
                    "found both --response and \(stray.0), which chooses from a file; expected one of them")
            }
        } else if let stray = [("--reference", reference), ("--item", item)].first(where: { $0.1 != nil }) {
            throw CommandFailure.usage("found \(stray.0) without --response, expected the two together")
        }
    }

    func run() throws {
        try checkOptions()
        let (dialect, map) = (try rows.knownDialect(), try rows.fieldMap())
        try judge.configure()
        let engine = try GraderFile.engine(grader, jobs: 1)
        if let response {
            let (response, reference) = (OwnedBytes(response), reference.map { OwnedBytes($0) })
            let (fields, parser) = (OwnedBytes(item ?? ""), JSONParser())
            var sample = Sample(response: .text(response.view), reference: reference.map { .text($0.view) } ?? .absent)
            if item != nil { sample.item = try Explain.object(fields.view, parser) }
            show(engine, sample, title: "the given response")
            withExtendedLifetime((response, reference, fields, parser)) {}
            return
        }
        guard let input else { throw CommandFailure.usage("found no sample, expected --input FILE or --response TEXT") }
        do {
            guard try find(in: input, engine, dialect, map) else {
                throw CommandFailure(
                    code: 1,
                    message: "adjudge: \(input): found "
                        + (id == nil && row == nil ? "no row without full reward" : "no such row or response"))
            }
        } catch let error as InputError {
            throw CommandFailure(error)
        }
    }

    private static func object(_ text: Bytes, _ parser: JSONParser) throws -> JSONValue {
        do {
            let value = try parser.parse(text)
            if value.kind == .object { return value }
        } catch {
            throw CommandFailure.usage("--item: found \(error.message), expected a JSON object")
        }
        throw CommandFailure.usage("--item: found \(text.string.prefix(60)), expected a JSON object")
    }

    /// Prints the requested row; false when there is none.
    private func find(
        in input: String, _ engine: Engine, _ dialect: Dialect?, _ map: FieldMap
    ) throws -> Bool {
        let reader = try LineReader(path: input)
        let parser = JSONParser()
        let arena = Arena()
        var known = dialect
        var number = 0
        while try reader.nextBlock() {
            for line in reader.lines {
                defer { number += 1 }
                // The first row tells how all are read, as it does for `score`.
                if known == nil, let first = try? parser.parse(line.bytes), first.kind == .object {
                    known = Dialect.detect(first)
                }
                if let row, row != number { continue }
                arena.reset()
                let value: JSONValue
                do {
                    value = try parser.parse(line.bytes)
                } catch {
                    if row == number { throw unreadable(number, error.message) }
                    continue
                }
                guard value.kind == .object else {
                    if row == number { throw unreadable(number, "found no object at its start, expected {…}") }
                    continue
                }
                let candidates = Explain.samples(value, line.bytes, known!, map, arena)
                    .filter { responseNumber == nil || responseNumber == $0.choice ?? 0 }
                guard let first = candidates.first else { continue }
                let shownID = first.sample.id.bytes.string.trimmingCharacters(in: ["\""])
                if let id, id != shownID { continue }
                let named = id != nil || row != nil ? first : nil
                let isOnly = named != nil && candidates.count == 1
                let wrong = isOnly ? nil : candidates.first { engine.explain($0.sample).passed != true }
                guard let (choice, sample) = wrong ?? named else { continue }
                var problem =
                    choice == nil && sample.defect != nil
                    ? RowComplaint.about(line.bytes, known!, map)?.description : nil
                if problem == nil, sample.reference.isAbsent, engine.plan.readsReference {
                    problem = "found no reference" + RowColumns(value).advice(on: "reference")
                }
                let title =
                    "row \(number)" + (choice.map { ", response \($0)" } ?? "")
                    + (sample.id.isAbsent ? "" : ", id \(shownID)")
                show(engine, sample, title: title, problem: problem)
                return true
            }
        }
        return false
    }

    /// The row's sample; of a row with several responses, those of each with its number.
    private static func samples(
        _ row: JSONValue, _ bytes: Bytes, _ dialect: Dialect, _ map: FieldMap, _ arena: Arena
    ) -> [(choice: Int?, sample: Sample)] {
        guard let responses = dialect.responses(row, map), !responses.isEmpty else {
            var sample = dialect.sample(row, arena)
            map.apply(to: &sample, row, arena)
            return [(nil, sample)]
        }
        return responses.enumerated().map { choice, response in
            (choice, dialect.sample(row, response: response, of: bytes, map, arena))
        }
    }

    private func unreadable(_ row: Int, _ why: String) -> CommandFailure {
        CommandFailure(code: 3, message: "adjudge: row \(row) cannot be read: \(why)")
    }

    private func show(_ engine: Engine, _ sample: Sample, title: String, problem: String? = nil) {
        let explanation = engine.explain(sample)
        let verdict = explanation.verdict
        print(title)
        print("reward     " + (verdict.reward.map { "\($0)" } ?? "none"))
        print("status     \(verdict.status.name)")
        print("reason     \(verdict.reasonName)")
        if let problem { print("problem    \(problem)") }
        print("work       \(verdict.work)")
        if sample.reference.kind != .absent { print("reference  \(sample.reference.bytes.string.prefix(400))") }
        if let answer = explanation.answer {
            print("answer     \(answer.prefix(400))   [\(verdict.total.rule.name)]")
            print("in context \(context(sample.response.bytes, verdict.total.answer))")
        }
        for part in verdict.parts {
            print(
                "part       \(part.name): \(part.record.reward.map { "\($0)" } ?? "none") (\(part.record.status.name), \(part.record.reasonName))"
            )
        }
        for part in [nil] + verdict.parts.map({ $0.name as String? }) {
            guard let detail = explanation.detail(of: part), part != nil || verdict.parts.isEmpty else { continue }
            print("detail     " + (part.map { "\($0): " } ?? "") + detail.text)
        }
        if !explanation.notes.isEmpty { print("steps") }
        for note in explanation.notes {
            print("  " + (note.part.isEmpty ? "" : "\(note.part): ") + "\(note.label): \(note.value)")
        }
    }

    /// The answer between marks, with some of the response's text around it.
    private func context(_ response: Bytes, _ span: Span) -> String {
        guard span.end <= response.count else { return "" }
        let before = response[max(0, Int(span.start) - 60)..<Int(span.start)].string
        let after = response[span.end..<min(response.count, span.end + 30)].string
        let text = "…\(before)⟦\(response[span.range].string.prefix(200))⟧\(after)…"
        return text.replacingOccurrences(of: "\n", with: "⏎")
    }
}
