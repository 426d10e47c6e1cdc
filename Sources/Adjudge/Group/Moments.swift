/// The count, mean, deviation and extremes of numbers that come one at a time, in one pass.
public struct Moments: Sendable, Equatable {
    /// How many numbers.
    public private(set) var count = 0
    private var runningMean = 0.0
    private var squares = 0.0
    private var least = Double.infinity
    private var greatest = -Double.infinity

    /// The moments of no numbers.
    public init() {}

    /// The moments of `values`.
    public init(_ values: some Sequence<Double>) { for value in values { add(value) } }

    /// Adds a number, by Welford's recurrence: no cancellation.
    public mutating func add(_ value: Double) {
        count += 1
        let delta = value - runningMean
        runningMean += delta / Double(count)
        squares += delta * (value - runningMean)
        least = min(least, value)
        greatest = max(greatest, value)
    }

    /// The mean; nil of no numbers.
    public var mean: Double? { count > 0 ? runningMean : nil }
    /// The standard deviation of the population; nil of no numbers.
    public var deviation: Double? { count > 0 ? (squares / Double(count)).squareRoot() : nil }
    /// The standard deviation of a sample (Bessel's correction), as `torch.std` gives it; nil of fewer than two numbers.
    public var sampleDeviation: Double? { count > 1 ? (squares / Double(count - 1)).squareRoot() : nil }
    /// The least number; nil of none.
    public var minimum: Double? { count > 0 ? least : nil }
    /// The greatest number; nil of none.
    public var maximum: Double? { count > 0 ? greatest : nil }
}
