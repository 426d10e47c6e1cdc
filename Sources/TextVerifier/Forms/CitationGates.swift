import AdjudgeBase
import AdjudgeProse

/// The gates that an answer with citations passes in turn, as NeMo-Gym's `citation_if` has them.
struct CitationGates {
    let grammar: CitationGrammar
    let pattern: RegexPattern
    let forbids: Bool
    let least: Int
    let slack: Int

    enum Result: Equatable {
        case passed
        case failed(TextReason)
        case limitExceeded
    }

    /// Which gate fails first. `expected` is nil where the row says nothing of what has to be cited. O(text).
    func check(_ text: Bytes, valid: [Bytes], expected: [Bytes]?, _ scratch: Scratch) -> Result {
        guard text.count <= RegexPattern.maxTextBytes else { return .limitExceeded }
        if text.pythonStripped.isEmpty { return .failed(.noCitingAnswer) }
        guard let validText = scratch.validText(text),
            let citations = grammar.citations(in: validText, pattern, scratch.regex)
        else { return .limitExceeded }
        let tags = grammar.isTag ? CitationGrammar.tags(in: text) : (0, 0)
        if forbids {
            let isClean =
                citations.isEmpty && tags.0 == 0 && CitationGrammar.attempt(in: text, from: 0) == nil
            return isClean ? .passed : .failed(.needlessCitation)
        }
        if !hasAnswer(text, citations) { return .failed(.noCitingAnswer) }
        // Every identifier stands in a citation, and every tag is one.
        if hasResidue(text, citations) || grammar.isTag && !(tags.0 == citations.count && tags.1 == citations.count) {
            return .failed(.malformedCitation)
        }
        var cited: [Bytes] = []
        var isUnknown = false
        for id in citations.flatMap(\.ids) {
            if !valid.contains(id) {
                isUnknown = true
            } else if !cited.contains(id) {
                cited.append(id)
            }
            scratch.spend(valid.count + cited.count)
        }
        if cited.count < least { return .failed(.missingCitation) }
        if isUnknown { return .failed(.unknownCitation) }
        guard let expected else { return .passed }
        if !expected.allSatisfy({ cited.contains($0) }) { return .failed(.missedCitation) }
        let distinct = expected.enumerated().filter { index, id in !expected[..<index].contains(id) }.count
        return cited.count > distinct + slack ? .failed(.tooManyCitations) : .passed
    }

    /// Whether a word remains once citations are gone; a claim inside one counts.
    private func hasAnswer(_ text: Bytes, _ citations: [CitationGrammar.Citation]) -> Bool {
        var at = 0
        for citation in citations {
            if hasWord(text[at..<citation.range.lowerBound]) { return true }
            if let claim = citation.claim, hasWord(text[claim]) { return true }
            at = citation.range.upperBound
        }
        return hasWord(text.suffix(from: at))
    }

    private func hasWord(_ text: Bytes) -> Bool {
        var at = 0
        while at < text.count {
            let (scalar, length) = text[at] < 0x80 ? (UInt32(text[at]), 1) : text.scalar(at: at)
            if let scalar, CodePoints.isWordCharacter(scalar) { return true }
            at += length
        }
        return false
    }

    private func hasResidue(_ text: Bytes, _ citations: [CitationGrammar.Citation]) -> Bool {
        var at = 0
        for citation in citations {
            if CitationGrammar.attempt(in: text[at..<citation.range.lowerBound], from: 0) != nil { return true }
            at = citation.range.upperBound
        }
        return CitationGrammar.attempt(in: text.suffix(from: at), from: 0) != nil
    }
}
