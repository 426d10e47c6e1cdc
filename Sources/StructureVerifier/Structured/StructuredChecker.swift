import AdjudgeBase
import AdjudgeFormats

/// `structured` at work.
final class StructuredChecker: Checker {
    private let verifier: StructuredVerifier
    private let schemas: SchemaCache?
    private let text = StructuredText()
    private let references = StructuredText()
    private let lists = JSONParser(maxDepth: 8, maxValues: 1 << 16)
    private let arguments = JSONText()
    private var validator: SchemaValidator?

    init(_ verifier: StructuredVerifier) {
        self.verifier = verifier
        schemas = verifier.schema?.makeCache()
    }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        let name = verifier.format.bytes(input, scratch)
        // The peer's rows without a format are JSON.
        let standard: StructuredFormat? = verifier.peer == .nemo && name.isEmpty ? .json : nil
        guard let format = standard ?? StructuredFormat(name) else {
            tell("another format, expected json, yaml, xml, toml or csv", scratch)
            return Outcome(.badSample, .mistypedField)
        }
        var schema: Schema?
        if let source = verifier.schema, let schemas {
            switch source.schema(input, schemas, scratch) {
            case .success(let found): schema = found
            case .failure(let error): return error.outcome(scratch)
            }
        }
        let paths: [PathQuery]
        switch readPaths(input, scratch) {
        case .paths(let found): paths = found
        case .bad(let outcome): return outcome
        }
        if verifier.peer == .structEval { return structEval(format, paths, input, scratch) }
        var expected: JSONValue?
        if schema == nil, paths.isEmpty {
            do {
                expected = try reference(input.reference, format, scratch)
            } catch {
                tell(error.description, scratch)
                return Outcome(.badReference, .unreadableReference)
            }
        }
        if verifier.peer == .nemo, verifier.calls.mode.bytes(input, scratch).equals("tool_call") {
            return checkCall(schema!, input, scratch)
        }
        let isPython = verifier.peer == .nemo
        let content = isPython ? input.answer.bytes : StructuredChecker.content(input, format, verifier.fences)
        let value: JSONValue
        do {
            let rules = StructuredText.Rules(
                isPython: isPython, dropsRoot: verifier.dropsRoot, schema: schema?.root)
            value = try text.value(content, format, rules, scratch)
        } catch {
            tell(error.description, scratch)
            return error.ofResponse
        }
        if let schema {
            let outcome = validate(value, schema, bytes: content.count, scratch)
            if outcome.reward != 1 || paths.isEmpty { return outcome }
        }
        return paths.isEmpty ? compare(expected!, value, scratch) : score(paths, value, scratch)
    }

    /// The text that is read. To YAML the end of the last line, which extraction takes off, is part of a block's text.
    private static func content(_ input: CheckInput, _ format: StructuredFormat, _ fences: Fences) -> Bytes {
        let content = fences.content(of: input.answer.bytes)
        guard format == .yaml, !content.isEmpty, let start = content.offset(in: input.response) else { return content }
        let end = start + content.count
        return end < input.response.count && input.response[end] == 0x0A ? input.response[start..<end + 1] : content
    }

    private func tell(_ message: String, _ scratch: Scratch) { SchemaFailure.tell("$", message, scratch) }

    private func validate(_ value: JSONValue, _ schema: Schema, bytes: Int, _ scratch: Scratch) -> Outcome {
        let validator = self.validator ?? SchemaValidator(schema, scratch)
        self.validator = validator
        validator.hasForeign = text.hasForeign
        return validator.outcome(value, schema, bytes: bytes, scratch)
    }

    // MARK: The reference

    /// The reference's value: a field of JSON as it is, a text in the asked format.
    private func reference(_ field: Field, _ format: StructuredFormat, _ scratch: Scratch) throws(StructureError)
        -> JSONValue
    {
        let isJSON = field.kind == .json
        let value = try references.value(
            isJSON ? field.bytes : verifier.fences.content(of: field.bytes), isJSON ? .json : format,
            StructuredText.Rules(dropsRoot: verifier.dropsRoot), scratch)
        // A text without a value reads as null in YAML and as a table of nothing in TOML: whatever says as little as it
        // would be right.
        if !isJSON, format == .yaml && value.kind == .null || format == .toml && value.count == 0 {
            throw StructureError(at: 0, "nothing, expected a value")
        }
        return value
    }

    private func compare(_ expected: JSONValue, _ value: JSONValue, _ scratch: Scratch) -> Outcome {
        let comparison = JSONComparison(scratch: scratch)
        if comparison.equal(expected, value) { return .graded(true, .equalCanonical) }
        if scratch.wantsDetail || scratch.evidence != nil {
            let place = comparison.difference(expected, value)
            SchemaFailure.tell(JSONPlace.path(to: place, in: value), "another value than the reference's", scratch)
        }
        return .graded(false, StructureReason.differentJSON)
    }

    // MARK: Paths

    private enum Paths {
        case paths([PathQuery])
        case bad(Outcome)
    }

    private func readPaths(_ input: CheckInput, _ scratch: Scratch) -> Paths {
        let isPython = verifier.peer == .structEval
        var paths: [PathQuery] = []
        switch verifier.paths {
        case nil: break
        case .literal(let texts):
            for text in texts {
                let path = withBytes(of: text) { scratch.arena.copy($0) }
                if let query = PathQuery(path, isPython: isPython, scratch.arena) { paths.append(query) }
            }
        case .row(let argument):
            let field = input.arguments[argument]
            scratch.spend(field.bytes.count)
            guard let list = try? lists.parse(field.bytes), list.kind == .array, list.count > 0 else {
                tell("no list of paths, expected at least one", scratch)
                return .bad(Outcome(.badSample, .mistypedField))
            }
            for element in list.elements {
                guard let path = element.string(into: scratch.arena),
                    let query = PathQuery(path, isPython: isPython, scratch.arena)
                else {
                    tell(
                        "\(element.raw[0..<min(60, element.raw.count)].string), expected a path such as a.b[0]", scratch
                    )
                    return .bad(Outcome(.badSample, .mistypedField))
                }
                paths.append(query)
            }
        }
        return .paths(paths)
    }

    private func score(_ paths: [PathQuery], _ value: JSONValue, _ scratch: Scratch) -> Outcome {
        let found = paths.count { $0.isFound(in: value, header: text.header, scratch) }
        scratch.evidence?.note("paths found", "\(found) of \(paths.count)")
        return Outcome(
            .graded, found == 0 ? StructureReason.missingPath : .pathsFound,
            reward: Double(found) / Double(paths.count))
    }

    /// 0.2 for a document that parses and is not empty, 0.8 times the share of the paths.
    private func structEval(
        _ format: StructuredFormat, _ paths: [PathQuery], _ input: CheckInput, _ scratch: Scratch
    ) -> Outcome {
        let code: Bytes
        switch StructEvalCode.find(in: input.answer.bytes, scratch.arena) {
        case .code(let found): code = found
        case .nothing: return .graded(false, StructureReason.unreadable)
        case .namedCharacter: return Outcome(.undecided, .notComputed)
        }
        do {
            let rules = StructuredText.Rules(isPython: true, hasHeader: true)
            let value = try text.value(code, format, rules, scratch)
            guard value.isPythonTrue else { return .graded(false, StructureReason.unreadable) }
            let found = paths.count { $0.isFound(in: value, header: [], scratch) }
            scratch.evidence?.note("paths found", "\(found) of \(paths.count)")
            let share = Double(found) / Double(paths.count)
            return Outcome(
                .graded, found == 0 ? StructureReason.missingPath : .pathsFound,
                reward: (0.2 * 1 + 0.8 * share).roundedToHundredths)
        } catch {
            tell(error.description, scratch)
            return error.ofResponse
        }
    }

    // MARK: Calls

    /// NeMo-Gym's tool mode: the arguments of the first call of the tool, or one of them. Other calls are free.
    private func checkCall(_ schema: Schema, _ input: CheckInput, _ scratch: Scratch) -> Outcome {
        var rules = ToolCallReader.Rules()
        rules.takesAmbiguous = true
        let found = scratch.toolCalls.read(input.answer.bytes, rules: rules)
        if found.problem != nil { return .graded(false, StructureReason.brokenCall) }
        guard found.count > 0, let list = try? arguments.value(found.json, scratch, refusesDuplicates: false) else {
            return .graded(false, StructureReason.noCall)
        }
        let name = verifier.calls.name?.bytes(input, scratch) ?? .empty
        let call = list.elements.first { name.isEmpty || $0.member("name")?.isString(name) ?? false }
        guard let call else { return .graded(false, StructureReason.wrongFunction) }
        guard var value = call.member("arguments") else { return .graded(false, StructureReason.brokenCall) }
        if let key = verifier.calls.payload?.bytes(input, scratch), !key.isEmpty {
            guard let payload = value.member(key) else { return .graded(false, StructureReason.missingArgument) }
            value = payload
        }
        let validator = self.validator ?? SchemaValidator(schema, scratch)
        self.validator = validator
        validator.hasForeign = false
        return validator.outcome(value, schema, bytes: value.raw.count, scratch)
    }
}
