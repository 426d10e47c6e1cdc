/// The phrases that announce an option letter, beside those that announce any answer. Only a letter behind one counts, so
/// that they may be shorter. In the form that ``ChoiceText`` gives: marks in ASCII.
enum ChoicePhrases {
    static let standard: [String] = {
        // Capitals are matched without case in ASCII only.
        let all = AnswerPhrases.standard + hedging + own
        return Array(Set(all + all.map { $0.prefix(1).uppercased() + $0.dropFirst() }))
            .filter { !($0.utf8.first.map { (0x41...0x5A).contains($0) } ?? true) }.sorted()
    }()

    private static let own: [String] = [
        // English
        "answer would be", "answer should be", "answer must be", "answer has to be", "answer seems to be", "answer -",
        "answer =", "ans:", "ans.", "answer choice", "option is", "options are", "option would be", "option must be",
        "choice is", "choices are", "choice would be", "i choose", "i select", "i pick", "i would choose", "i'd choose",
        "i go with", "i'll go with", "i would go with", "statement is:", "selection:", "choice:", "option:",
        "solution:", "solution is",
        // Chinese
        "故选", "故選", "选择", "選擇", "选", "選", "答案為", "答案", "答案]", "答案应为", "答案应该是", "应选", "选项为", "选项是", "選項為", "選項是",
        // Japanese, Korean
        "正解は", "正解:", "回答:", "回答は", "解答:", "解答は", "選択肢は", "答え", "정답", "답",
        // Spanish, Portuguese, Italian, French, German, Dutch, Swedish, Danish, Norwegian
        "respuesta correcta es", "respuesta correcta:", "opción correcta es", "resposta correta é", "resposta correta:",
        "alternativa correta é", "risposta corretta è", "risposta corretta:", "réponse correcte est",
        "réponse correcte:", "réponse correcte :", "bonne réponse est", "antwort ist", "antwort lautet",
        "antwoord is", "svar:", "svaret är", "svaret er", "svar er", "rätt svar är", "korrekt svar er",
        // Russian, Ukrainian, Polish, Czech, Turkish
        "ответ -", "ответ", "відповідь -", "відповідь", "odpowiedź to", "poprawna odpowiedź to",
        "odpowiedź", "odpověď je", "odpověď", "doğru cevap", "cevap", "doğru yanıt",
        // Vietnamese, Indonesian, Swahili, Yoruba
        "đáp án đúng là", "đáp án", "jawaban yang benar adalah", "jawaban", "jibu sahihi ni", "jibu ni", "jibu:",
        "ìdáhùn:", "idahun:",
        // Arabic, Persian, Urdu, Hindi, Bengali, Thai
        "الإجابة الصحيحة هي", "الإجابة الصحيحة:", "الجواب الصحيح هو", "پاسخ صحیح:", "پاسخ صحیح", "پاسخ درست", "جواب:",
        "درست جواب", "सही उत्तर", "उत्तर", "সঠিক উত্তর", "উত্তর", "คำตอบที่ถูกต้องคือ", "คำตอบ",
    ]

    /// Phrases that add a possibility instead of deciding.
    static let hedging = [
        "answer could also be", "answer may also be", "answer might also be", "answer could be", "answer might be",
        "answer may be", "it could also be", "it might also be",
    ]
}
