import AdjudgeBase

/// The rules of other projects for standard output, unsafe accepts included.
enum PeerComparison {
    /// LiveCodeBench: the stripped texts have the same count of lines, and each pair of stripped lines is the same
    /// text, or the same decimal numbers word by word.
    static func liveCodeBench(_ got: Bytes, _ expected: Bytes) -> Bool {
        var (left, right) = (Lines(got.trimmedOutput), Lines(expected.trimmedOutput))
        while true {
            switch (left.next(), right.next()) {
            case (nil, nil): return true
            case (let got?, let expected?):
                let (got, expected) = (got.trimmedOutput, expected.trimmedOutput)
                if got != expected, !sameDecimals(got, expected) { return false }
            default: return false
            }
        }
    }

    private static func sameDecimals(_ got: Bytes, _ expected: Bytes) -> Bool {
        var (left, right) = (Pieces(got, .tokens), Pieces(expected, .tokens))
        while true {
            switch (left.next(), right.next()) {
            case (nil, nil): return true
            case (let got?, let expected?):
                guard let a = DecimalForm(got), let b = DecimalForm(expected), a == b else { return false }
            default: return false
            }
        }
    }

    /// prime_code: the stripped lines without empty ones are the same; or each is a number, not all pairs are integers,
    /// and all are near by numpy's allclose (relative 1e-5 of the expected, absolute 1e-8).
    static func primeCode(_ got: Bytes, _ expected: Bytes) -> Bool {
        var (left, right) = (Pieces(got, .lines), Pieces(expected, .lines))
        var (isSame, areIntegers, areNear) = (true, true, true)
        while true {
            switch (left.next(), right.next()) {
            case (nil, nil): return isSame || (areNear && !areIntegers)
            case (let got?, let expected?):
                if got != expected { isSame = false }
                guard areNear, let a = NumberToken(got), let b = NumberToken(expected) else {
                    areNear = false
                    if !isSame { return false }
                    continue
                }
                if !(a.isInteger && b.isInteger) { areIntegers = false }
                areNear = abs(a.value - b.value) <= 1e-8 + 1e-5 * abs(b.value)
            default: return false
            }
        }
    }
}

/// Lines as they stand.
private struct Lines {
    private var rest: Bytes?

    init(_ text: Bytes) { rest = text }

    mutating func next() -> Bytes? {
        guard let text = rest else { return nil }
        guard let end = text.find(Bytes("\n")) else {
            rest = nil
            return text
        }
        rest = text.suffix(from: end + 1)
        return text[0..<end]
    }
}
