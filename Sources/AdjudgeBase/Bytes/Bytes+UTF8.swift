extension Bytes {
    /// The length of the ill-formed UTF-8 sequence at the start of the view, which must not be empty; 0 when the view
    /// starts with a well-formed one. An ill-formed sequence is a maximal subpart (Unicode 3.9, table 3-7), so that
    /// replacing each by one U+FFFD gives the same text as in Swift and Python.
    var illFormedUTF8PrefixCount: Int {
        let continuation: ClosedRange<UInt8> = 0x80...0xBF
        let (following, second): (Int, ClosedRange<UInt8>)
        switch self[0] {
        case 0..<0x80: return 0
        case 0xC2...0xDF: (following, second) = (1, continuation)
        case 0xE0: (following, second) = (2, 0xA0...0xBF)
        case 0xED: (following, second) = (2, 0x80...0x9F)
        case 0xE1...0xEF: (following, second) = (2, continuation)
        case 0xF0: (following, second) = (3, 0x90...0xBF)
        case 0xF1...0xF3: (following, second) = (3, continuation)
        case 0xF4: (following, second) = (3, 0x80...0x8F)
        default: return 1
        }
        for offset in 1...following {
            guard offset < count, (offset == 1 ? second : continuation).contains(self[offset]) else { return offset }
        }
        return 0
    }
}
