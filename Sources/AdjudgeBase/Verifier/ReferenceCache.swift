/// A checker's cache of parsed references: the rollouts of a group repeat the same reference 8 to 64 times.
///
/// Direct-mapped and bounded: each slot holds the latest reference that hashes to it, in memory that it reuses. A hit
/// saves time and never changes a verdict. O(reference) per look-up.
public struct ReferenceCache<Parsed>: ~Copyable {
    @usableFromInline
    struct Slot {
        @usableFromInline var key = Bytes.empty
        /// The capacity of the memory at `key`, in bytes.
        @usableFromInline var capacity = 0
        @usableFromInline var parsed: Parsed?

        @inlinable
        init() {}

        /// Replaces the key, reusing its memory if it fits.
        @inlinable
        mutating func keep(_ reference: Bytes) {
            if capacity < reference.count {
                free()
                capacity = max(32, reference.count)
                key = Bytes(start: UnsafeMutablePointer<UInt8>.allocate(capacity: capacity), count: 0)
            }
            guard capacity > 0 else { return }
            let memory = UnsafeMutablePointer(mutating: key.start)
            memory.update(from: reference.start, count: reference.count)
            key = Bytes(start: memory, count: reference.count)
        }

        @inlinable
        func free() { if capacity > 0 { key.start.deallocate() } }
    }

    /// The longest reference that is cached, in bytes; longer ones are parsed each time.
    @inlinable
    public static var maxKeyBytes: Int { 1 << 12 }

    @usableFromInline let slots: UnsafeMutableBufferPointer<Slot>

    /// A cache with `slots` slots, a power of two.
    @inlinable
    public init(slots: Int = 512) {
        precondition(slots > 0 && slots & (slots - 1) == 0)
        self.slots = .allocate(capacity: slots)
        for index in 0..<slots { self.slots.initializeElement(at: index, to: Slot()) }
    }

    @inlinable
    deinit {
        for slot in slots { slot.free() }
        slots.deinitialize().deallocate()
    }

    /// The result of `parse` for `reference`, cached.
    @inlinable
    public func parsed(_ reference: Bytes, _ parse: (Bytes) -> Parsed) -> Parsed {
        parsed(reference) { reference, _ in parse(reference) }
    }

    /// The same; `parse` is also given what the slot held for another reference, so that an object can be filled anew.
    @inlinable
    public func parsed(_ reference: Bytes, _ parse: (Bytes, Parsed?) -> Parsed) -> Parsed {
        guard reference.count <= Self.maxKeyBytes else { return parse(reference, nil) }
        let slot = slots.baseAddress! + Int(truncatingIfNeeded: reference.hash64() & UInt64(slots.count - 1))
        if let parsed = slot.pointee.parsed, slot.pointee.key == reference { return parsed }
        let parsed = parse(reference, slot.pointee.parsed)
        slot.pointee.keep(reference)
        slot.pointee.parsed = parsed
        return parsed
    }
}
