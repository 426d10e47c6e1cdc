/// A `calculate_output` formula, compiled to a list of operations on a stack.
///
/// Operators `+ - * / ^`, comparisons `< <= > >= == !=`, functions `min max abs floor ceil exp sqrt log if clip`,
/// part names. A part without a reward leaves whatever uses it without a value, except the branch that `if` does not
/// take. A part that may be left out drops out of sums and of `min` and `max` instead.
struct Formula: Sendable, Equatable {
    enum Operation: Sendable, Equatable {
        case constant(Double)
        case part(Int)
        case add, subtract, multiply, divide, power, negate
        case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
        case minimum(Int), maximum(Int)
        case absolute, floor, ceiling, exponential, squareRoot, logarithm
        case choose, clip
    }

    /// The operations, operands first.
    let operations: [Operation]
    /// The most values on the stack at a time.
    let depth: Int
    /// Which parts the formula reads.
    let partsRead: Set<Int>

    /// The formula of these operations.
    init(operations: [Operation]) {
        self.operations = operations
        var height = 0
        var depth = 0
        var read: Set<Int> = []
        for operation in operations {
            height += 1 - operation.operands
            depth = max(depth, height)
            if case .part(let index) = operation { read.insert(index) }
        }
        self.depth = depth
        partsRead = read
    }
}

extension Formula.Operation {
    /// How many values the operation takes from the stack; it puts one back.
    var operands: Int {
        switch self {
        case .constant, .part: 0
        case .negate, .absolute, .floor, .ceiling, .exponential, .squareRoot, .logarithm: 1
        case .add, .subtract, .multiply, .divide, .power: 2
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: 2
        case .minimum(let count), .maximum(let count): count
        case .choose, .clip: 3
        }
    }
}
