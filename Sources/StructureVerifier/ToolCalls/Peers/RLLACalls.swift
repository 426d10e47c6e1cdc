import AdjudgeBase

/// ToolRL's reward (verl's rlla.py with its defaults): 0 or 1 for the form that the reference has, and -3 to 3 for the calls,
/// by names, names of arguments, and values, true being 1.
final class RLLACalls: PeerCallRule {
    private let parsers = (JSONParser(), JSONParser())
    private static let patterns: [RegexPattern] = [
        #"^<think>.*?</think>\n<response>.*?</response>$"#, #"^<think>.*?</think>\n<tool_call>\n.*?\n</tool_call>$"#,
        #"^<think>.*?</think>\n<tool_call>\n.*?\n</tool_call>\n<response>.*?</response>$"#, #"^<think>.*?</think>$"#,
    ].map { try! RegexPattern($0, options: .dotAll) }

    func reward(
        _ expected: ExpectedTurn, _ wanted: [ToolCall], _ made: [ToolCall], _ input: CheckInput, _ scratch: Scratch
    ) -> Double? {
        let gold = input.reference.bytes
        if gold.trimmed.isEmpty { return nil }
        var answer = input.answer.bytes
        if let start = answer.findLast(Bytes("<|im_start|>assistant")) { answer = answer.suffix(from: start + 21) }
        if let end = answer.find(Bytes("<|im_end|>")) { answer = answer[0..<end] }
        answer = answer.pythonStripped
        let format = isWellFormed(answer, gold, scratch) ? 1.0 : 0
        guard let open = gold.find(Bytes("<tool_call>")) else { return format }
        guard let goldCalls = list(RLLACalls.block(gold, open), parsers.0, scratch),
            goldCalls.elements.allSatisfy({ RLLACalls.isCall($0) && $0.member("parameters")?.kind == .object })
        else { return nil }
        guard let begin = answer.find(Bytes("<tool_call>")), answer.find(Bytes("</tool_call>")) != nil,
            let calls = list(RLLACalls.block(answer, begin), parsers.1, scratch),
            let correctness = correctness(goldCalls, calls, scratch)
        else { return format - 3 }
        return format + correctness
    }

    /// What stands between the first tag and the next closing one.
    private static func block(_ text: Bytes, _ open: Int) -> Bytes {
        var inner = text.suffix(from: open + 11)
        if let next = inner.find(Bytes("<tool_call>")) { inner = inner[0..<next] }
        if let close = inner.find(Bytes("</tool_call>")) { inner = inner[0..<close] }
        return inner.pythonStripped
    }

    private static func isCall(_ value: JSONValue) -> Bool { value.kind == .object && value.member("name") != nil }

    /// Lines of JSON as one list; nil where a line is none.
    private func list(_ text: Bytes, _ parser: JSONParser, _ scratch: Scratch) -> JSONValue? {
        var writer = ByteWriter(capacity: text.count + 16)
        writer.append("[")
        var rest = text
        while true {
            let line = rest[0..<(rest.find(Bytes("\n")) ?? rest.count)]
            guard (try? parser.parse(line)) != nil else { return nil }
            writer.append(line)
            guard line.count < rest.count else { break }
            writer.append(",")
            rest = rest.suffix(from: line.count + 1)
        }
        writer.append("]")
        return try? parser.parse(scratch.arena.copy(writer.bytes))
    }

    private func isWellFormed(_ answer: Bytes, _ gold: Bytes, _ scratch: Scratch) -> Bool {
        let (hasResponse, hasCall) = (gold.find(Bytes("<response>")) != nil, gold.find(Bytes("<tool_call>")) != nil)
        let pattern = RLLACalls.patterns[hasResponse ? (hasCall ? 2 : 0) : (hasCall ? 1 : 3)]
        guard let text = scratch.validText(answer), case .found = pattern.match(text, scratch: scratch.regex) else {
            return false
        }
        func once(_ tag: StaticString) -> Bool {
            guard let first = answer.find(Bytes(tag)) else { return false }
            return answer.findLast(Bytes(tag)) == first
        }
        if hasCall, !once("<tool_call>") || !once("</tool_call>") { return false }
        return !hasResponse || once("<response>") && once("</response>")
    }

    /// The reward for the calls; nil where the peer would fail on them.
    private func correctness(_ gold: JSONValue, _ made: JSONValue, _ scratch: Scratch) -> Double? {
        var comparison = JSONComparison(scratch: scratch)
        comparison.numbers = .python
        if comparison.equal(gold, made) { return 3 }
        guard made.elements.allSatisfy(RLLACalls.isCall) else { return nil }
        let names = { (list: JSONValue) in list.elements.map { $0.member("name")! } }
        var score = share(names(gold), names(made), comparison)
        var possible = 1.0
        var used: Set<Int> = []
        for call in gold.elements {
            let wanted = call.member("parameters")!
            possible += 1 + Double(wanted.count)
            var best = 0.0
            var index: Int?
            for (number, other) in made.elements.enumerated()
            where !used.contains(number) && comparison.equal(call.member("name")!, other.member("name")!) {
                guard let parameters = other.member("parameters"), parameters.kind == .object else { return nil }
                var total = share(wanted.members.map(\.key), parameters.members.map(\.key), comparison)
                for (key, value) in wanted.members {
                    let found = parameters.member(key.string(into: scratch.arena)!)
                    if let found, comparison.equal(value, found) { total += 1 }
                }
                if total > best { (best, index) = (total, number) }
            }
            if let index {
                used.insert(index)
                score += best
            }
        }
        return 6 * score / possible - 3
    }

    /// The share of elements that both lists have, by how often: intersection over union.
    private func share(_ left: [JSONValue], _ right: [JSONValue], _ comparison: JSONComparison) -> Double {
        if left.isEmpty, right.isEmpty { return 1 }
        if left.isEmpty || right.isEmpty { return 0 }
        var rest = right
        var common = 0
        for element in left {
            guard let index = rest.firstIndex(where: { comparison.equal(element, $0) }) else { continue }
            rest.remove(at: index)
            common += 1
        }
        return Double(common) / Double(left.count + right.count - common)
    }
}
