/// The phrases that announce an answer, in the languages that models answer in. Written in lower case; ASCII letters
/// match without case. Each must be followed by the answer itself.
enum AnswerPhrases {
    static let standard: [String] = [
        // English; "answer" alone is no anchor, so that "the answer depends" announces nothing.
        "answer:", "answer is:", "answer is", "answers are:", "answers are", "answer：", "answer =",
        "answer=",
        // Chinese
        "答案是", "答案为", "答案为：", "答案：", "答案:", "【答案】", "答：",
        // Spanish, Portuguese, Italian, French, German, Dutch
        "respuesta es", "respuesta final es", "respuesta:", "respuesta final:", "resposta é", "resposta final é",
        "resposta:", "resposta final:", "risposta è", "risposta finale è", "risposta:", "réponse est",
        "réponse finale est", "réponse:", "réponse :", "die antwort ist", "die antwort lautet",
        "endgültige antwort ist", "antwort:", "antwoord is", "antwoord:",
        // Russian, Ukrainian, Polish, Czech, Turkish, Vietnamese, Indonesian
        "ответ:", "Ответ:", "ответ —", "відповідь:", "Відповідь:", "odpowiedź:", "odpověď:", "cevap:", "yanıt:",
        "đáp án là", "đáp án:", "Đáp án:", "đáp số:", "Đáp số:", "jawaban:", "jawaban akhir:", "jawabannya adalah",
        // Japanese, Korean, Arabic, Persian, Hindi, Bengali, Thai
        "答えは", "答え:", "答え：", "정답은", "정답:", "답은", "답:", "الإجابة هي", "الإجابة النهائية هي", "الإجابة:", "الجواب هو",
        "الجواب:", "پاسخ:", "उत्तर:", "उत्तर है", "উত্তর:", "คำตอบคือ", "คำตอบ:",
    ]
}
