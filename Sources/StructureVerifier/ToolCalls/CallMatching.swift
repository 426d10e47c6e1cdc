import AdjudgeBase

/// Pairs expected calls with calls that were made, as many as can be: a maximum matching, which no order of the calls
/// changes. Equal calls are one class, so that many alike cost one comparison.
struct CallMatching {
    private let scratch: Scratch
    private let comparison: JSONComparison
    private let expected: [ToolCall]
    private let actual: [ToolCall]

    /// The most pairs of different calls that are compared.
    private static let maxPairs = 100_000

    init(_ expected: [ToolCall], _ actual: [ToolCall], _ scratch: Scratch) {
        self.expected = expected
        self.actual = actual
        self.scratch = scratch
        var comparison = JSONComparison(scratch: scratch)
        comparison.numbers = .strict
        self.comparison = comparison
    }

    /// The most pairs for which `matches` holds; nil where there are too many different calls.
    func most(_ matches: (ToolCall, ToolCall) -> Bool) -> Int? {
        let (left, right) = (classes(expected), classes(actual))
        guard left.count * right.count <= CallMatching.maxPairs else { return nil }
        var edges = [[Int]](repeating: [], count: left.count)
        for (row, mine) in left.enumerated() {
            for (column, other) in right.enumerated() where matches(expected[mine.first], actual[other.first]) {
                edges[row].append(column)
            }
        }
        return flow(edges, left.map(\.count), right.map(\.count))
    }

    private func classes(_ calls: [ToolCall]) -> [(first: Int, count: Int)] {
        var classes: [(first: Int, count: Int)] = []
        var known: [UInt64: [Int]] = [:]
        for (index, call) in calls.enumerated() {
            let hash = call.name.hash64() ^ comparison.hash(call.arguments)
            let same = known[hash]?.first {
                let other = calls[classes[$0].first]
                return other.name == call.name && comparison.equal(other.arguments, call.arguments)
            }
            if let same {
                classes[same].count += 1
            } else {
                known[hash, default: []].append(classes.count)
                classes.append((index, 1))
            }
        }
        return classes
    }

    /// The greatest flow from the left classes to the right ones, by shortest augmenting paths (Edmonds and Karp 1972).
    private func flow(_ edges: [[Int]], _ supply: [Int], _ demand: [Int]) -> Int? {
        var (supply, demand) = (supply, demand)
        var flow = [[Int: Int]](repeating: [:], count: demand.count)
        var total = 0
        for source in supply.indices {
            while supply[source] > 0 {
                var reached = [Int](repeating: -1, count: demand.count)
                var entered = [Int](repeating: -1, count: supply.count)
                var queue = [source]
                var end: Int?
                var next = 0
                entered[source] = -2
                search: while next < queue.count {
                    let row = queue[next]
                    next += 1
                    scratch.spend(edges[row].count + 1)
                    for column in edges[row] where reached[column] < 0 {
                        reached[column] = row
                        if demand[column] > 0 {
                            end = column
                            break search
                        }
                        for (other, amount) in flow[column] where amount > 0 && entered[other] == -1 {
                            entered[other] = column
                            queue.append(other)
                        }
                    }
                }
                guard let end else { break }
                var amount = min(supply[source], demand[end])
                var column = end
                while reached[column] != source {
                    let row = reached[column]
                    column = entered[row]
                    amount = min(amount, flow[column][row]!)
                }
                column = end
                while true {
                    let row = reached[column]
                    flow[column][row, default: 0] += amount
                    if row == source { break }
                    column = entered[row]
                    flow[column][row]! -= amount
                }
                supply[source] -= amount
                demand[end] -= amount
                total += amount
            }
        }
        return total
    }
}
