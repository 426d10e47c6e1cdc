/// Keeps calls from a server that is down: after many failures in a row they wait, and after several such waits they
/// fail at once, but for one at a time that tries.
struct Breaker: Sendable {
    /// So many failures in a row open it.
    private static let most = 20
    /// It waits so long the first time, twice as long the next, in milliseconds.
    private static let firstWait = 5_000.0
    private static let longestWait = 30_000.0
    /// So many waits in a row mean that the server is down.
    private static let waits = 3

    private var failures = 0
    private var openings = 0
    /// Calls wait until then.
    private(set) var openUntil = 0.0

    /// Whether calls should fail instead of waiting.
    func isDown(_ now: Double) -> Bool { openings >= Breaker.waits && now < openUntil }

    /// Whether one call at a time is enough until one comes back.
    var isTrying: Bool { openings > 0 }

    mutating func succeed() { self = Breaker() }

    mutating func fail(_ now: Double) {
        failures += 1
        guard failures >= Breaker.most || isTrying, now >= openUntil else { return }
        openings += 1
        failures = 0
        openUntil = now + min(Breaker.firstWait * Double(1 << min(openings - 1, 8)), Breaker.longestWait)
    }
}
