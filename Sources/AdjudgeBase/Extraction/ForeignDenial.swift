/// Denials in other languages than English, right before a value or right behind it: "la respuesta no es 4", "答案不是4",
/// "4 değil", "4ではありません". Only what touches the value counts, so that "nicht 4, sondern 5" states 5.
enum ForeignDenial {
    /// True where the last words of `text` deny what stands behind them. O(the words).
    static func governs(_ text: Bytes) -> Bool {
        let end = trimmedEnd(of: text)
        var start = end
        while start > 0, DisclaimerClause.isLetter(text[start - 1]) { start -= 1 }
        // Nearly every value stands behind a word that ends no denial.
        guard start < end, text[end - 1] >= 0x80 || lastWords.lists(of: text[start..<end]) != 0 else { return false }
        let before = text[max(0, end - longest)..<end]
        return pairs.contains { isEnd($0, of: before) } || scripts.contains { before.hasSuffix($0) }
    }

    /// True where the first words of `text` deny what stands before them. O(the words).
    static func follows(in text: Bytes) -> Bool {
        var at = 0
        while at < text.count,
            text[at].isOne(of: " $*)") || text[at] == 0x5C && at + 1 < text.count && text[at + 1].isOne(of: ")]")
        {
            at += 1
        }
        var end = at
        while end < text.count, DisclaimerClause.isLetter(text[end]) { end += 1 }
        guard at < end, (at..<end).contains(where: { text[$0] >= 0x80 }) || firstWords.lists(of: text[at..<end]) != 0
        else { return false }
        let rest = text.suffix(from: at)
        var next = particles.first { rest.hasPrefix($0) }?.utf8CodeUnitCount ?? 0
        while next < rest.count, rest[next] == 0x20 { next += 1 }
        let parted = rest.suffix(from: next)
        return behind.contains { rest.hasPrefix($0) || parted.hasPrefix($0) }
            || faults.contains { isStart($0, of: rest) }
    }

    private static let longest = 48

    /// The words by which ASCII denials end, and those by which they begin.
    private static let lastWords = ListedWords([
        [
            "es", "son", "era", "vale", "a", "sono", "pas", "vaut", "nicht", "gleich", "niet", "inte", "ikke", "ole",
            "nie", "jest", "je", "nem", "este", "e", "nije", "bukan", "bukanlah", "sauf", "menos", "excepto", "tranne",
            "behalve", "utom", "undtatt", "undtagen", "außer", "oprócz", "kecuali",
        ]
    ])
    private static let firstWords = ListedWords([
        ["ist", "es", "no", "est", "n'est", "is", "er", "jest", "non", "salah"]
    ])

    /// Negations that stand right before a value, alone or with their verb; whole words.
    private static let pairs: [StaticString] = [
        "no es", "no son", "no era", "no sería", "no vale", "no es igual a", "não é", "não são", "não é igual a",
        "non è", "non sono",
        "non vale", "n'est pas", "n’est pas", "ne vaut pas", "ne sont pas", "n'est pas égal à", "pas", "nicht",
        "nicht gleich",
        "niet", "inte", "ikke", "ei ole", "nie", "nie jest", "nie je", "není", "nem", "nu este", "nu e", "не", "не є",
        "не равен",
        "не равна", "не равно", "не равняется", "не дорівнює", "не е", "није", "nije", "δεν είναι", "ليس", "ليست",
        "لا يساوي",
        "alles außer", "jede zahl außer", "tout sauf", "n'importe quoi sauf", "todo menos", "cualquiera menos",
        "cualquier cosa menos", "todo excepto", "tudo menos", "tutto tranne", "alles behalve", "allt utom",
        "alt undtatt",
        "alt undtagen", "wszystko oprócz", "всё кроме", "все кроме", "всё, кроме", "все, кроме",
        "Всё кроме", "Все кроме", "Всё, кроме", "Все, кроме", "semua kecuali",
        "ليس هو", "לא", "אינו", "אינה", "không phải là", "không phải", "không bằng", "bukan", "bukanlah",
    ]
    /// Those of scripts without spaces.
    private static let scripts: [StaticString] = [
        "错误答案", "錯誤答案", "错误答案是", "錯誤答案是", "错误答案:", "錯誤答案:", "错误答案：", "錯誤答案：", "不是", "不等于", "不等於", "并非", "並非", "不为",
        "不為", "不会是", "不可能是", "ไม่ใช่", "ไม่เท่ากับ",
    ]
    /// Denials that stand behind the value.
    private static let behind: [StaticString] = [
        "değil", "değildir", "ではありません", "ではない", "ではなく", "じゃない", "でない", "とは違", "نیست", "नहीं", "নয়", "아니", "아닙",
        "아닌", "는 아니", "틀렸", "틀린", "不对", "不對", "不正确", "不正確", "是错", "是錯", "は間違", "は誤", "は正しくない", "இல்லை",
    ]
    /// What Korean puts between a value and its denial.
    private static let particles: [StaticString] = ["이", "가", "은 ", "는 "]
    /// A verb and a word for wrong.
    private static let faults: [StaticString] = [
        "ist falsch", "ist nicht richtig", "ist nicht korrekt", "es incorrecto", "es incorrecta", "es falso",
        "no es correcto",
        "no es correcta", "no es la respuesta", "est faux", "est fausse", "est incorrect", "n'est pas correct",
        "n'est pas la réponse",
        "é incorreto", "é incorreta", "está errado", "está errada", "não é correto", "è sbagliato", "è sbagliata",
        "è falso",
        "non è corretto", "is fout", "is onjuist", "är fel", "er forkert", "er feil", "jest błędne", "jest niepoprawne",
        "yanlış",
        "yanlıştır", "неверно", "неправильно", "это неверно", "salah", "là sai", "خطأ", "خاطئ", "गलत है", "틀렸", "틀린",
    ]

    /// Where the text ends, but for what only sets a value apart.
    private static func trimmedEnd(of text: Bytes) -> Int {
        var end = text.count
        while end > 0, text[end - 1].isOne(of: " $*([\\") { end -= 1 }
        return end
    }

    private static func isEnd(_ words: StaticString, of text: Bytes) -> Bool {
        let count = words.utf8CodeUnitCount
        guard count <= text.count, isSame(words, text.suffix(from: text.count - count)) else { return false }
        guard count < text.count else { return true }
        let before = text[text.count - count - 1]
        return !before.isASCIIAlphanumeric && before < 0x80 && before != UInt8(ascii: "'")
    }

    private static func isStart(_ words: StaticString, of text: Bytes) -> Bool {
        let count = words.utf8CodeUnitCount
        guard count <= text.count, isSame(words, text[0..<count]) else { return false }
        return count == text.count || !text[count].isASCIIAlphanumeric && text[count] < 0x80
    }

    private static func isSame(_ words: StaticString, _ text: Bytes) -> Bool { Disclaimer.isOne(text, of: words) }
}
