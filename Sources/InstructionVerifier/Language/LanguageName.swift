import AdjudgeBase

/// A language that can be expected: its code, its English name, and its scripts.
struct LanguageName: Sendable {
    /// ISO 639-1, with a country where writing differs.
    let code: StaticString
    let name: StaticString
    let scripts: [Script]

    /// The language of a code, such as `pt` or `pt-BR`, or of an English name; case does not count.
    static func named(_ text: String) -> LanguageName? {
        let wanted = text.lowercased()
        let short = String(wanted.prefix { $0 != "-" && $0 != "_" })
        let alias = aliases[wanted] ?? aliases[short]
        return all.first { "\($0.code)" == wanted || "\($0.name)".lowercased() == wanted || "\($0.code)" == alias }
            ?? all.first { "\($0.code)" == short }
    }

    /// Languages for which the profiles take one another's sentences.
    private static let families: [[StaticString]] = [
        ["da", "no", "sv"], ["et", "fi"], ["cs", "sk"], ["hr", "sl"], ["bg", "mk", "ru", "uk"],
    ]

    /// The codes of the languages that are most like this one.
    var relatives: [StaticString] {
        LanguageName.families.first { $0.contains { Bytes($0).equals(code) } }?.filter { !Bytes($0).equals(code) } ?? []
    }

    /// Whether a detected code is this language: `zh` is Chinese of either writing.
    func isCode(_ detected: Bytes) -> Bool {
        detected.equals(code) || Bytes(code).equals("zh") && detected.hasPrefix("zh")
    }

    /// The known name that is most like a text.
    static func nearest(to text: String) -> String? {
        nearestName(to: text, in: all.flatMap { ["\($0.code)", "\($0.name)"] })
    }

    private static let aliases = [
        "zh-hans": "zh-cn", "zh-sg": "zh-cn", "zh-hant": "zh-tw", "zh-hk": "zh-tw", "iw": "he", "nb": "no", "nn": "no",
        "fil": "tl", "farsi": "fa", "mandarin": "zh", "simplified chinese": "zh-cn", "traditional chinese": "zh-tw",
        "filipino": "tl", "punjabi": "pa", "burmese": "my",
    ]

    private static func latin(_ code: StaticString, _ name: StaticString) -> LanguageName {
        LanguageName(code: code, name: name, scripts: [.latin])
    }

    static let all: [LanguageName] = [
        latin("af", "Afrikaans"), latin("ca", "Catalan"), latin("cs", "Czech"), latin("cy", "Welsh"),
        latin("da", "Danish"), latin("de", "German"), latin("en", "English"), latin("es", "Spanish"),
        latin("et", "Estonian"), latin("fi", "Finnish"), latin("fr", "French"), latin("hr", "Croatian"),
        latin("hu", "Hungarian"), latin("id", "Indonesian"), latin("it", "Italian"), latin("lt", "Lithuanian"),
        latin("lv", "Latvian"), latin("nl", "Dutch"), latin("no", "Norwegian"), latin("pl", "Polish"),
        latin("pt", "Portuguese"), latin("ro", "Romanian"), latin("sk", "Slovak"), latin("sl", "Slovenian"),
        latin("so", "Somali"), latin("sq", "Albanian"), latin("sv", "Swedish"), latin("sw", "Swahili"),
        latin("tl", "Tagalog"), latin("tr", "Turkish"), latin("vi", "Vietnamese"),
        LanguageName(code: "bg", name: "Bulgarian", scripts: [.cyrillic]),
        LanguageName(code: "mk", name: "Macedonian", scripts: [.cyrillic]),
        LanguageName(code: "ru", name: "Russian", scripts: [.cyrillic]),
        LanguageName(code: "uk", name: "Ukrainian", scripts: [.cyrillic]),
        LanguageName(code: "ar", name: "Arabic", scripts: [.arabic]),
        LanguageName(code: "fa", name: "Persian", scripts: [.arabic]),
        LanguageName(code: "ur", name: "Urdu", scripts: [.arabic]),
        LanguageName(code: "hi", name: "Hindi", scripts: [.devanagari]),
        LanguageName(code: "mr", name: "Marathi", scripts: [.devanagari]),
        LanguageName(code: "ne", name: "Nepali", scripts: [.devanagari]),
        LanguageName(code: "ja", name: "Japanese", scripts: [.kana, .han]),
        LanguageName(code: "ko", name: "Korean", scripts: [.hangul]),
        LanguageName(code: "zh", name: "Chinese", scripts: [.han]),
        LanguageName(code: "zh-cn", name: "Chinese (simplified)", scripts: [.han]),
        LanguageName(code: "zh-tw", name: "Chinese (traditional)", scripts: [.han]),
        LanguageName(code: "am", name: "Amharic", scripts: [.ethiopic]),
        LanguageName(code: "bn", name: "Bengali", scripts: [.bengali]),
        LanguageName(code: "bo", name: "Tibetan", scripts: [.tibetan]),
        LanguageName(code: "el", name: "Greek", scripts: [.greek]),
        LanguageName(code: "gu", name: "Gujarati", scripts: [.gujarati]),
        LanguageName(code: "he", name: "Hebrew", scripts: [.hebrew]),
        LanguageName(code: "hy", name: "Armenian", scripts: [.armenian]),
        LanguageName(code: "ka", name: "Georgian", scripts: [.georgian]),
        LanguageName(code: "km", name: "Khmer", scripts: [.khmer]),
        LanguageName(code: "kn", name: "Kannada", scripts: [.kannada]),
        LanguageName(code: "lo", name: "Lao", scripts: [.lao]),
        LanguageName(code: "ml", name: "Malayalam", scripts: [.malayalam]),
        LanguageName(code: "my", name: "Myanmar", scripts: [.burmese]),
        LanguageName(code: "or", name: "Odia", scripts: [.odia]),
        LanguageName(code: "pa", name: "Panjabi", scripts: [.gurmukhi]),
        LanguageName(code: "si", name: "Sinhala", scripts: [.sinhala]),
        LanguageName(code: "ta", name: "Tamil", scripts: [.tamil]),
        LanguageName(code: "te", name: "Telugu", scripts: [.telugu]),
        LanguageName(code: "th", name: "Thai", scripts: [.thai]),
    ]
}
