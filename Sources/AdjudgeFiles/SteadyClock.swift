import Glibc

/// A clock that never goes back: when to write and to report, never what the verdict is.
enum SteadyClock {
    /// Seconds since some moment in the past.
    static var seconds: Double {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
    }
}
