/// `tool_calls`: the calls that a response makes, in whichever form, as a JSON list of `{"name": …, "arguments": …}`.
struct ToolCallFinder: Finder {
    func find(in text: Bytes, _ scratch: Scratch) -> Extraction {
        let calls = scratch.toolCalls.read(text)
        if let form = calls.form { scratch.evidence?.note("calls read as", "\(form.name)") }
        if let problem = calls.problem {
            scratch.evidence?.note("calls not read", "\(problem)")
            return .nothing(.unclosedTag, miss: text)
        }
        return calls.count == 0 ? .nothing() : .found(calls.json, .toolCalls, origin: text)
    }
}
