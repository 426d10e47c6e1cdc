/// A list that its owner fills, reads and empties again and again: what a ``MathTree`` is made of.
///
/// A handle on memory of its own, which the owner gives back by ``free()``. An array in a class asks at every step
/// whether somebody else holds it or is changing it; of a pile there is one owner, which need not be asked.
/// Reading beyond the end traps.
struct Pile<Element> {
    private struct Contents {
        var elements: UnsafeMutablePointer<Element>
        var count: Int
        var capacity: Int
    }

    private let contents: UnsafeMutablePointer<Contents>

    /// An empty pile.
    init() {
        contents = .allocate(capacity: 1)
        contents.initialize(to: Contents(elements: .allocate(capacity: 16), count: 0, capacity: 16))
    }

    /// Gives the memory back; the pile is used no more.
    func free() {
        removeAll()
        contents.pointee.elements.deallocate()
        contents.deallocate()
    }

    @inline(__always)
    var count: Int { contents.pointee.count }

    @inline(__always)
    subscript(_ index: Int) -> Element {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
        return contents.pointee.elements[index]
    }

    /// The element at `index`; nil where there is none.
    @inline(__always)
    func element(at index: Int) -> Element? {
        UInt(bitPattern: index) < UInt(bitPattern: count) ? contents.pointee.elements[index] : nil
    }

    /// Appends an element; returns its index. Amortised O(1).
    @inline(__always) @discardableResult
    func append(_ element: consuming Element) -> Int {
        let index = count
        if index == contents.pointee.capacity { grow() }
        (contents.pointee.elements + index).initialize(to: element)
        contents.pointee.count = index + 1
        return index
    }

    /// Changes the element at `index`.
    @inline(__always)
    func change(_ index: Int, _ body: (inout Element) -> Void) {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
        body(&contents.pointee.elements[index])
    }

    /// Forgets everything, keeping the memory.
    @inline(__always)
    func removeAll() {
        contents.pointee.elements.deinitialize(count: count)
        contents.pointee.count = 0
    }

    /// Forgets all but the first `count` elements, keeping the memory.
    @inline(__always)
    func truncate(to count: Int) {
        let (old, elements) = (self.count, contents.pointee.elements)
        precondition(count >= 0 && count <= old)
        (elements + count).deinitialize(count: old - count)
        contents.pointee.count = count
    }

    @inline(never)
    private func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: 2 * contents.pointee.capacity)
        larger.moveInitialize(from: contents.pointee.elements, count: count)
        contents.pointee.elements.deallocate()
        contents.pointee.elements = larger
        contents.pointee.capacity *= 2
    }
}
