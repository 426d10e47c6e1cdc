import Glibc

/// What a child is reading, kept where its parent can look after its death: a file that both map.
struct Ledger {
    private let memory: UnsafeMutablePointer<Int>

    /// Opens the ledger at `path`, which is made where it is missing.
    init(_ path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
        guard descriptor >= 0, ftruncate(descriptor, 4096) == 0,
            let memory = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), memory != MAP_FAILED
        else {
            print("torn: found \(path) that cannot be mapped, expected a file in a folder that can be written")
            exit(2)
        }
        close(descriptor)
        self.memory = memory.assumingMemoryBound(to: Int.self)
    }

    /// The number of the text that is being read.
    var number: Int {
        get { memory[0] }
        nonmutating set { memory[0] = newValue }
    }

    /// How many texts were read.
    var count: Int {
        get { memory[1] }
        nonmutating set { memory[1] = newValue }
    }

    /// How many parts of the grader failed inside.
    var failures: Int {
        get { memory[2] }
        nonmutating set { memory[2] = newValue }
    }

    /// The longest time that one text took, in microseconds, and its number.
    var slowest: (microseconds: Int, number: Int) {
        get { (memory[3], memory[4]) }
        nonmutating set { (memory[3], memory[4]) = newValue }
    }
}
