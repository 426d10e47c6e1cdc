import AdjudgeBase

/// Whole numbers in one word, in other languages than English.
enum ForeignNumbers {
    /// The value of a word, or of Chinese numerals; nil for all other words, and for those that English has with another
    /// meaning, such as the Spanish `once`.
    static func value(of word: Bytes) -> Int? {
        if word.isASCII || word[0] < 0xE0 {
            guard let first = word.isEmpty ? nil : lower(word[0]) else { return nil }
            return byFirst[Int(first)].first { isSame(word, $0.name) }?.value
        }
        return chinese(word)
    }

    /// Equal but for the case of ASCII letters and of Cyrillic capitals.
    private static func isSame(_ word: Bytes, _ name: StaticString) -> Bool {
        guard word.count == name.utf8CodeUnitCount else { return false }
        for index in 0..<word.count {
            guard lower(word[index]) == name.utf8Start[index] else { return false }
        }
        return true
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

    /// The names by their first byte.
    private static let byFirst: [[(name: StaticString, value: Int)]] = {
        var table = [[(name: StaticString, value: Int)]](repeating: [], count: 256)
        for (value, names) in languages.joined() {
            for name in names { table[Int(name.utf8Start[0])].append((name, value)) }
        }
        return table
    }()

    private static let languages: [[(Int, [StaticString])]] = [
        // Spanish, Portuguese, Italian
        [
            (0, ["cero"]), (1, ["uno", "um"]), (2, ["dos", "dois"]), (3, ["tres", "três", "tre"]),
            (4, ["cuatro", "quatro", "quattro"]), (5, ["cinco", "cinque"]), (6, ["seis"]),
            (7, ["siete", "sete", "sette"]),
            (8, ["ocho", "oito", "otto"]), (9, ["nueve", "nove"]), (10, ["diez", "dez", "dieci"]),
            (11, ["onze", "undici"]),
            (12, ["doce", "doze", "dodici"]), (13, ["trece", "treze", "tredici"]),
            (14, ["catorce", "catorze", "quatorze", "quattordici"]), (15, ["quince", "quinze", "quindici"]),
            (16, ["dieciséis", "dezesseis", "sedici"]), (17, ["diecisiete", "dezessete", "diciassette"]),
            (18, ["dieciocho", "dezoito", "diciotto"]), (19, ["diecinueve", "dezenove", "diciannove"]),
            (20, ["veinte", "vinte", "venti"]), (30, ["treinta", "trinta", "trenta"]),
            (40, ["cuarenta", "quarenta", "quaranta"]), (50, ["cincuenta", "cinquenta", "cinquanta"]),
            (60, ["sesenta", "sessenta", "sessanta"]), (70, ["setenta", "settanta"]),
            (80, ["ochenta", "oitenta", "ottanta"]),
            (90, ["noventa", "novanta"]), (100, ["cien", "cem", "cento"]),
        ],
        // French
        [
            (0, ["zéro"]), (1, ["une"]), (2, ["deux"]), (3, ["trois"]), (4, ["quatre"]), (5, ["cinq"]), (7, ["sept"]),
            (8, ["huit"]), (9, ["neuf"]), (10, ["dix"]), (12, ["douze"]), (13, ["treize"]), (16, ["seize"]),
            (20, ["vingt"]),
            (30, ["trente"]), (40, ["quarante"]), (50, ["cinquante"]), (60, ["soixante"]), (1000, ["mille"]),
        ],
        // German, Dutch
        [
            (1, ["eins", "een", "één"]), (2, ["zwei", "twee"]), (3, ["drei", "drie"]), (4, ["vier"]),
            (5, ["fünf", "vijf"]),
            (6, ["sechs", "zes"]), (7, ["sieben", "zeven"]), (8, ["acht"]), (9, ["neun", "negen"]),
            (10, ["zehn", "tien"]),
            (12, ["zwölf", "twaalf"]), (13, ["dreizehn", "dertien"]), (14, ["vierzehn", "veertien"]),
            (15, ["fünfzehn", "vijftien"]), (16, ["sechzehn", "zestien"]), (17, ["siebzehn", "zeventien"]),
            (18, ["achtzehn", "achttien"]), (19, ["neunzehn", "negentien"]), (20, ["zwanzig", "twintig"]),
            (30, ["dreißig", "dertig"]), (40, ["vierzig", "veertig"]), (50, ["fünfzig", "vijftig"]),
            (60, ["sechzig", "zestig"]), (70, ["siebzig", "zeventig"]), (80, ["achtzig", "tachtig"]),
            (90, ["neunzig", "negentig"]), (100, ["hundert", "honderd"]), (1000, ["tausend", "duizend"]),
        ],
        // Russian, Ukrainian
        [
            (0, ["ноль", "нуль"]), (1, ["один"]), (2, ["два"]), (3, ["три"]), (4, ["четыре", "чотири"]), (5, ["пять"]),
            (6, ["шесть", "шість"]), (7, ["семь", "сім"]), (8, ["восемь", "вісім"]), (9, ["девять"]),
            (10, ["десять"]), (11, ["одиннадцать", "одинадцять"]), (12, ["двенадцать", "дванадцять"]),
            (13, ["тринадцать", "тринадцять"]), (14, ["четырнадцать", "чотирнадцять"]), (15, ["пятнадцать"]),
            (16, ["шестнадцать", "шістнадцять"]), (17, ["семнадцать", "сімнадцять"]),
            (18, ["восемнадцать", "вісімнадцять"]),
            (19, ["девятнадцать"]), (20, ["двадцать", "двадцять"]), (30, ["тридцать", "тридцять"]), (40, ["сорок"]),
            (50, ["пятьдесят"]), (60, ["шестьдесят", "шістдесят"]), (70, ["семьдесят", "сімдесят"]),
            (80, ["восемьдесят", "вісімдесят"]), (90, ["девяносто"]), (100, ["сто"]), (1000, ["тысяча", "тисяча"]),
        ],
        // Polish, Czech
        [
            (1, ["jeden"]), (2, ["dwa", "dva"]), (3, ["trzy", "tři"]), (4, ["cztery", "čtyři"]), (5, ["pięć", "pět"]),
            (6, ["sześć", "šest"]), (7, ["siedem", "sedm"]), (8, ["osiem", "osm"]), (9, ["dziewięć", "devět"]),
            (10, ["dziesięć", "deset"]), (11, ["jedenaście", "jedenáct"]), (12, ["dwanaście", "dvanáct"]),
            (20, ["dwadzieścia", "dvacet"]), (30, ["trzydzieści", "třicet"]),
        ],
    ]

    // MARK: Chinese

    private static let digits: [(StaticString, Int)] = [
        ("零", 0), ("〇", 0), ("一", 1), ("二", 2), ("两", 2), ("兩", 2), ("三", 3), ("四", 4), ("五", 5), ("六", 6), ("七", 7),
        ("八", 8), ("九", 9),
    ]
    private static let scales: [(StaticString, Int)] = [("十", 10), ("百", 100), ("千", 1000)]

    /// `三百二十五`; nil for anything that is no numeral below ten thousand.
    private static func chinese(_ word: Bytes) -> Int? {
        guard word.count % 3 == 0, word.count <= 21 else { return nil }
        var total = 0
        var digit: Int?
        var scale = 10_000
        for at in stride(from: 0, to: word.count, by: 3) {
            let sign = word[at..<at + 3]
            if let value = digits.first(where: { sign.equals($0.0) })?.1 {
                guard digit == nil || digit == 0 else { return nil }
                digit = value
            } else if let value = scales.first(where: { sign.equals($0.0) })?.1 {
                // Scales fall; `十` alone is ten.
                guard value < scale, digit != nil && digit != 0 || value == 10 && at == 0 else { return nil }
                total += (digit ?? 1) * value
                scale = value
                digit = nil
            } else {
                return nil
            }
        }
        return total + (digit ?? 0)
    }
}
