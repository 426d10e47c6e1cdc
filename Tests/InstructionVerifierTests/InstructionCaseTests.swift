import AdjudgeBase
import CaseFiles
import Testing

@testable import InstructionVerifier

/// Every instruction against what the official code says of real responses.
@Suite struct InstructionCaseTests {
    @Test("IFEval's verdicts, strict and loose, are the official ones")
    func ifeval() throws {
        guard let rows = CaseFiles.external("rules/ifeval") else { return }
        for mode in ["strict", "loose"] {
            let bench = InstructionBench(isLoose: mode == "loose")
            try CaseFiles.forEach(rows) { row in
                bench.compare(
                    row.text("id"), row.member("instruction_id_list")!.raw.string, row.member("kwargs")!.raw.string,
                    row.text("response"), row.flags(mode), row.flags("gate_\(mode)"))
            }
            bench.report("ifeval, \(mode)", least: 3_500)
        }
    }

    @Test("IFBench's verdicts, strict and loose, are the official ones")
    func ifbench() throws {
        guard let rows = CaseFiles.external("rules/ifbench_sample") else { return }
        for mode in ["strict", "loose"] {
            let bench = InstructionBench(isLoose: mode == "loose")
            try CaseFiles.forEach(rows) { row in
                bench.compare(
                    row.text("id"), row.member("instruction_id_list")!.raw.string, row.member("kwargs")!.raw.string,
                    row.text("response"), row.flags(mode), row.flags("gate"))
            }
            bench.report("ifbench_sample, \(mode)", least: 100)
        }
    }

    @Test(
        "each checker says of any response what its official code says",
        arguments: [
            ("ifbench_cross", "instruction_id", "kwargs", "response"),
            ("ifevalg_cross", "instruction_id", "kwargs", "response"),
            ("open_instruct_if_functions", "fn", "params", "input.response"),
        ])
    func cross(_ file: String, _ id: String, _ arguments: String, _ response: String) throws {
        guard let rows = CaseFiles.external("rules/\(file)") else { return }
        let bench = InstructionBench()
        try CaseFiles.forEach(rows) { row in
            bench.compare(
                row.text("id"), "[\"\(row.text(id))\"]", "[\(JSONPath(arguments)!.find(in: row)?.raw.string ?? "{}")]",
                row.text(response), [row.member("expect")!.boolValue!], [row.member("gate")?.boolValue ?? true])
        }
        bench.report(file, least: 900)
    }

    @Test("the official unit tests pass", arguments: ["ifeval_unit", "ifbench_unit"])
    func unit(_ file: String) throws {
        guard let rows = CaseFiles.external("rules/\(file)") else { return }
        let bench = InstructionBench()
        try CaseFiles.forEach(rows) { row in
            guard let id = UnitTestNames.ids[row.text("cls")], let expected = row.member("expect")?.boolValue else {
                return
            }
            let arguments = row.member("effective_args").flatMap { $0.kind == .object ? $0.raw.string : nil } ?? "{}"
            bench.compare(row.text("test"), "[\"\(id)\"]", "[\(arguments)]", row.text("response"), [expected], [true])
        }
        bench.report(file, least: 40)
    }
}

/// The ids of the official classes, by which unit tests name them.
enum UnitTestNames {
    static let ids: [String: String] = [
        "AlphabetLoopChecker": "words:alphabet",
        "AlternateParitySyllablesChecker": "words:odd_even_syllables",
        "BulletListChecker": "detectable_format:number_bullet_lists",
        "CapitalLettersEnglishChecker": "change_case:english_capital",
        "CapitalWordFrequencyChecker": "change_case:capital_word_frequency",
        "CharacterCountUniqueWordsChecker": "ratio:sentence_words",
        "CharacterReverseOrderChecker": "custom:character_reverse",
        "CityCSVChecker": "custom:csv_city",
        "CommaChecker": "punctuation:no_comma",
        "ConjunctionCountChecker": "count:conjunctions",
        "ConsonantClusterChecker": "words:consonants",
        "ConstrainedResponseChecker": "detectable_format:constrained_response",
        "ConstrainedStartChecker": "multi-turn:constrained_start",
        "DateFormatListChecker": "custom:date_format_list",
        "EmojiSentenceChecker": "format:emoji",
        "EndChecker": "startend:end_checker",
        "EuropeanCapitalsSortChecker": "custom:european_capitals_sort",
        "ForbiddenWords": "keywords:forbidden_words",
        "HighlightSectionChecker": "detectable_format:number_highlighted_sections",
        "IncludeKeywordChecker": "sentence:keyword",
        "IncrementingAlliterationChecker": "sentence:alliteration_increment",
        "IncrementingWordCountChecker": "sentence:increment",
        "IndentStairsChecker": "format:line_indent",
        "ItalicsThesisChecker": "format:thesis",
        "JsonFormat": "detectable_format:json_format",
        "KeySentenceChecker": "keywords:key_sentences",
        "KeywordChecker": "keywords:existence",
        "KeywordFrequencyChecker": "keywords:frequency",
        "KeywordSpecificPositionChecker": "words:keywords_specific_position",
        "KeywordsMultipleChecker": "count:keywords_multiple",
        "LastWordFirstNextChecker": "words:last_first",
        "LetterFrequencyChecker": "keywords:letter_frequency",
        "LimitedWordRepeatChecker": "words:repeats",
        "LowercaseLettersEnglishChecker": "change_case:english_lowercase",
        "MultipleChoiceQuestionsChecker": "custom:mcq_count_length",
        "NGramOverlapChecker": "ratio:overlap",
        "NestedParenthesesChecker": "format:parentheses",
        "NestedQuotesChecker": "format:quotes",
        "NewLineWordsChecker": "format:newline",
        "NoConsecutiveFirstLetterChecker": "words:no_consecutive",
        "NoWhitespaceChecker": "format:no_whitespace",
        "NthWordJapaneseChecker": "count:words_japanese",
        "NumberOfSentences": "length_constraints:number_sentences",
        "NumberOfWords": "length_constraints:number_words",
        "NumbersCountChecker": "count:numbers",
        "OptionsResponseChecker": "format:options",
        "OutputTemplateChecker": "format:output_template",
        "PalindromeChecker": "words:palindrome",
        "ParagraphChecker": "length_constraints:number_paragraphs",
        "ParagraphFirstWordCheck": "length_constraints:nth_paragraph_first_word",
        "ParagraphLastFirstWordMatchChecker": "words:paragraph_last_first",
        "PersonNameCountChecker": "count:person_names",
        "PlaceholderChecker": "detectable_content:number_placeholders",
        "PostscriptChecker": "detectable_content:postscript",
        "PrimeLengthsChecker": "words:prime_lengths",
        "PrintMultiplesChecker": "custom:multiples",
        "PronounCountChecker": "count:pronouns",
        "PunctuationCoverChecker": "count:punctuation",
        "QuotationChecker": "startend:quotation",
        "QuoteExplanationChecker": "format:quote_unquote",
        "QuotesCSVChecker": "custom:csv_quotes",
        "RepeatChangeChecker": "repeat:repeat_change",
        "RepeatPromptThenAnswer": "combination:repeat_prompt",
        "RepeatSimpleChecker": "repeat:repeat_simple",
        "RepeatSpanChecker": "repeat:repeat_span",
        "RephraseChecker": "detectable_format:rephrasing",
        "RephraseParagraph": "detectable_content:rephrase_paragraph",
        "ResponseLanguageChecker": "language:response_language",
        "ReverseNewlineChecker": "custom:reverse_newline",
        "SectionChecker": "detectable_format:multiple_sections",
        "SentBalanceChecker": "ratio:sentence_balance",
        "SentTypeRatioChecker": "ratio:sentence_type",
        "SentenceAlphabetChecker": "custom:sentence_alphabet",
        "SingleVowelParagraphChecker": "words:vowel",
        "SomeBulletPointsChecker": "format:no_bullets_bullets",
        "SpecialBulletPointsChecker": "format:list",
        "SpecialCharacterCSVChecker": "custom:csv_special_character",
        "StartWithVerbChecker": "words:start_verb",
        "StopWordPercentageChecker": "ratio:stop_words",
        "SubBulletPointsChecker": "format:sub-bullets",
        "TitleCaseChecker": "format:title_case",
        "TitleChecker": "detectable_format:title",
        "TwoResponsesChecker": "combination:two_responses",
        "UniqueWordCountChecker": "count:unique_word_count",
        "WordCountRangeChecker": "count:word_count_range",
        "WordReverseOrderChecker": "custom:word_reverse",
        "WordsPositionChecker": "words:words_position",
    ]
}
