/// The phrases that announce an answer, in the languages that models answer in. Written in lower case; ASCII letters
/// match without case. Each must be followed by the answer itself.
enum AnswerPhrases {
    static let standard: [String] = [
        // English; "answer" alone is no anchor, so that "the answer depends" announces nothing.
        "answer:", "answer is:", "answer is", "answers are:", "answers are", "answer：",
        // Chinese
        "答案是", "答案为", "答案为：", "答案：", "答案:", "【答案】", "答：",
        // Spanish, Portuguese, Italian, French, German
        "la respuesta es", "respuesta:", "respuesta final:", "a resposta é", "resposta:", "resposta final:",
        "la risposta è", "risposta:", "la réponse est", "réponse:", "réponse :", "die antwort ist",
        "die antwort lautet", "antwort:",
        // Russian, Japanese, Korean, Arabic
        "ответ:", "Ответ:", "ответ —", "答えは", "答え:", "答え：", "정답은", "정답:", "답은", "답:", "الإجابة هي", "الجواب هو",
    ]
}
