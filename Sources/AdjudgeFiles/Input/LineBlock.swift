import AdjudgeWire
import Glibc

/// The memory that lines are read into.
final class LineBlock {
    private(set) var memory: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int

    init(capacity: Int) throws(InputError) {
        self.capacity = capacity
        memory = try LineBlock.allocate(capacity)
    }

    deinit { free(memory) }

    /// Makes room for `size` bytes, of which the first `count` are kept.
    func resize(_ size: Int, keeping count: Int) throws(InputError) {
        let other = try LineBlock.allocate(size)
        other.update(from: memory, count: count)
        free(memory)
        (memory, capacity) = (other, size)
    }

    /// By malloc, which says when there is none: what a row takes is for the input to choose.
    private static func allocate(_ size: Int) throws(InputError) -> UnsafeMutablePointer<UInt8> {
        guard let memory = malloc(size) else {
            throw InputError(description: "found no memory for a row of up to \(size) bytes", cause: .memory)
        }
        return memory.assumingMemoryBound(to: UInt8.self)
    }
}
