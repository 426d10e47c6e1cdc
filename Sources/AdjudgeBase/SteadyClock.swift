import Glibc

/// A clock that only goes forward, whatever is done to the machine's time. It decides when to write, to call or to give
/// up a call, never a verdict.
public enum SteadyClock {
    /// Milliseconds since an arbitrary moment in the past.
    public static var milliseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) * 1e-6
    }
}
