/// A chain of extractors compiled from a document: the first that yields gives the answer.
///
/// A step is a name, or an object with a key that is one, whose value is the main argument and whose other keys are
/// options; `{"function": NAME, …}`, lm-eval's spelling, is read too. A step that is an array is one alternative: an
/// extractor and the filters that its answer goes through. `strip_think` narrows the text for all that follows.
public struct ExtractionChain: Sendable {
    private enum Step: Sendable {
        case narrow(Unmanaged<Narrowing>)
        case narrowToFirstTurn(Unmanaged<FirstTurn>)
        case find(Unmanaged<Search>)
    }

    // Objects that the chain holds apart, so that a step is taken up without counting references.
    private final class Narrowing: Sendable {
        let stripper: ReasoningStripper
        init(_ stripper: ReasoningStripper) { self.stripper = stripper }
        func rest(of text: Bytes) -> Bytes? { stripper.strip(text) }
    }

    private final class FirstTurn: Sendable {
        let stops: [OwnedBytes]
        init(_ stops: [OwnedBytes]) { self.stops = stops }
        func part(of text: Bytes) -> Bytes { TemplateTokens.firstTurn(of: text, stops: stops) }
    }

    private final class Search: Sendable {
        let finder: any Finder
        let filters: [AnswerFilter]

        init(_ finder: any Finder, filters: [AnswerFilter]) {
            self.finder = finder
            self.filters = filters
        }

        func find(in text: Bytes, _ scratch: Scratch) -> Extraction { finder.find(in: text, scratch) }

        /// What the filters make of an answer; false where they refuse it.
        func filter(_ found: inout Extraction, _ response: Bytes, _ scratch: Scratch) -> Bool {
            guard !filters.isEmpty else { return true }
            if filters.contains(.letter), !ExtractionChain.namesLetter(found.bytes, scratch.arena) { return false }
            for filter in filters {
                scratch.spend(found.bytes.count)
                found.bytes = filter.apply(found.bytes, scratch.arena)
                if filter == .lastValue, found.bytes.offset(in: response) != nil { found.origin = found.bytes }
            }
            return true
        }
    }

    /// A step as it is compiled.
    private enum OwnedStep {
        case narrow(Narrowing)
        case narrowToFirstTurn(FirstTurn)
        case find(Search)

        var object: any AnyObject & Sendable {
            switch self {
            case .narrow(let narrowing): narrowing
            case .narrowToFirstTurn(let turn): turn
            case .find(let search): search
            }
        }

        var step: Step {
            switch self {
            case .narrow(let narrowing): .narrow(.passUnretained(narrowing))
            case .narrowToFirstTurn(let turn): .narrowToFirstTurn(.passUnretained(turn))
            case .find(let search): .find(.passUnretained(search))
            }
        }
    }

    private let compiled: Compiled

    /// The steps. One object, so that a look for an answer counts one reference.
    private final class Compiled: Sendable {
        let steps: [Step]
        /// The answer is all of the response, which takes no step.
        let isWhole: Bool
        private let held: [any AnyObject & Sendable]

        init(_ steps: [OwnedStep]) {
            held = steps.map(\.object)
            self.steps = steps.map(\.step)
            if steps.count == 1, case .find(let search) = steps[0] {
                isWhole = search.finder is WholeFinder && search.filters.isEmpty
            } else {
                isWhole = false
            }
        }
    }

    /// Compiles a chain. Errors carry the path, what was found, and the nearest valid name.
    public init(_ node: DocumentNode) throws(DocumentError) {
        var steps: [OwnedStep] = []
        for element in node.oneOrMany() {
            if case .array = element.value {
                steps.append(try ExtractionChain.alternative(element))
            } else {
                try ExtractionChain.append(element, to: &steps)
            }
        }
        if steps.isEmpty { throw node.mismatch(expected: "at least one extractor") }
        switch steps[steps.count - 1] {
        case .narrow, .narrowToFirstTurn: steps.append(.find(Search(WholeFinder(), filters: [])))
        case .find: break
        }
        compiled = Compiled(steps)
    }

    /// Looks for the answer. O(response.count) for each step, within the limits of its patterns.
    public func extract(from response: Bytes, scratch: Scratch) -> Extraction {
        let compiled = compiled
        if compiled.isWhole {
            let whole = response.trimmed
            if !whole.isEmpty { return ended(.found(whole, .whole), response, scratch) }
        }
        var text = response
        var nearest: Extraction?
        for index in compiled.steps.indices {
            switch compiled.steps[index] {
            case .narrow(let narrowing):
                scratch.spend(text.count)
                guard let rest = narrowing._withUnsafeGuaranteedRef({ $0.rest(of: text) }) else {
                    return ended(.nothing(.answerOnlyInReasoning, miss: text), response, scratch)
                }
                let isSearched = narrowing._withUnsafeGuaranteedRef { $0.stripper.endsAtThink }
                if isSearched, rest.count == text.count { scratch.knowLacksReasoning(text) }
                text = rest
            case .narrowToFirstTurn(let turn):
                scratch.spend(text.count)
                text = turn._withUnsafeGuaranteedRef { $0.part(of: text) }
            case .find(let search):
                var found = search._withUnsafeGuaranteedRef { $0.find(in: text, scratch) }
                switch found.status {
                case .found:
                    guard search._withUnsafeGuaranteedRef({ $0.filter(&found, response, scratch) }) else {
                        if nearest == nil { nearest = .nothing() }
                        continue
                    }
                    return ended(found, response, scratch)
                case .limitExceeded: return ended(found, response, scratch)
                case .nothing:
                    if found.rule != .none {
                        found.rule = .none
                        return ended(found, response, scratch)
                    }
                    if nearest == nil || nearest!.reason == .nothingExtracted { nearest = found }
                }
            }
        }
        let empty: Reason = response.isEmpty ? .emptyResponse : .nothingExtracted
        return ended(
            nearest.flatMap { $0.reason == .nothingExtracted ? nil : $0 } ?? .nothing(empty), response, scratch)
    }

    private func ended(_ extraction: Extraction, _ response: Bytes, _ scratch: Scratch) -> Extraction {
        var extraction = extraction
        extraction.locate(in: response)
        if let evidence = scratch.evidence { extraction.record(in: evidence) }
        return extraction
    }

    /// True when an answer says anything of an option letter.
    private static func namesLetter(_ answer: Bytes, _ arena: Arena) -> Bool {
        ChoiceStatement(letters: 0x41...0x5A).read(ChoiceText(answer, arena).bytes) != .none
    }

    // MARK: Compiling

    /// The texts before which `first_turn` ends, beside the tokens that it knows.
    private static func stops(of step: ExtractorNode) throws(DocumentError) -> [OwnedBytes] {
        var stops: [OwnedBytes] = []
        for node in step.argument?.oneOrMany() ?? [] {
            let stop = try node.string("a text that ends the turn, such as \"\\n\\nQuestion:\"")
            guard !stop.isEmpty else { throw node.mismatch(expected: "a text that is not empty") }
            stops.append(OwnedBytes(stop))
        }
        return stops
    }

    private static func alternative(_ node: DocumentNode) throws(DocumentError) -> OwnedStep {
        var inner: [OwnedStep] = []
        for element in try node.elements() { try append(element, to: &inner) }
        guard inner.count == 1, case .find = inner[0] else {
            throw node.mismatch(expected: "one extractor and filters after it")
        }
        return inner[0]
    }

    private static func append(_ node: DocumentNode, to steps: inout [OwnedStep]) throws(DocumentError) {
        let step = try ExtractorNode(node)
        if step.name == "strip_think" {
            steps.append(.narrow(Narrowing(try ReasoningStripper(step))))
        } else if step.name == "first_turn" {
            steps.append(.narrowToFirstTurn(FirstTurn(try stops(of: step))))
        } else if let filter = AnswerFilter(rawValue: step.name) {
            guard let last = steps.popLast(), case .find(let search) = last else {
                throw node.mismatch(expected: "an extractor before the filter \(step.name)")
            }
            steps.append(.find(Search(search.finder, filters: search.filters + [filter])))
        } else if let kind = ExtractorKind.all.first(where: { $0.name == step.name }) {
            steps.append(.find(Search(try kind.compile(step), filters: [])))
        }
    }
}

extension ExtractorNode {
    fileprivate init(_ node: DocumentNode) throws(DocumentError) {
        let kinds = ExtractorKind.all
        let names = kinds.map(\.name) + ExtractorKind.filters.map(\.name)
        func unknown(_ name: String, at node: DocumentNode) -> DocumentError {
            node.mismatch(
                expected: "an extractor: one of " + names.joined(separator: ", "),
                suggestion: nearestName(to: name, in: names))
        }
        if case .string(let name) = node.value {
            guard names.contains(name) else { throw unknown(name, at: node) }
            self.init(name: name, argument: nil, node: node)
            return
        }
        let members = try node.members()
        let name: String
        if let function = node.member("function") {
            name = try function.string("the name of an extractor")
            guard names.contains(name) else { throw unknown(name, at: function) }
        } else {
            guard let key = members.first(where: { names.contains($0.key) })?.key else {
                throw unknown(members.first?.key ?? "", at: node)
            }
            name = key
        }
        let options = kinds.first { $0.name == name }?.options ?? (name == "strip_think" ? ["require"] : [])
        try node.allowOnly([name, "function"] + options)
        // An argument that nothing reads would be a rule that never holds.
        if let argument = node.member(name), !ExtractorKind.withArgument.contains(name) {
            let hint =
                options.isEmpty ? "" : "; its options (\(options.joined(separator: ", "))) go beside \"function\""
            throw argument.mismatch(expected: "{\"function\": \"\(name)\"}: \(name) takes no argument\(hint)")
        }
        self.init(name: name, argument: node.member(name), node: node)
    }
}

extension Extraction {
    fileprivate func record(in evidence: Evidence) {
        switch status {
        case .found:
            evidence.note("answer found by", "\(rule.name) at bytes \(span.start)..<\(span.end)")
            evidence.note("answer", bytes[0..<min(bytes.count, 400)].string)
        case .nothing: evidence.note("no answer", "\(reason.name)" + (span.count > 0 ? " at byte \(span.start)" : ""))
        case .limitExceeded: evidence.note("no answer", "a budget of work ran out")
        }
    }
}
