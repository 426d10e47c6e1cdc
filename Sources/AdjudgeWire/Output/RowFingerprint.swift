import Adjudge
import AdjudgeBase

/// Ties a verdict to the row that it was given for: a hash of the row's bytes and of how it was read. Each output
/// row carries its own, so that what is left after a kill at any byte can be held against the input.
public struct RowFingerprint: Sendable {
    /// 64 bits.
    public struct Value: Sendable, Equatable {
        let bits: UInt64

        /// The value that 16 hexadecimal digits spell.
        init?(hexadecimal text: Bytes) {
            guard text.count == 16, let bits = UInt64(text.string, radix: 16) else { return nil }
            self.bits = bits
        }

        init(bits: UInt64) { self.bits = bits }
    }

    private let settings: UInt64

    /// Fingerprints of rows that are read by `dialect` and `map`; a dialect that is found out follows from the rows.
    /// `onError` counts as far as rows are written differently; `groups` is what options ask of groups.
    public init(_ dialect: Dialect?, _ map: FieldMap, onError: Plan.ErrorPolicy, groups: String = "") {
        let text =
            "\(dialect?.rawValue ?? "") \(onError == .zero ? "zero" : "null") \(map.description)\(groups)"
        settings = withBytes(of: text) { $0.hash64() }
    }

    /// The fingerprint of a row. O(row).
    public func of(_ row: Bytes) -> Value { Value(bits: row.hash64() ^ settings) }

    /// The fingerprint of one response of a row with several. O(row).
    public func of(_ row: Bytes, choice: Int) -> Value {
        Value(bits: row.hash64(seed: UInt64(truncatingIfNeeded: choice) &+ 1) ^ settings)
    }
}

extension ByteWriter {
    /// Appends 16 hexadecimal digits.
    mutating func append(_ fingerprint: RowFingerprint.Value) {
        let digits = reserve(16)
        for place in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: fingerprint.bits &>> UInt64(60 - 4 * place)) & 15
            digits[place] = digit < 10 ? 0x30 + digit : 0x57 + digit
        }
        written(16)
    }
}
