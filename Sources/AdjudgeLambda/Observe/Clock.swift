import Glibc

/// The time of day.
enum Clock {
    /// A moment, in microseconds since 1970.
    struct Instant: Sendable, Comparable {
        var microseconds: Int

        static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

        /// Whole milliseconds since 1970.
        var milliseconds: Int { microseconds / 1000 }

        /// `2026-01-02T03:04:05.678Z`.
        var timestamp: String {
            let parts = calendar
            return "\(parts.year)-\(pad(parts.month))-\(pad(parts.day))T\(pad(parts.hour)):\(pad(parts.minute)):"
                + "\(pad(parts.second)).\(pad(milliseconds % 1000, 3))Z"
        }

        private var calendar: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
            var seconds = time_t(microseconds / 1_000_000)
            var parts = tm()
            gmtime_r(&seconds, &parts)
            return (
                Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday), Int(parts.tm_hour),
                Int(parts.tm_min), Int(parts.tm_sec)
            )
        }

        private func pad(_ value: Int, _ width: Int = 2) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
    }

    /// The current time.
    static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: time.tv_sec * 1_000_000 + time.tv_nsec / 1000)
    }
}
