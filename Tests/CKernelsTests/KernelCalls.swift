import CKernels

/// The kernels of one instruction set, called on pointers that the test has placed.
/// Unchecked: the table is constant and its name is a literal.
struct Kernels: @unchecked Sendable {
    let table: ak_kernels

    var name: String {
        String(cString: table.name)
    }

    static let scalar = Kernels(table: ak_kernels_for(AK_SCALAR).pointee)

    /// Every set but scalar that this build and this processor have.
    static let vectorised: [Kernels] = [AK_AVX2, AK_AVX512, AK_NEON].compactMap { isa in
        ak_kernels_for(isa).map { Kernels(table: $0.pointee) }
    }

    static let all = [scalar] + vectorised
}

/// What a kernel gave: its result and, for a copy, the bytes written.
struct Answer: Equatable, CustomStringConvertible {
    var number: Int
    var other = 0
    var bytes: [UInt8] = []

    var description: String {
        "(\(number), \(other), \(bytes.count) bytes)"
    }
}

typealias Place = UnsafeMutablePointer<UInt8>

/// The kernels that need nothing but a text.
enum TextKernel: CaseIterable {
    case utf8Valid, isASCII, trim, asciiLower, collapseWhitespace, removeWhitespace, removePunctuation

    var copies: Bool {
        switch self {
        case .utf8Valid, .isASCII, .trim: false
        default: true
        }
    }

    /// `to` has room for `length` bytes; only the copies write to it.
    func call(_ kernels: Kernels, _ text: Place, _ length: Int, to: Place) -> Answer {
        let table = kernels.table
        switch self {
        case .utf8Valid:
            var bad = -1
            let valid = table.utf8_valid(text, length, &bad)
            return Answer(number: valid ? 1 : 0, other: bad)
        case .isASCII:
            return Answer(number: table.is_ascii(text, length) ? 1 : 0)
        case .trim:
            var start = -1
            let count = table.trim(text, length, &start)
            return Answer(number: count, other: start)
        case .asciiLower:
            table.ascii_lower(to, text, length)
            return Answer(number: length, bytes: bytes(to, length))
        case .collapseWhitespace:
            let count = table.collapse_whitespace(to, text, length)
            return Answer(number: count, bytes: bytes(to, count))
        case .removeWhitespace:
            let count = table.remove_whitespace(to, text, length)
            return Answer(number: count, bytes: bytes(to, count))
        case .removePunctuation:
            let count = table.remove_punctuation(to, text, length)
            return Answer(number: count, bytes: bytes(to, count))
        }
    }

    private func bytes(_ from: Place, _ count: Int) -> [UInt8] {
        Array(UnsafeBufferPointer(start: from, count: count))
    }
}

/// The number as C gives it back: `AK_NOT_FOUND` is `SIZE_MAX`, which Swift sees as -1.
let notFound = -1

func byteSet(_ members: some Sequence<UInt8>) -> ak_byteset {
    var words: [UInt64] = [0, 0, 0, 0]
    for byte in members {
        words[Int(byte) >> 6] |= 1 << (UInt64(byte) & 63)
    }
    return ak_byteset(words: (words[0], words[1], words[2], words[3]))
}

extension Kernels {
    func findAny(_ text: Place, _ length: Int, _ set: ak_byteset) -> Int {
        withUnsafePointer(to: set) { Int(bitPattern: UInt(bitPattern: table.find_any(text, length, $0))) }
    }

    func rfindAny(_ text: Place, _ length: Int, _ set: ak_byteset) -> Int {
        withUnsafePointer(to: set) { Int(bitPattern: UInt(bitPattern: table.rfind_any(text, length, $0))) }
    }

    /// The words of `members`, with one behind them that must stay as it was.
    func members(_ text: Place, _ length: Int, _ set: ak_byteset) -> [UInt64] {
        var words = [UInt64](repeating: 0xC5C5, count: (length + 63) / 64 + 1)
        withUnsafePointer(to: set) { table.members(text, length, $0, &words) }
        return words
    }

    func rfindPair(_ text: Place, _ length: Int, _ first: ak_byteset, _ second: ak_byteset) -> Int {
        withUnsafePointer(to: first) { first in
            withUnsafePointer(to: second) { second in
                Int(bitPattern: UInt(bitPattern: table.rfind_pair(text, length, first, second)))
            }
        }
    }
}

/// Failing rows of one test; at most ten are printed.
struct Failures {
    private(set) var rows: [String] = []
    private(set) var count = 0

    mutating func add(_ row: @autoclosure () -> String) {
        count += 1
        if rows.count < 10 {
            rows.append(row())
        }
    }

    var isEmpty: Bool {
        count == 0
    }

    var summary: String {
        "\(count) rows failed, the first:\n" + rows.joined(separator: "\n")
    }
}
