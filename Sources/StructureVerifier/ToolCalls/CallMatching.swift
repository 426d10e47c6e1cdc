import AdjudgeBase

/// Pairs expected calls with calls that were made, as many as can be: a maximum matching, which no order of the calls
/// changes. Equal calls are one class, so that many alike cost one comparison.
struct CallMatching {
    private let scratch: Scratch
    private let comparison: JSONComparison
    private let expected: [ToolCall]
    private let actual: [ToolCall]

    /// Up to so many calls on either side each is compared with each: that costs less than finding those alike.
    private static let fewCalls = 8

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
        if expected.count <= CallMatching.fewCalls, actual.count <= CallMatching.fewCalls { return mostOfFew(matches) }
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

    /// A maximum matching by augmenting paths (Kuhn 1955), with a row's candidates as the bits of a byte.
    private func mostOfFew(_ matches: (ToolCall, ToolCall) -> Bool) -> Int {
        var candidates: SIMD8<UInt8> = .zero
        var partners = SIMD8<Int8>(repeating: -1)
        for row in expected.indices {
            for column in actual.indices where matches(expected[row], actual[column]) {
                candidates[row] |= 1 << UInt8(column)
            }
        }
        func augment(_ row: Int, _ visited: inout UInt8) -> Bool {
            while true {
                let open = candidates[row] & ~visited
                guard open != 0 else { return false }
                let column = open.trailingZeroBitCount
                visited |= 1 << UInt8(column)
                if partners[column] < 0 || augment(Int(partners[column]), &visited) {
                    partners[column] = Int8(row)
                    return true
                }
            }
        }
        var total = 0
        for row in expected.indices {
            var visited: UInt8 = 0
            if augment(row, &visited) { total += 1 }
        }
        scratch.spend(expected.count * actual.count)
        return total
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
