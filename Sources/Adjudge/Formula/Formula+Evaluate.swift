import Glibc

extension Formula {
    /// The value of a formula.
    enum Value: Equatable {
        case finite(Double)
        /// A part that the formula needs has no reward.
        case missing
        /// The arithmetic left the finite numbers: a division by zero, a root of a negative, an overflow.
        case notFinite
    }

    /// The value of a part without a reward that may not be left out.
    static let needed = -Double.infinity
    /// The value of a part without a reward that may be left out.
    static let droppable = Double.nan

    /// The value of the formula. `parts` gives each part's reward, or one of the above where there is none; it is asked
    /// for the parts that are reached, in order. `stack` has room for `depth` values. O(operations).
    ///
    /// On the stack a failed value is positive infinity, so that whatever uses it fails.
    func evaluate(stack: UnsafeMutablePointer<Double>, parts: (Int) -> Double) -> Value {
        var top = 0
        var position = 0
        while position < operations.count {
            let operation = operations[position]
            position += 1
            switch operation {
            case .jump(let target): position = target
            case .branch(let otherwise, let end):
                let condition = stack[top - 1]
                if !condition.isFinite {
                    position = end
                } else {
                    top -= 1
                    if condition == 0 { position = otherwise }
                }
            case .constant(let value):
                stack[top] = value
                top += 1
            case .part(let index):
                stack[top] = parts(index)
                top += 1
            case .add where (stack[top - 2] + stack[top - 1]).isFinite:
                // A finite sum or product has two values that are there.
                top -= 1
                stack[top - 1] += stack[top]
            case .multiply where (stack[top - 2] * stack[top - 1]).isFinite:
                top -= 1
                stack[top - 1] *= stack[top]
            default:
                let count = operation.operands
                top -= count
                stack[top] = Formula.apply(operation, stack + top, count, parts)
                top += 1
            }
        }
        if stack[0].isFinite { return .finite(stack[0]) }
        return stack[0] == .infinity ? .notFinite : .missing
    }

    static func apply(
        _ operation: Operation, _ values: UnsafeMutablePointer<Double>, _ count: Int, _ parts: (Int) -> Double
    ) -> Double {
        switch operation {
        case .constant(let value): return value
        case .part(let index): return parts(index)
        default: break
        }
        var missing = 0
        for index in 0..<count {
            if values[index].isInfinite { return values[index] }
            if values[index].isNaN { missing += 1 }
        }
        if missing == 0 {
            let result = arithmetic(operation, values, count)
            return result.isFinite ? result : .infinity
        }
        guard missing < count else { return .nan }
        switch operation {
        case .add: return values[0].isNaN ? values[1] : values[0]
        case .subtract: return values[0].isNaN ? -values[1] : values[0]
        case .minimum, .maximum: return arithmetic(operation, values, compact(values, count))
        default: return .nan
        }
    }

    private static func arithmetic(
        _ operation: Operation, _ values: UnsafeMutablePointer<Double>, _ count: Int
    ) -> Double {
        switch operation {
        case .constant, .part, .branch, .jump: .nan
        case .add: values[0] + values[1]
        case .subtract: values[0] - values[1]
        case .multiply: values[0] * values[1]
        case .divide: values[0] / values[1]
        case .power: pow(values[0], values[1])
        case .negate: -values[0]
        case .less: values[0] < values[1] ? 1 : 0
        case .lessOrEqual: values[0] <= values[1] ? 1 : 0
        case .greater: values[0] > values[1] ? 1 : 0
        case .greaterOrEqual: values[0] >= values[1] ? 1 : 0
        case .equal: values[0] == values[1] ? 1 : 0
        case .notEqual: values[0] != values[1] ? 1 : 0
        case .minimum: UnsafeBufferPointer(start: values, count: count).min()!
        case .maximum: UnsafeBufferPointer(start: values, count: count).max()!
        case .absolute: values[0].magnitude
        case .floor: values[0].rounded(.down)
        case .ceiling: values[0].rounded(.up)
        case .exponential: exp(values[0])
        case .squareRoot: values[0].squareRoot()
        case .logarithm: log(values[0])
        case .clip: max(values[1], min(values[2], values[0]))
        }
    }

    /// Moves the values that are there to the front; returns how many.
    private static func compact(_ values: UnsafeMutablePointer<Double>, _ count: Int) -> Int {
        var kept = 0
        for index in 0..<count where !values[index].isNaN {
            values[kept] = values[index]
            kept += 1
        }
        return kept
    }
}
