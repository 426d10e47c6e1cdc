/// The names that `math` knows, for this package's own tools: dictionaries of fuzzing sessions, tests that must not
/// forget a name. Taken from the tables that the readers use.
package enum MathNames {
    /// Every value of `profile`, in the order of the documentation.
    package static var profiles: [String] { MathVerifier.profiles(strictBox: false).map(\.name) }

    /// Every TeX command that the reader or a peer's rule knows, with its backslash, sorted.
    package static var commands: [String] {
        let signs = (0x21...0x7E).map { String(Unicode.Scalar(UInt8($0))) }.filter { !$0.allSatisfy(\.isLetter) }
        return Set(CommandTable.actions.names + LatexSymbols.names + signs + [" "]).map { "\\" + $0 }.sorted()
    }

    /// Every name that means something without a backslash, sorted.
    package static var words: [String] { CommandTable.words.names.sorted() }
}
