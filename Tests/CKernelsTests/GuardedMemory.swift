import Glibc

/// Writable pages between two pages that may not be touched: a read or a write one byte outside ends the process.
final class GuardedMemory {
    let start: UnsafeMutablePointer<UInt8>
    let count: Int
    private let mapping: UnsafeMutableRawPointer
    private let mappedCount: Int

    /// `atLeast` is rounded up to whole pages.
    init(atLeast: Int) {
        let page = sysconf(Int32(_SC_PAGESIZE))
        count = (atLeast + page - 1) / page * page
        mappedCount = count + 2 * page
        mapping = mmap(nil, mappedCount, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)!
        precondition(mapping != MAP_FAILED, "mmap failed")
        precondition(mprotect(mapping + page, count, PROT_READ | PROT_WRITE) == 0, "mprotect failed")
        start = (mapping + page).assumingMemoryBound(to: UInt8.self)
    }

    deinit {
        munmap(mapping, mappedCount)
    }

    /// Copies `bytes` so that they begin at `offset`.
    func place(_ bytes: [UInt8], at offset: Int) -> UnsafeMutablePointer<UInt8> {
        precondition(offset >= 0 && offset + bytes.count <= count)
        bytes.withUnsafeBufferPointer { source in
            if let from = source.baseAddress {
                (start + offset).update(from: from, count: source.count)
            }
        }
        return start + offset
    }

    /// Copies `bytes` so that they end where the untouchable page begins.
    func placeAtEnd(_ bytes: [UInt8]) -> UnsafeMutablePointer<UInt8> {
        place(bytes, at: count - bytes.count)
    }

    func fill(_ byte: UInt8) {
        start.update(repeating: byte, count: count)
    }
}
