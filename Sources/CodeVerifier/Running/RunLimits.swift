import CSandbox

/// The limits of one run.
struct RunLimits: Sendable, Equatable {
    /// CPU time of the program and all that it starts, in seconds.
    var cpuSeconds = 10.0
    /// Wall time from the program's start, in seconds; nil: three times the CPU time and a second more.
    var wallSeconds: Double?
    /// Memory in MiB.
    var memoryMB = 512
    /// Standard output, and each written file, in MiB.
    var outputMB = 16
    /// Processes and threads at once.
    var processes = 64

    /// The limits in C's form.
    var c: sandbox_limits {
        var limits = sandbox_limits()
        limits.cpu = UInt64(cpuSeconds * 1e6)
        limits.wall = UInt64((wallSeconds ?? 0) * 1e6)
        limits.memory = UInt64(memoryMB) << 20
        limits.output = UInt64(outputMB) << 20
        limits.processes = UInt32(processes)
        return limits
    }
}
