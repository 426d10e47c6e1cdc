import AdjudgeBase

/// How the answer of a row's reference is found: a grader's own `extract.reference`, or what data sets mark.
struct ReferenceChain: Sendable {
    /// The grader's own chain; without one the box or `####` of the reference counts.
    private let chain: ExtractionChain?
    /// False for peers that compare the reference as it is.
    private let isLookedFor: Bool

    /// True where the grader says nothing of how the answer of a reference is found.
    var takesWhole: Bool { chain == nil }

    /// The usual one.
    init() {
        chain = nil
        isLookedFor = true
    }

    /// The one that a grader's node asks for; `isLookedFor` says what becomes of a reference without one.
    init(_ node: DocumentNode, isLookedFor: Bool = true) throws(DocumentError) {
        let own: DocumentNode? =
            if let extract = node.member("extract"), case .object = extract.value { extract.member("reference") } else {
                nil
            }
        chain = try own.map { node throws(DocumentError) in try ExtractionChain(node) }
        self.isLookedFor = isLookedFor
    }

    /// The part of a reference that the grader's chain finds, or all of it; nil when the chain finds nothing.
    func marked(_ reference: Bytes, _ scratch: Scratch) -> Bytes? {
        guard let chain else { return reference }
        // An answer found in a reference is not the response's: it is noted apart.
        let evidence = scratch.evidence
        scratch.evidence = nil
        defer { scratch.evidence = evidence }
        let extraction = chain.extract(from: reference, scratch: scratch)
        return extraction.status == .found ? extraction.bytes : nil
    }

    /// Where in that part the answer stands.
    func source(_ reference: Bytes) -> ReferenceText {
        chain == nil && isLookedFor ? ReferenceText(reference) : .whole
    }

    /// The answer of a reference; nil when the chain finds nothing, or a worked solution marks none.
    func answer(of reference: Bytes, _ scratch: Scratch) -> Bytes? {
        marked(reference, scratch).flatMap { answer(in: $0, of: reference, scratch) }
    }

    /// The answer in the part of a reference that ``marked(_:_:)`` gave; nil when a worked solution marks none.
    func answer(in marked: Bytes, of reference: Bytes, _ scratch: Scratch) -> Bytes? {
        let source = source(marked)
        guard source.rule != .unmarked else { return nil }
        let answer = source.answer(of: marked, scratch.arena)
        if let evidence = scratch.evidence { source.note(answer, reference, evidence) }
        return answer
    }
}

extension ReferenceText {
    /// Says where the answer of a reference was found, where that is not all of it.
    func note(_ answer: Bytes, _ whole: Bytes, _ evidence: Evidence) {
        let place: String? =
            switch rule {
            case .boxed: spans.count > 1 ? "the reference's boxes" : "the reference's box"
            case .hash: "the reference's last line, behind ####"
            case .unmarked: nil
            case .whole: answer == whole ? nil : "the grader's extract.reference"
            }
        if let place {
            evidence.note("reference found in", place)
            evidence.note("reference", answer[0..<min(answer.count, 400)].string)
        } else if rule == .unmarked {
            evidence.note("reference", "a worked solution that marks no answer by a box or ####")
        }
    }
}
