/// A bump allocator for the temporary data of one sample, such as unescaped strings and folded answers.
///
/// One per worker; not thread-safe. Allocations are valid until ``reset()``. The memory itself is reused for the next
/// sample, except that a block larger than `Arena.keptBytes` is freed, so that one huge row does not stay resident.
public final class Arena {
    /// The most memory that an arena keeps across ``reset()``, in bytes.
    public static let keptBytes = 1 << 22

    private var blocks: [UnsafeMutableRawBufferPointer] = []
    @usableFromInline var current: UnsafeMutablePointer<UInt8>
    @usableFromInline var used = 0
    @usableFromInline var capacity: Int

    /// An arena whose first block has room for `capacity` bytes.
    public init(capacity: Int = 1 << 14) {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: max(capacity, 64), alignment: 16)
        blocks = [block]
        current = block.baseAddress!.assumingMemoryBound(to: UInt8.self)
        self.capacity = block.count
    }

    deinit {
        for block in blocks { block.deallocate() }
    }

    /// Uninitialised room for `count` bytes, aligned to one byte. Amortised O(1).
    @inlinable
    public func allocate(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        if used + count > capacity { grow(count) }
        defer { used += count }
        return current + used
    }

    /// Shrinks the last allocation, which began at `start`, to `count` bytes.
    @inlinable
    public func shrinkLast(_ start: UnsafeMutablePointer<UInt8>, to count: Int) {
        used = (start - current) + count
    }

    /// A copy of `bytes` that lives until ``reset()``.
    public func copy(_ bytes: Bytes) -> Bytes {
        let to = allocate(bytes.count)
        to.update(from: bytes.start, count: bytes.count)
        return Bytes(start: to, count: bytes.count)
    }

    /// Invalidates all allocations. O(1) unless the arena has grown.
    public func reset() {
        used = 0
        if blocks.count > 1 { shrink() }
    }

    @usableFromInline
    @inline(never)
    func grow(_ count: Int) {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, capacity * 2), alignment: 16)
        blocks.append(block)
        current = block.baseAddress!.assumingMemoryBound(to: UInt8.self)
        capacity = block.count
        used = 0
    }

    private func shrink() {
        let keep = blocks.last(where: { $0.count <= Arena.keptBytes }) ?? blocks[0]
        for block in blocks where block.baseAddress != keep.baseAddress { block.deallocate() }
        blocks = [keep]
        current = keep.baseAddress!.assumingMemoryBound(to: UInt8.self)
        capacity = keep.count
    }
}
