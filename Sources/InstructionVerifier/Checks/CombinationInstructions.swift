import AdjudgeBase

/// Instructions that put several texts together: the prompt again, two responses.
enum CombinationInstructions {
    static let ifeval: [Instruction] = [
        Instruction("combination:two_responses", []) { _, reading throws(Unsettled) in
            var responses = Views(room: 2, reading.arena)
            let parts = reading.text.pythonSplit("******", reading.arena)
            for (index, part) in parts.enumerated() {
                let part = part.pythonStripped
                if !part.isEmpty {
                    responses.append(part)
                } else if index != 0, index != parts.count - 1 {
                    return false
                }
            }
            return responses.count == 2 && responses[0] != responses[1]
        },
        Instruction("combination:repeat_prompt", ["prompt_to_repeat"]) { arguments, reading throws(Unsettled) in
            let prompt = try arguments.requiredText("prompt_to_repeat").pythonStripped.pythonLower(reading.arena)
            let text = reading.text.pythonStripped
            guard !reading.isASCII || text.count < prompt.count else {
                return text[0..<prompt.count].pythonLower(reading.arena) == prompt
            }
            return text.pythonLower(reading.arena).begins(with: prompt)
        },
    ]
}
