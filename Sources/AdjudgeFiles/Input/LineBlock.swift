import Glibc

/// The memory that lines are read into.
final class LineBlock {
    private(set) var memory: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        memory = .allocate(capacity: capacity)
    }

    deinit { memory.deallocate() }

    /// Makes room for `size` bytes, of which the first `count` are kept.
    func resize(_ size: Int, keeping count: Int) {
        let other = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
        other.update(from: memory, count: count)
        memory.deallocate()
        (memory, capacity) = (other, size)
    }
}
