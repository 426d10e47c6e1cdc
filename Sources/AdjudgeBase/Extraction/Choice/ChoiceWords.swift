/// The words around an option letter in a statement, in lower case.
public enum ChoiceWords {
    /// What may stand between an announcement and its letter.
    static let leads: [StaticString] = [
        "the", "option", "options", "choice", "choices", "letter", "answer", "answers", "is", "are", "be", "it", "its",
        "it's", "that", "i", "i'd", "i'll", "i'm", "think", "believe", "say", "would", "will", "should", "must", "has",
        "have", "to", "go", "going", "with", "for", "choose", "chose", "pick", "select", "my", "final", "correct",
        "right", "best", "most", "likely", "clearly", "definitely", "therefore", "so", "thus", "hence", "seems",
        "indeed", "simply", "obviously", "certainly", "one", "closest", "accurate", "appropriate", "suitable",
        "statement", "first", "second", "third", "fourth", "last", "therefore,", "respuesta", "opción", "opção",
        "alternativa", "la", "die", "der", "option",
        "buchstabe",
        "letra", "lettre", "lettera", "opzione", "вариант", "буква", "optie", "seçenek", "a", "o", "el", "le", "il",
        "de", "het", "es", "est", "ist", "est", "è", "é", "är", "er", "je", "là", "ni",
        "adalah", "ialah", "هي", "هو", "है", "হল", "হলো", "คือ", "to", "الخيار", "विकल्प", "pilihan",
    ]
    /// What begins a reason or a clause of its own behind a letter.
    static let reasons: [StaticString] = [
        "because", "since", "which", "as", "for", "and", "but", "not", "over", "given", "due", "where", "while", "with",
        "şıkkıdır", "şıkkı", "şıkkıdır.",
    ]
    /// What denies the letter that a lead comes to.
    public static let denials: [StaticString] = [
        "not", "neither", "isn't", "never", "nicht", "pas", "не", "anything", "everything", "any",
    ]
    /// What stands between such a denial and its letter: "anything but A", "any option except A".
    static let exceptions: [StaticString] = ["but", "except", "besides", "than", "other"]
    /// What is said of a letter right behind it that makes it no answer, beside "is wrong".
    static let dismissals: [StaticString] = [
        "cannot ", "can't ", "fails", "doesn't ", "does not ", "won't ", "will not ", "couldn't ", "could not ",
        "contradicts ", "wasn't ", "must be wrong", "must be incorrect", "must be false", "seems wrong",
        "seems incorrect", "looks wrong", "looks incorrect", "would be wrong", "would be incorrect",
        "can be ruled out", "can be eliminated", "can be excluded", "can be discarded", "can be rejected",
        "has been ruled out", "has been eliminated", "should be eliminated", "should be ruled out",
    ]
    /// What takes back the letter before it, at the start of a clause.
    public static let corrections: [StaticString] = [
        "wait", "hold on", "scratch that", "strike that", "correction", "oops", "on second thought", "never mind",
        "nevermind", "i take that back", "i take it back", "let me correct", "i made a mistake", "i was wrong",
        "my mistake", "that's wrong", "that is wrong", "that's incorrect", "that is incorrect", "that's not right",
        "that is not right", "that can't be right", "that cannot be right", "no wait", "no, wait", "actually no",
        "actually, no", "hmm, no", "sorry, no",
    ]
    /// What takes it back where another letter follows: "A. No, it's B."
    static let replacements: [StaticString] = [
        "no", "nope", "actually", "i mean", "rather", "or rather", "sorry", "it's", "it is", "it should be",
        "it must be", "make that",
    ]
    /// What denies a letter in its clause.
    public static let negations: [StaticString] = [
        "not", "neither", "nor", "never", "isn't", "cannot", "can't", "no", "except", "anything", "wrong", "incorrect",
        "eliminate", "exclude", "reject", "none",
    ]
    /// Verbs that make a letter the subject of its own clause: "A is wrong".
    static let verbs: [StaticString] = [
        "is", "are", "was", "were", "isn't", "aren't", "fails", "fail", "does", "doesn't", "do", "can", "can't",
        "cannot", "has", "have", "would", "describes", "refers", "contradicts",
    ]
    /// What says of the letter before it that it is right.
    static let confirmations: [StaticString] = [
        "is correct", "is the correct", "is right", "is the right", "is the answer", "is the best", "is the most",
        "is my answer", "is my final", "正确", "是正确", "为正确", "正確", "是正確", "為正確", "が正解", "が正しい", "が答え", "选项正确", "选项是正确",
        "项正确", "選項正確", "選項是正確", "項正確",
        "est correct", "es correct", "es la correct", "es la respuesta", "ist richtig", "ist korrekt", "верн",
    ]
    /// What may follow a letter directly in scripts without spaces.
    static let followers: [StaticString] = [
        "です", "だ", "である", "と", "입니다", "이다", "예요", "이에요", "项", "項", "选项", "選項", "正确", "是正确", "为正确", "正確",
        "是正確", "が正解", "が正しい", "است", "ہے", "है", "হবে", "ครับ", "ค่ะ",
    ]
    /// What takes part in a list of letters that are all meant.
    static let conjunctions: [StaticString] = [
        "and", "then", "plus", "와", "과", "和", "与", "與", "及", "以及", "と", "y", "et", "und", "и", "e",
    ]
    /// What leaves open which is meant.
    static let alternatives: [StaticString] = [
        "or", "或", "或者", "还是", "または", "또는", "ou", "oder", "или", "o", "maybe", "possibly", "perhaps",
        "alternatively",
    ]
    /// What sets a letter beside the chosen one apart from it.
    public static let contrasts: [StaticString] = [
        "not", "nor", "unlike", "than", "excluding", "except", "versus", "vs",
    ]
}
