import AdjudgeWire
import Glibc

/// The buffer that lines are read into.
final class LineBlock {
    private(set) var memory: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int

    init(capacity: Int) throws(InputError) {
        self.capacity = capacity
        memory = try LineBlock.allocate(capacity)
    }

    deinit { free(memory) }

    /// Resizes the buffer to `size` bytes and keeps the first `count`.
    func resize(_ size: Int, keeping count: Int) throws(InputError) {
        let other = try LineBlock.allocate(size)
        other.update(from: memory, count: count)
        free(memory)
        (memory, capacity) = (other, size)
    }

    /// Allocates with malloc, which reports failure: the input decides how large a row is.
    private static func allocate(_ size: Int) throws(InputError) -> UnsafeMutablePointer<UInt8> {
        guard let memory = malloc(size) else {
            throw InputError(description: "found no memory for a row of up to \(size) bytes", cause: .memory)
        }
        return memory.assumingMemoryBound(to: UInt8.self)
    }
}
