import AdjudgeBase

/// Words that a value can be said with: numbers, parts, operations and constants, in the languages of Latin and Cyrillic
/// script that answers come in. Text with none of them states no number.
enum ValueWords {
    /// True for a word, in lower case, that is or holds one: stems of four letters and more count inside longer words
    /// (`dreiundzwanzig`), shorter ones alone. The name of a unit is one of it: `an hour`.
    static func contains(_ word: Bytes) -> Bool {
        short.contains(word) || word.count >= 4 && stems.isFound(in: word)
            || word.count >= 3 && UnitLexicon.unit(word) != nil
    }

    /// Signs of the Chinese and Japanese numerals, and what scales and halves them.
    static let numerals = WordIndex([
        "零", "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千", "万", "萬", "亿", "億", "兆", "两", "兩",
        "半", "双", "倍", "分", "点", "第", "几", "无", "無", "穷", "窮", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖", "拾", "廿",
        "元", "次", "方", "根", "派", "虚", "负", "正", "加", "减", "乘", "除", "和", "积", "差", "商", "个", "只",
    ])

    private static let short = WordIndex([
        // English and what several languages share
        "one", "two", "six", "ten", "pi", "phi", "tau", "log", "ln", "lg", "sin", "cos", "tan", "exp", "mod", "gcd",
        "lcm", "max", "min", "sum", "cube", "root", "unit", "all", "any", "inf", "odd", "even", "per", "by", "duo",
        "trio",
        // Romance
        "un", "una", "uno", "une", "um", "uma", "dos", "dois", "duas", "due", "deux", "tre", "tres", "três", "trois",
        "sei",
        "seis", "six", "sept", "sete", "siete", "otto", "oito", "ocho", "huit", "nove", "neuf", "dix", "dez", "diez",
        "once", "onze", "doce", "doze", "cem", "cien", "mil", "más", "mais", "plus", "por", "meio", "meia",
        // Germanic
        "ein", "eins", "eine", "elf", "een", "twee", "drie", "vijf", "zes", "acht", "negen", "tien", "neun", "zehn",
        "drei",
        "vier", "fünf", "mal", "min", "keer",
        // Slavic
        "два", "две", "три", "сто", "раз", "пи", "один", "одна", "одно", "ноль", "нуль", "пять", "сім", "вісім", "дві",
        "dwa",
        "dwie", "trzy", "pięć", "sto", "dva", "dvě", "tři", "pět", "šest", "osm", "jeden", "jedna", "jedno", "pół",
        "půl",
        // Turkish, Vietnamese, Indonesian
        "bir", "iki", "üç", "beş", "altı", "yedi", "on", "yüz", "bin", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy",
        "tám",
        "chín", "mười", "satu", "dua", "tiga", "lima", "enam", "nol", "kali", "x", "no", "mph",
    ])

    private static let stems = WordIndex([
        // English
        "zero", "three", "four", "five", "seven", "eight", "nine", "eleven", "twel", "teen", "twenty", "thirty",
        "forty",
        "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million", "billion", "trillion",
        "dozen",
        "score", "gross", "pair", "couple", "half", "halv", "third", "quarter", "fifth", "sixth", "tenth", "once",
        "twice",
        "thrice", "single", "double", "triple", "quadr", "unity", "unit", "infin", "golden", "euler", "avogadro",
        "planck",
        "boltzmann", "imaginary", "plus", "minus", "times", "over", "divided", "product", "squar", "cubed", "root",
        "power", "percent", "ratio", "factorial", "sine", "cosine", "tangent", "logarithm", "exponent", "sqrt", "frac",
        "negative", "positive", "equal", "greater", "less", "between", "least", "most", "every", "arcs", "arct", "sinh",
        "cosh", "tanh", "integer", "number", "prime", "alpha", "beta", "gamma", "delta", "theta", "lambda", "sigma",
        "omega", "epsilon", "same", "both", "speed of", "mole", "pound", "light", "decade", "centur", "millenni",
        "fortnight", "midnight",
        "noon",
        // Romance
        "cuatro", "quatro", "quattro", "quatre", "cinco", "cinque", "cinq", "seis", "siete", "sette", "sept", "ocho",
        "oito", "otto", "huit", "nueve", "nove", "neuf", "diez", "dieci", "trece", "treze", "tredici", "treize",
        "catorce",
        "quator", "quince", "quinze", "quindici", "seize", "sedici", "veint", "vint", "venti", "vingt", "trein",
        "trint",
        "trent", "cuarent", "quarent", "quarant", "cincuent", "cinquent", "cinquant", "sesent", "sessent", "sessant",
        "soixant", "setent", "settant", "ochent", "oitent", "ottant", "novent", "novant", "cento", "cent", "cien",
        "mille",
        "millón", "milhão", "milione", "docen", "dúzia", "dozzina", "douzaine", "mitad", "metade", "metà", "moiti",
        "medio",
        "mezzo", "demi", "doble", "dobro", "doppio", "raíz", "raiz", "radice", "racine", "menos", "meno", "moins",
        "infini", "cero", "zéro",
        // Germanic
        "null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "zwölf", "zwanzig",
        "ßig", "zig", "hundert", "tausend", "million", "dutzend", "halb", "hälfte", "drittel", "viertel", "doppel",
        "wurzel", "unendlich", "twee", "drie", "vier", "vijf", "zeven", "acht", "negen", "tien", "twaalf", "dertien",
        "twintig", "dertig", "veertig", "tig", "honderd", "duizend", "miljoen", "dozijn", "helft", "kwart", "dubbel",
        "wortel", "oneindig",
        // Russian, Ukrainian
        "четыр", "пят", "шест", "семь", "семи", "восем", "восьм", "девят", "десят", "дцат", "надцат", "сорок", "двест",
        "трист", "тысяч", "миллион", "миллиард", "дюжин", "полов", "полтор", "треть", "четверт", "вдвое", "двое",
        "удвоен",
        "корень", "корн", "плюс", "минус", "бесконеч", "нул", "одно", "один", "чотир", "п'ят", "пʼят", "шіст", "дев",
        "тисяч",
        "мільйон", "половин", "корінь", "нескінч",
        // Polish, Czech
        "cztery", "czter", "sześ", "siedem", "siedm", "osiem", "ośm", "dziewię", "dziesię", "naście", "dzieści",
        "dziesiąt",
        "tysiąc", "milion", "tuzin", "połow", "pierwiast", "nieskończ", "čtyř", "sedm", "devět", "deset", "náct",
        "dvacet",
        "třicet", "čtyřicet", "padesát", "šedesát", "tisíc", "polovin", "odmocnin", "nekoneč", "tucet",
        // Turkish, Vietnamese, Indonesian
        "sıfır", "dört", "sekiz", "dokuz", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan",
        "milyon", "düzine", "yarı", "karekök", "sonsuz", "không", "nghìn", "ngàn", "trăm", "triệu", "nửa", "mươi",
        "empat",
        "tujuh", "delapan", "sembilan", "sepuluh", "belas", "puluh", "ratus", "ribu", "juta", "lusin", "setengah",
        "akar",
        "tak hingga",
    ])
}
