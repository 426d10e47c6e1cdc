import Glibc

/// A monotonic clock. It decides when to write and to report, never a verdict.
enum SteadyClock {
    /// Seconds since an arbitrary moment in the past.
    static var seconds: Double {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
    }
}
