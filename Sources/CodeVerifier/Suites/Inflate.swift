/// Decompression of zlib data (RFC 1950 and 1951), for tests that come compressed. Not zlib's own: distributions build
/// its static library for programs only, not as part of another library, and a shared one would be one more thing that
/// the library, the wheel and the Lambda zip need.
struct Inflate {
    private let input: [UInt8]
    private var at = 0
    private var bits: UInt64 = 0
    private var bitCount = 0
    private var output: [UInt8] = []
    private let limit: Int

    /// The content of zlib data; nil when it is malformed, fails its checksum or is longer than `limit`. O(content).
    static func zlib(_ data: [UInt8], limit: Int) -> [UInt8]? {
        guard data.count > 6, data[0] & 15 == 8, (Int(data[0]) << 8 | Int(data[1])) % 31 == 0, data[1] & 0x20 == 0
        else {
            return nil
        }
        var inflate = Inflate(input: Array(data[2...]), limit: limit)
        guard inflate.blocks() else { return nil }
        inflate.bitCount -= inflate.bitCount % 8
        var checksum: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = inflate.take(8) else { return nil }
            checksum = UInt32(byte) | checksum << 8
        }
        return checksum == adler32(inflate.output) ? inflate.output : nil
    }

    private init(input: [UInt8], limit: Int) {
        self.input = input
        self.limit = limit
    }

    private static func adler32(_ bytes: [UInt8]) -> UInt32 {
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            a = (a + UInt32(byte)) % 65521
            b = (b + a) % 65521
        }
        return b << 16 | a
    }

    private mutating func take(_ count: Int) -> Int? {
        while bitCount < count {
            guard at < input.count else { return nil }
            bits |= UInt64(input[at]) << UInt64(bitCount)
            at += 1
            bitCount += 8
        }
        defer {
            bits >>= UInt64(count)
            bitCount -= count
        }
        return Int(bits & (1 << UInt64(count) - 1))
    }

    private mutating func blocks() -> Bool {
        while true {
            guard let last = take(1), let kind = take(2) else { return false }
            switch kind {
            case 0: guard stored() else { return false }
            case 1: guard compressed(Code.fixedLiterals, Code.fixedDistances) else { return false }
            case 2:
                guard let (literals, distances) = dynamicCodes(), compressed(literals, distances) else { return false }
            default: return false
            }
            if last == 1 { return true }
        }
    }

    private mutating func stored() -> Bool {
        let odd = bitCount % 8
        bits >>= UInt64(odd)
        bitCount -= odd
        guard let count = take(16), let check = take(16), count == ~check & 0xFFFF, output.count + count <= limit else {
            return false
        }
        for _ in 0..<count {
            guard let byte = take(8) else { return false }
            output.append(UInt8(byte))
        }
        return true
    }

    private mutating func compressed(_ literals: Code, _ distances: Code) -> Bool {
        while true {
            guard let symbol = decode(literals) else { return false }
            if symbol < 256 {
                guard output.count < limit else { return false }
                output.append(UInt8(symbol))
                continue
            }
            if symbol == 256 { return true }
            guard symbol - 257 < 29, let extra = take(Inflate.lengthExtra[symbol - 257]) else { return false }
            let length = Inflate.lengthBase[symbol - 257] + extra
            guard let slot = decode(distances), slot < 30, let more = take(Inflate.distanceExtra[slot]) else {
                return false
            }
            let distance = Inflate.distanceBase[slot] + more
            guard distance <= output.count, output.count + length <= limit else { return false }
            let start = output.count - distance
            for offset in 0..<length { output.append(output[start + offset]) }
        }
    }

    private mutating func decode(_ code: Code) -> Int? {
        var (value, first, index) = (0, 0, 0)
        for length in 1...15 {
            guard let bit = take(1) else { return nil }
            value |= bit
            let count = code.counts[length]
            if value - count < first { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        return nil
    }

    private mutating func dynamicCodes() -> (Code, Code)? {
        guard let literals = take(5), let distances = take(5), let lengths = take(4) else { return nil }
        let (literalCount, distanceCount) = (literals + 257, distances + 1)
        let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
        var sizes = [Int](repeating: 0, count: 19)
        for index in 0..<(lengths + 4) {
            guard let size = take(3) else { return nil }
            sizes[order[index]] = size
        }
        guard let code = Code(sizes) else { return nil }
        var all: [Int] = []
        while all.count < literalCount + distanceCount {
            guard let symbol = decode(code) else { return nil }
            switch symbol {
            case 0...15: all.append(symbol)
            case 16:
                guard let previous = all.last, let more = take(2) else { return nil }
                all += [Int](repeating: previous, count: 3 + more)
            case 17:
                guard let more = take(3) else { return nil }
                all += [Int](repeating: 0, count: 3 + more)
            default:
                guard let more = take(7) else { return nil }
                all += [Int](repeating: 0, count: 11 + more)
            }
        }
        guard all.count == literalCount + distanceCount, let first = Code(Array(all[..<literalCount])),
            let second = Code(Array(all[literalCount...]))
        else { return nil }
        return (first, second)
    }

    private static let lengthBase = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthExtra = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBase = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145,
        8193, 12289, 16385, 24577,
    ]
    private static let distanceExtra = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]

    /// A canonical Huffman code: how many symbols have each length, and the symbols in order of their codes.
    private struct Code: Sendable {
        let counts: [Int]
        let symbols: [Int]

        static let fixedLiterals = Code(
            [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112) + [Int](repeating: 7, count: 24)
                + [Int](repeating: 8, count: 8))!
        static let fixedDistances = Code([Int](repeating: 5, count: 30))!

        /// nil when more symbols have a length than there are codes of it.
        init?(_ lengths: [Int]) {
            var counts = [Int](repeating: 0, count: 16)
            for length in lengths { counts[length] += 1 }
            counts[0] = 0
            var free = 1
            for length in 1...15 {
                free = free * 2 - counts[length]
                if free < 0 { return nil }
            }
            self.counts = counts
            symbols = (1...15).flatMap { length in lengths.indices.filter { lengths[$0] == length } }
        }
    }
}
