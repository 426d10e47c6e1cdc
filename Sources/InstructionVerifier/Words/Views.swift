import AdjudgeBase
import AdjudgeProse

/// A list of views in a worker's arena: words, sentences, lines of a text.
struct Views: RandomAccessCollection {
    private var views: UnsafeMutablePointer<Bytes>
    private var capacity: Int
    private(set) var count = 0
    // Not counted: the worker holds it.
    private unowned(unsafe) let arena: Arena

    /// An empty list with room for some views; it grows.
    init(room: Int, _ arena: Arena) {
        views = arena.array(of: Bytes.self, room)
        capacity = room
        self.arena = arena
    }

    /// Amortised O(1).
    @inline(__always)
    mutating func append(_ view: Bytes) {
        if count == capacity { grow() }
        (views + count).initialize(to: view)
        count += 1
    }

    mutating func removeLast(_ number: Int) { count -= number }

    @inline(never)
    private mutating func grow() {
        capacity = Swift.max(2 * capacity, 16)
        let larger = arena.array(of: Bytes.self, capacity)
        larger.update(from: views, count: count)
        views = larger
    }

    var startIndex: Int { 0 }
    var endIndex: Int { count }

    /// The view at an index inside the list.
    @inline(__always)
    subscript(_ index: Int) -> Bytes { views[index] }
}
