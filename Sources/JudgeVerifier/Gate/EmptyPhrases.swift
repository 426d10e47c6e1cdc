/// Phrases that announce an answer and state none. Judges take them for right answers astonishingly often.
///
/// Source: the kind of Zhao et al. 2025, "One Token to Fool LLM-as-a-Judge"; the phrases are collected here.
enum EmptyPhrases {
    /// Whether nothing is left of the words once such phrases are taken from both ends. O(words · phrases).
    static func make(up text: GateText) -> Bool {
        guard text.words.count <= 64 else { return false }
        var rest = text.joined.utf8[...]
        while !rest.isEmpty {
            let before = rest.count
            for phrase in all {
                if rest.count == phrase.count, rest.elementsEqual(phrase) { return true }
                guard rest.count > phrase.count else { continue }
                let (first, last) = (rest.first, rest.last)
                if first == phrase.first, rest.starts(with: phrase), rest.dropFirst(phrase.count).first == 0x20 {
                    rest = rest.dropFirst(phrase.count + 1)
                } else if last == phrase.last, rest.suffix(phrase.count).elementsEqual(phrase),
                    rest.dropLast(phrase.count).last == 0x20
                {
                    rest = rest.dropLast(phrase.count + 1)
                }
            }
            if rest.count == before { return false }
        }
        return true
    }

    /// The longest first, so that a part of one does not hide the whole.
    private static let all: [[UInt8]] = phrases.map { Array(GateText($0).joined.utf8) }.sorted { $0.count > $1.count }

    private static let phrases = [
        "solution", "the solution", "solution process", "my solution", "here is the solution", "here is my solution",
        "answer", "the answer", "the answer is", "answer is", "final answer", "the final answer", "final answer is",
        "the final answer is", "my answer", "my answer is", "here is the answer", "here is my answer",
        "so the answer is",
        "therefore the answer is", "thus the answer is", "hence", "therefore", "thus", "so",
        "thought process", "my thought process", "the thought process", "thinking process", "thinking", "thoughts",
        "reasoning", "reasoning process", "step by step reasoning", "step by step", "chain of thought", "analysis",
        "explanation", "detailed explanation", "proof", "derivation", "calculation", "work", "show work", "response",
        "let s solve this problem step by step", "let us solve this problem step by step",
        "let s solve this step by step",
        "let us solve this step by step", "let s solve the problem step by step", "solve this problem step by step",
        "let s think step by step", "let us think step by step", "let s think about this step by step",
        "let s work through this step by step", "let s break this down", "let s break it down", "let me think",
        "let me think about this", "let me solve this", "let me solve this step by step", "let s begin", "let s start",
        "let s analyze the problem", "let s analyze this problem", "to solve this problem", "to solve this",
        "we need to solve this problem", "first", "step 1", "step one", "okay", "ok", "sure", "certainly", "of course",
        "alright", "well", "here we go", "in conclusion", "conclusion", "result", "the result is", "results", "output",
        "input", "problem", "question", "as follows", "is as follows", "the reasoning is as follows", "boxed",
        "the correct answer", "correct answer", "the right answer", "right answer", "the standard answer",
        "standard answer",
        "the expected answer", "expected answer", "the expected value", "the same as the correct answer",
        "same as the correct answer", "same as the right answer", "same as the standard answer",
        "same as the reference", "the reference", "reference", "reference answer", "ground truth", "the ground truth",
        "the answer in the key", "the answer key", "answer key", "as stated in the reference", "as in the reference",
        "ditto",
        "same as above", "same as the key", "text", "mathrm", "mathbf", "quad", "qquad", "phantom", "hspace",
        "la respuesta correcta", "la bonne réponse", "die richtige antwort", "a resposta correta",
        "la risposta corretta",
        "правильный ответ", "正确答案", "标准答案", "正しい答え", "정답입니다",
        "解", "解答", "答", "答案", "答案是", "答案为", "最终答案", "最终答案是", "解题过程", "思考过程", "思路", "解析", "分析", "过程",
        "让我们一步一步地思考", "让我们一步步思考", "让我们逐步解决这个问题", "让我们一步一步解决这个问题", "逐步推理", "首先", "因此", "所以",
        "答え", "解説", "解答は", "思考過程", "考え方", "ステップバイステップで考えましょう", "かいせつ", "풀이", "답", "답은", "정답", "정답은", "해설",
        "단계별로 생각해 봅시다",
        "solución", "respuesta", "la respuesta es", "la respuesta final es", "proceso de pensamiento", "razonamiento",
        "resolvamos este problema paso a paso", "pensemos paso a paso", "paso a paso",
        "réponse", "la réponse est", "la réponse finale est", "processus de réflexion", "raisonnement",
        "résolvons ce problème étape par étape", "réfléchissons étape par étape", "étape par étape",
        "lösung", "die lösung ist", "antwort", "die antwort ist", "die antwort lautet", "gedankengang", "lösungsweg",
        "lösen wir dieses problem schritt für schritt", "denken wir schritt für schritt", "schritt für schritt",
        "solução", "resposta", "a resposta é", "vamos resolver este problema passo a passo", "passo a passo",
        "raciocínio",
        "soluzione", "risposta", "la risposta è", "risolviamo questo problema passo dopo passo", "passo dopo passo",
        "решение", "ответ", "ответ таков", "ход мыслей", "рассуждение", "давайте решим эту задачу шаг за шагом",
        "давайте подумаем шаг за шагом", "шаг за шагом", "oplossing", "antwoord", "stap voor stap", "rozwiązanie",
        "odpowiedź", "krok po kroku", "çözüm", "cevap", "adım adım düşünelim", "الحل", "الإجابة", "الجواب",
        "عملية التفكير", "لنحل هذه المسألة خطوة بخطوة", "हल", "उत्तर", "समाधान", "आइए चरण दर चरण सोचें", "giải", "lời giải",
        "đáp án",
        "hãy suy nghĩ từng bước", "jawaban", "solusi", "mari kita selesaikan langkah demi langkah",
    ]
}
