import CKernels
import Testing

/// The specification checked by hand: each row is a rule and what it asks for. Every instruction set is held to it.
@Suite("Kernel rules")
struct ScalarRuleTests {
    private func with<Result>(_ text: [UInt8], _ body: (Place, Int) -> Result) -> Result {
        var copy = text + [0]
        return copy.withUnsafeMutableBufferPointer { body($0.baseAddress!, text.count) }
    }

    private func copied(_ kernel: TextKernel, _ text: String, _ kernels: Kernels) -> String {
        with(Array(text.utf8)) { place, count in
            String(decoding: kernel.call(kernels, place, count, to: place).bytes, as: UTF8.self)
        }
    }

    @Test("UTF-8: the first byte of the first ill-formed sequence is named")
    func utf8() {
        let rows: [(rule: String, text: [UInt8], bad: Int?)] = [
            ("nothing is well-formed", [], nil),
            ("NUL is a character", [0x00], nil),
            ("ASCII", Array("plain".utf8), nil),
            ("smallest and largest of two bytes", [0xC2, 0x80, 0xDF, 0xBF], nil),
            ("smallest and largest of three bytes", [0xE0, 0xA0, 0x80, 0xEF, 0xBF, 0xBF], nil),
            ("smallest and largest of four bytes", [0xF0, 0x90, 0x80, 0x80, 0xF4, 0x8F, 0xBF, 0xBF], nil),
            ("last before the surrogates, first after them", [0xED, 0x9F, 0xBF, 0xEE, 0x80, 0x80], nil),
            ("lone continuation", [0x61, 0x80], 1),
            ("continuation after a whole character", [0xC3, 0xA9, 0xA9], 2),
            ("lead at the end", [0x61, 0x62, 0xC3], 2),
            ("three bytes cut after two", [0x61, 0xE2, 0x82], 1),
            ("four bytes cut after three", [0xF0, 0x9F, 0x98], 0),
            ("lead followed by ASCII", [0xE2, 0x82, 0x41], 0),
            ("lead followed by a lead", [0xC3, 0xC3, 0xA9], 0),
            ("overlong slash of two bytes", [0xC0, 0xAF], 0),
            ("C1 is always overlong", [0xC1, 0xBF], 0),
            ("overlong of three bytes", [0xE0, 0x9F, 0xBF], 0),
            ("overlong of four bytes", [0xF0, 0x8F, 0xBF, 0xBF], 0),
            ("first surrogate", [0xED, 0xA0, 0x80], 0),
            ("last surrogate", [0xED, 0xBF, 0xBF], 0),
            ("above U+10FFFF", [0xF4, 0x90, 0x80, 0x80], 0),
            ("F5 begins nothing", [0xF5, 0x80, 0x80, 0x80], 0),
            ("FF begins nothing", [0x61, 0x61, 0xFF], 2),
        ]
        for kernels in Kernels.all {
            for row in rows {
                // In front of the error, enough text to bring it into every place of a block.
                for lead in [0, 1, 29, 30, 31, 32, 60, 61, 62, 63, 64, 65, 127, 200] {
                    let text = [UInt8](repeating: 0x61, count: lead) + row.text
                    let answer = with(text) { TextKernel.utf8Valid.call(kernels, $0, $1, to: $0) }
                    #expect(
                        answer == Answer(number: row.bad == nil ? 1 : 0, other: row.bad.map { $0 + lead } ?? -1),
                        "\(row.rule), \(lead) bytes in, \(kernels.name)")
                }
            }
        }
    }

    @Test("ASCII ends at 0x7F")
    func ascii() {
        for kernels in Kernels.all {
            for (text, expected) in [([], 1), ([0x00, 0x7F], 1), ([0x80], 0), ([0x41, 0xFF], 0)] as [([UInt8], Int)] {
                #expect(with(text) { TextKernel.isASCII.call(kernels, $0, $1, to: $0) }.number == expected)
            }
        }
    }

    @Test("Copies change what their rule names and nothing else")
    func copies() {
        let rows: [(kernel: TextKernel, text: String, expected: String, rule: String)] = [
            (.asciiLower, "AZaz@[`{09", "azaz@[`{09", "only A-Z are folded"),
            (.asciiLower, "ÀÉ", "ÀÉ", "letters outside ASCII are kept"),
            (.collapseWhitespace, "a b", "a b", "one space stays"),
            (.collapseWhitespace, " \t a \n\n b\r\u{0B}\u{0C}", "a b", "runs become a space, ends are trimmed"),
            (.collapseWhitespace, "a\tb", "a b", "one white space of any kind becomes a space"),
            (.collapseWhitespace, " \n ", "", "white space alone leaves nothing"),
            (.collapseWhitespace, "", "", "nothing stays nothing"),
            (.collapseWhitespace, "a\u{85}\u{A0}b\u{1F}\u{08}", "a\u{85}\u{A0}b\u{1F}\u{08}", "other blanks are bytes"),
            (.removeWhitespace, " a\tb\nc\u{0B}d\u{0C}e\rf ", "abcdef", "the six are dropped"),
            (.removeWhitespace, "a\u{A0}b", "a\u{A0}b", "a no-break space is not among them"),
            (
                .removePunctuation, ##"!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"##, "",
                "all 32 punctuation characters are dropped"
            ),
            (.removePunctuation, "a 09AZaz\u{7F}\u{1F}¿", "a 09AZaz\u{7F}\u{1F}¿", "their neighbours are kept"),
        ]
        for kernels in Kernels.all {
            for row in rows {
                #expect(copied(row.kernel, row.text, kernels) == row.expected, "\(row.rule), \(kernels.name)")
            }
        }
    }

    @Test("Trimming gives the middle; of white space alone, an empty end")
    func trimming() {
        let rows: [(text: String, start: Int, count: Int)] = [
            ("", 0, 0), ("a", 0, 1), (" \ta b\r\n", 2, 3), ("  ", 2, 0), ("a ", 0, 1), ("\u{0B}\u{0C}a", 2, 1),
        ]
        for kernels in Kernels.all {
            for row in rows {
                let answer = with(Array(row.text.utf8)) { TextKernel.trim.call(kernels, $0, $1, to: $0) }
                #expect(answer == Answer(number: row.count, other: row.start), "\(row.text.debugDescription)")
            }
        }
    }

    @Test("Finders give the first or the last; the empty needle is at the start or the end")
    func finding() {
        let rows: [(text: String, needle: String, first: Int, last: Int)] = [
            ("", "", 0, 0), ("abc", "", 0, 3), ("", "a", notFound, notFound), ("a", "a", 0, 0),
            ("ab", "abc", notFound, notFound), ("abcabc", "abc", 0, 3), ("aaaa", "aa", 0, 2),
            (#"x \boxed{1} \boxed{2}"#, #"\boxed"#, 2, 12), ("a</think", "</think>", notFound, notFound),
            ("####", "####", 0, 0), ("#####", "####", 0, 1), ("xay", "y", 2, 2),
        ]
        for kernels in Kernels.all {
            for row in rows {
                with(Array(row.text.utf8)) { text, count in
                    with(Array(row.needle.utf8)) { needle, needleCount in
                        let first = kernels.table.find(text, count, needle, needleCount)
                        let last = kernels.table.rfind(text, count, needle, needleCount)
                        #expect(first == row.first && last == row.last, "\(row), \(kernels.name): \(first), \(last)")
                    }
                }
            }
        }
    }

    @Test("A byte set holds exactly its members, for every byte")
    func membership() {
        for kernels in Kernels.all {
            for member in UInt8.min...UInt8.max {
                let set = byteSet([member])
                let others = (UInt8.min...UInt8.max).filter { $0 != member }
                with(others) {
                    #expect(kernels.findAny($0, $1, set) == notFound, "\(member)")
                    #expect(kernels.rfindAny($0, $1, set) == notFound, "\(member)")
                }
                with([member] + others + [member]) {
                    #expect(kernels.findAny($0, $1, set) == 0 && kernels.rfindAny($0, $1, set) == 256, "\(member)")
                }
            }
        }
    }

    @Test("A brace is balanced by its own; one after an odd run of backslashes does not count")
    func braces() {
        let rows: [(text: String, open: Int, close: Int)] = [
            ("{}", 0, 1), ("{a{b}c}d}", 0, 6), ("{a{b}c}d}", 2, 4), ("{", 0, notFound), ("{{}", 0, notFound),
            (#"{\}}"#, 0, 3), (#"{\\}}"#, 0, 3), (#"{\\\}}"#, 0, 5), (#"{\{}"#, 0, 3), (#"{\\{}}"#, 0, 5),
            (#"\{}"#, 1, 2), (#"{\"#, 0, notFound), ("{}", 7, notFound), (#"\boxed{\frac{1}{2}}."#, 6, 18),
        ]
        for kernels in Kernels.all {
            for row in rows {
                with(Array(row.text.utf8)) {
                    let close = kernels.table.match_brace($0, $1, row.open)
                    #expect(close == row.close, "\(row), \(kernels.name): \(close)")
                }
            }
        }
    }

    @Test("Equality under flags: punctuation goes first, then white space, then case")
    func equality() {
        let exact: UInt32 = 0
        let caseless = UInt32(AK_IGNORE_CASE)
        let spaceless = UInt32(AK_IGNORE_WHITESPACE)
        let collapsed = UInt32(AK_COLLAPSE_WHITESPACE)
        let unpunctuated = UInt32(AK_IGNORE_PUNCTUATION)
        let rows: [(left: String, right: String, flags: UInt32, equal: Bool, rule: String)] = [
            ("", "", exact, true, "nothing equals nothing"),
            ("a", "", exact, false, "something is not nothing"),
            ("Ab", "aB", caseless, true, "case is ignored when asked"),
            ("Ab", "aB", exact, false, "and only then"),
            ("@[", "`{", caseless, false, "neighbours of letters do not fold"),
            ("É", "é", caseless, false, "letters outside ASCII do not fold"),
            ("a b", "ab", spaceless, true, "white space is dropped"),
            ("a b", "ab", collapsed, false, "a gap is not nothing"),
            (" a \t b\n", "a b", collapsed, true, "runs equal a space, ends are trimmed"),
            (" \n", "", collapsed, true, "white space alone equals nothing"),
            ("a b", "ab", collapsed | spaceless, true, "dropping wins over collapsing"),
            ("a . b", "a b", collapsed | unpunctuated, true, "a gap reaches across punctuation"),
            ("a.b", "a b", collapsed | unpunctuated, false, "punctuation alone is no gap"),
            ("a.b", "ab", unpunctuated, true, "punctuation is dropped"),
            ("a. b", "a b", unpunctuated, true, "white space stays when only punctuation goes"),
            ("a .", "a", unpunctuated, false, "and it counts"),
            ("...", "", unpunctuated, true, "punctuation alone equals nothing"),
            (". a", "a", collapsed | unpunctuated, true, "the gap before the first byte is trimmed"),
            ("A, b!", "a B", caseless | collapsed | unpunctuated, true, "all together"),
            ("a", "ab", caseless | collapsed, false, "a prefix is not equal"),
            ("ab", "a b c", spaceless, false, "longer by a byte"),
        ]
        for kernels in Kernels.all {
            for row in rows {
                // The same in front of both, so that the vectorised prefix is taken too; it ends in a gap, which makes a
                // leading gap of the row one run with it.
                for lead in ["", String(repeating: "Lead, and ", count: 20)] {
                    with(Array((lead + row.left).utf8)) { left, leftCount in
                        with(Array((lead + row.right).utf8)) { right, rightCount in
                            let equal = kernels.table.equal_normalized(left, leftCount, right, rightCount, row.flags)
                            let reverse = kernels.table.equal_normalized(right, rightCount, left, leftCount, row.flags)
                            #expect(equal == row.equal, "\(row.rule), \(lead.utf8.count) in, \(kernels.name)")
                            #expect(equal == reverse, "\(row.rule): order must not matter, \(kernels.name)")
                        }
                    }
                }
            }
        }
    }

    @Test("Members have their bits, in order")
    func members() {
        var text = Array("a b\n\u{E9}.".utf8) + [UInt8](repeating: 0x20, count: 60)
        #expect(
            Kernels.scalar.members(&text, text.count, byteSet(Array(" \n".utf8) + [0xC3]))
                == [0b1_1010 | ~0 << 7, 0b111, 0xC5C5])
    }

    @Test("A NULL text of length 0 is accepted")
    func nullText() {
        for kernels in Kernels.all {
            let table = kernels.table
            var number = 7
            #expect(table.utf8_valid(nil, 0, &number) && table.is_ascii(nil, 0))
            table.ascii_lower(nil, nil, 0)
            #expect(table.collapse_whitespace(nil, nil, 0) == 0 && table.remove_whitespace(nil, nil, 0) == 0)
            #expect(table.remove_punctuation(nil, nil, 0) == 0 && table.trim(nil, 0, &number) == 0 && number == 0)
            var set = byteSet(0...255)
            #expect(table.find_any(nil, 0, &set) == notFound && table.rfind_any(nil, 0, &set) == notFound)
            #expect(table.rfind_pair(nil, 0, &set, &set) == notFound)
            table.members(nil, 0, &set, nil)
            #expect(table.find(nil, 0, nil, 0) == 0 && table.rfind(nil, 0, nil, 0) == 0)
            #expect(table.match_brace(nil, 0, 0) == notFound)
            #expect(table.equal_normalized(nil, 0, nil, 0, 0))
            var space: UInt8 = 0x20
            #expect(table.equal_normalized(nil, 0, &space, 1, UInt32(AK_COLLAPSE_WHITESPACE)))
        }
    }
}
