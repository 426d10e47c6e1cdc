/// A bound on how much may pass in a minute: the generic cell rate algorithm.
///
/// Each unit moves a moment into the future, and nothing passes while it is more than a burst ahead. O(1).
/// Source: ITU-T I.371, annex A.
struct Pace: Sendable {
    /// How many milliseconds one unit takes.
    private let cost: Double
    /// How far ahead the moment may be, in milliseconds.
    private let burst: Double
    private var moment = 0.0

    /// At most `perMinute` units a minute, a tenth of them at once.
    init(perMinute: Double) {
        cost = 60_000 / perMinute
        burst = max(6_000, cost)
    }

    /// The milliseconds until something may pass; 0 for at once.
    func delay(_ now: Double) -> Double { max(0, moment - now - burst + cost) }

    /// `amount` units passed.
    mutating func pass(_ amount: Double, _ now: Double) { moment = max(moment, now) + amount * cost }
}
