import Adjudge
import AdjudgeBase

extension ByteWriter {
    /// Appends the machine's facts as a JSON object. `problem` is absent where there is none.
    public mutating func append(_ facts: MachineFacts) {
        append("{\"version\":")
        appendJSONString(Version.string)
        append(",\"instruction_set\":")
        appendJSONString(facts.instructionSet)
        append(",\"instruction_sets\":")
        appendJSONStrings(facts.instructionSets)
        if let request = facts.unusableInstructionSet {
            append(",\"unusable_instruction_set\":")
            appendJSONString(request)
        }
        append(",\"processors\":")
        append(decimal: facts.processors)
        append(",\"pcre2\":")
        appendJSONString(facts.pcre2)
        append(facts.compilesPatterns ? ",\"jit\":true" : ",\"jit\":false")
        append(",\"curl\":")
        if let curl = facts.curl {
            append("{\"version\":")
            appendJSONString(curl)
            append("}")
        } else {
            appendProblem(facts.curlProblem, after: "{")
        }
        append(",\"sandbox\":")
        if let sandbox = facts.sandbox { append(sandbox) } else { appendProblem(facts.sandboxProblem, after: "{") }
        append("}")
    }

    private mutating func append(_ sandbox: MachineFacts.SandboxFacts) {
        append("{\"level\":")
        append(decimal: sandbox.level)
        append(",\"layers\":[")
        for (index, layer) in sandbox.layers.enumerated() {
            append(index > 0 ? ",{\"name\":" : "{\"name\":")
            appendJSONString(layer.name)
            appendProblem(layer.problem, after: ",")
        }
        append("],\"languages\":[")
        for (index, language) in sandbox.languages.enumerated() {
            append(index > 0 ? ",{\"name\":" : "{\"name\":")
            appendJSONString(language.name)
            append(",\"path\":")
            appendJSONString(language.path)
            append(",\"version\":")
            appendJSONString(language.version)
            appendProblem(language.problem, after: ",")
        }
        append("],\"python_modules\":{")
        for (index, module) in sandbox.modules.enumerated() {
            if index > 0 { append(",") }
            appendJSONString(module.name)
            append(module.isInstalled ? ":true" : ":false")
        }
        append("}}")
    }

    /// Ends an object with its problem, where it has one.
    private mutating func appendProblem(_ problem: String?, after separator: StaticString) {
        if let problem {
            append(separator)
            append("\"problem\":")
            appendJSONString(problem)
        }
        append("}")
    }

    /// Appends texts as a JSON array.
    public mutating func appendJSONStrings(_ texts: [String]) {
        append("[")
        for (index, text) in texts.enumerated() {
            if index > 0 { append(",") }
            appendJSONString(text)
        }
        append("]")
    }
}
