/// One byte of each of several phrases, chosen so that few bytes of a text are any of them: what to look for first.
struct RareBytes: Sendable {
    /// Where in phrases a byte stands.
    struct Place: Sendable {
        /// How far the phrase begins before it.
        let offset: Int
        /// What the phrases with that offset begin with.
        var firstBytes: ByteSet
    }

    /// The bytes, letters of ASCII in both cases.
    private let members: ByteSet
    /// What stands before them in the phrases; nil where a phrase has nothing before its byte.
    private let before: ByteSet?
    /// The places of all bytes, byte by byte.
    private let places: [Place]
    /// Where the places of a byte begin in `places`, and where those of 255 end.
    private let starts: [Int]

    /// The bytes of phrases in lower case, none of them empty. What stands before a colon may be apart from it in a
    /// text, so that only bytes before the first colon are taken. `contiguous` says how many bytes of a phrase follow
    /// one another in every text that holds it.
    init(of phrases: [Bytes], contiguous: (Bytes) -> Int) {
        var places = [[Place]](repeating: [], count: 256)
        var members = ByteSet("")
        var before: ByteSet? = ByteSet("")
        for phrase in phrases {
            let colon = phrase.suffix(from: 1).find(Bytes(":")).map { $0 + 1 } ?? phrase.count
            // A byte that is looked for anyway costs nothing.
            let cost = { (at: Int) in members.contains(phrase[at]) ? 0 : RareBytes.frequency(phrase[at]) }
            let at = (0..<colon).min { cost($0) < cost($1) }!
            for byte in RareBytes.cases(phrase[at]) {
                members.insert(byte)
                let known = places[Int(byte)].firstIndex { $0.offset == at }
                var place = known.map { places[Int(byte)][$0] } ?? Place(offset: at, firstBytes: ByteSet(""))
                for first in RareBytes.cases(phrase[0]) { place.firstBytes.insert(first) }
                if let known { places[Int(byte)][known] = place } else { places[Int(byte)].append(place) }
            }
            if at > 0, at <= contiguous(phrase) {
                for byte in RareBytes.cases(phrase[at - 1]) { before?.insert(byte) }
            } else {
                before = nil
            }
        }
        self.members = members
        self.before = before
        starts = places.reduce(into: [0]) { $0.append($0.last! + $1.count) }
        self.places = places.flatMap(\.self)
    }

    /// The last place from `start` to before `end` where one of the bytes may be part of a phrase. O(end - start).
    @inline(__always)
    func last(in text: Bytes, from start: Int, before end: Int) -> Int? {
        guard let before else { return text[start..<end].findLast(in: members).map { start + $0 } }
        var end = end
        while let found = text[start..<end].findLast(in: before, before: members) {
            let at = start + found + 1
            if at < end { return at }
            // What ends the part has nothing behind it there, and hides what it may stand behind.
            end -= 1
            if end > start, members.contains(text[end]), before.contains(text[end - 1]) { return end }
        }
        return nil
    }

    /// The places of `byte`, for ``subscript(_:)``.
    func places(of byte: UInt8) -> Range<Int> { starts[Int(byte)]..<starts[Int(byte) + 1] }

    /// One place.
    subscript(_ place: Int) -> Place { places[place] }

    private static func cases(_ byte: UInt8) -> [UInt8] {
        byte >= 0x61 && byte <= 0x7A ? [byte, byte - 0x20] : [byte]
    }

    /// How many of 1,000 bytes of English prose are `byte`, roughly: letters by their known frequencies, of UTF-8 the
    /// bytes that lead a whole block of characters above those that tell them apart.
    private static func frequency(_ byte: UInt8) -> Int {
        switch byte {
        case 0x61...0x7A:
            [64, 12, 22, 33, 99, 17, 16, 48, 55, 1, 6, 32, 19, 54, 58, 15, 1, 47, 49, 71, 22, 8, 18, 1, 16, 1][
                Int(byte - 0x61)]
        case 0x20: 170
        case 0x30...0x39: 20
        case 0xC0...0xFF: 40
        default: 5
        }
    }
}
