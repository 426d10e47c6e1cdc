import AdjudgeBase

/// The content of an object's key, for tables.
package struct Key: Hashable {
    package let bytes: Bytes

    package init(_ bytes: Bytes) { self.bytes = bytes }

    package static func == (left: Key, right: Key) -> Bool { left.bytes == right.bytes }

    package func hash(into hasher: inout Hasher) {
        // Seeded for each process: nobody can prepare keys that collide.
        hasher.combine(bytes: UnsafeRawBufferPointer(start: bytes.start, count: bytes.count))
    }
}
