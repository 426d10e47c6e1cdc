import AdjudgeBase

/// A view of a text's code points, or of the numbers that stand for its words: what distances are counted in.
///
/// Python's packages count code points, so one of more than one byte counts once. The owner of the memory, usually a
/// worker's arena, outlives the view.
public struct CodePoints {
    /// The first element.
    public let start: UnsafePointer<UInt32>
    /// How many there are.
    public let count: Int

    /// A view of `count` elements.
    @inlinable
    public init(start: UnsafePointer<UInt32>, count: Int) {
        self.start = start
        self.count = count
    }

    /// The code points of `text`; an ill-formed byte is U+FFFD. O(text).
    public init(_ text: Bytes, _ arena: Arena) { self.init(text, arena, isASCII: text.isASCII) }

    /// The same where it is known whether the text is ASCII.
    public init(_ text: Bytes, _ arena: Arena, isASCII: Bool) {
        let memory = arena.array(of: UInt32.self, text.count)
        var written = 0
        var at = 0
        if isASCII {
            while at < text.count {
                memory[at] = UInt32(text.start[at])
                at += 1
            }
            written = text.count
        }
        while at < text.count {
            let byte = text.start[at]
            let (scalar, length) = byte < 0x80 ? (UInt32(byte), 1) : text.scalar(at: at)
            memory[written] = scalar ?? 0xFFFD
            written += 1
            at += length
        }
        self.init(start: memory, count: written)
    }

    /// The element at an index inside the view.
    @inlinable @inline(__always)
    public subscript(_ index: Int) -> UInt32 { start[index] }

    /// A part of the view; the range lies inside it.
    @inlinable
    public subscript(_ range: Range<Int>) -> CodePoints {
        CodePoints(start: start + range.lowerBound, count: range.count)
    }

    /// True when there is none.
    @inlinable
    public var isEmpty: Bool { count == 0 }

    /// How many elements both views begin with alike. O(count).
    @inlinable
    public func commonPrefix(_ other: CodePoints) -> Int {
        let most = min(count, other.count)
        var length = 0
        while length < most, start[length] == other.start[length] { length += 1 }
        return length
    }

    /// How many elements both views end with alike. O(count).
    @inlinable
    public func commonSuffix(_ other: CodePoints) -> Int {
        let most = min(count, other.count)
        var length = 0
        while length < most, start[count - 1 - length] == other.start[other.count - 1 - length] { length += 1 }
        return length
    }

    /// Both views without what they begin and end with alike: no distance depends on it. O(count).
    @inlinable
    public func trimmed(with other: CodePoints) -> (CodePoints, CodePoints) {
        let prefix = commonPrefix(other)
        let (left, right) = (self[prefix..<count], other[prefix..<other.count])
        let suffix = left.commonSuffix(right)
        return (left[0..<left.count - suffix], right[0..<right.count - suffix])
    }
}

extension CodePoints {
    /// True when both views hold the same elements. O(count).
    @inlinable
    public static func == (left: CodePoints, right: CodePoints) -> Bool {
        left.count == right.count && left.commonPrefix(right) == left.count
    }

    /// The order of Python's strings: by code point, a prefix first. O(count).
    @inlinable
    public static func < (left: CodePoints, right: CodePoints) -> Bool {
        let shared = left.commonPrefix(right)
        if shared == right.count { return false }
        return shared == left.count || left[shared] < right[shared]
    }
}

extension Arena {
    /// Uninitialised room for `count` elements, aligned for them.
    @inlinable
    public func array<Element>(of type: Element.Type, _ count: Int) -> UnsafeMutablePointer<Element> {
        let alignment = MemoryLayout<Element>.alignment
        let raw = UnsafeMutableRawPointer(allocate(count * MemoryLayout<Element>.stride + alignment))
        return raw.alignedUp(toMultipleOf: alignment).bindMemory(to: type, capacity: count)
    }

    /// Room for `count` elements, each `value`.
    @inlinable
    public func array<Element>(repeating value: Element, _ count: Int) -> UnsafeMutablePointer<Element> {
        let memory = array(of: Element.self, count)
        memory.initialize(repeating: value, count: count)
        return memory
    }
}
