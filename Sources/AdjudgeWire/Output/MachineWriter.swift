import Adjudge
import AdjudgeBase

extension ByteWriter {
    /// Appends the machine's facts as a JSON object. `problem` is absent where there is none.
    public mutating func append(_ facts: MachineFacts) {
        appendObject { object in
            object.add("version", Version.string)
            object.add("instruction_set", facts.instructionSet)
            object.add("instruction_sets", facts.instructionSets)
            if let request = facts.unusableInstructionSet { object.add("unusable_instruction_set", request) }
            object.add("processors", Double(facts.processors))
            object.add("pcre2", facts.pcre2)
            object.add("jit", facts.compilesPatterns)
            object.add("curl") { curl in
                if let version = facts.curl { curl.add("version", version) } else { curl.addProblem(facts.curlProblem) }
            }
            object.add("sandbox") { sandbox in
                if let facts = facts.sandbox { sandbox.add(facts) } else { sandbox.addProblem(facts.sandboxProblem) }
            }
        }
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

extension ObjectWriter {
    fileprivate mutating func add(_ sandbox: MachineFacts.SandboxFacts) {
        add("level", Double(sandbox.level))
        add("layers", each: sandbox.layers) { object, layer in
            object.add("name", layer.name)
            object.addProblem(layer.problem)
        }
        add("languages", each: sandbox.languages) { object, language in
            object.add("name", language.name)
            object.add("path", language.path)
            object.add("version", language.version)
            object.addProblem(language.problem)
        }
        add("python_modules") { object in
            for module in sandbox.modules { object.add(module.name, module.isInstalled) }
        }
    }

    fileprivate mutating func addProblem(_ problem: String?) {
        if let problem { add("problem", problem) }
    }
}
