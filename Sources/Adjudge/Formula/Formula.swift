/// A `calculate_output` formula, compiled to a list of operations on a stack.
///
/// Operators `+ - * / ^`, comparisons `< <= > >= == !=`, functions `min max abs floor ceil exp sqrt log if clip`,
/// part names. A part without a reward leaves whatever uses it without a value, except the branch that `if` does not
/// take, which is not evaluated. A part that may be left out drops out of sums and of `min` and `max` instead.
struct Formula: Sendable, Equatable {
    enum Operation: Sendable, Equatable {
        case constant(Double)
        case part(Int)
        case add, subtract, multiply, divide, power, negate
        case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
        case minimum(Int), maximum(Int)
        case absolute, floor, ceiling, exponential, squareRoot, logarithm
        case clip
        /// Takes a condition: goes on where it holds, continues at `otherwise` where not. A condition without a value
        /// is the value of the whole choice, which ends at `end`.
        case branch(otherwise: Int, end: Int)
        /// Ends the first branch of a choice.
        case jump(to: Int)
    }

    /// The operations, operands first.
    let operations: [Operation]
    /// The most values on the stack at a time.
    let depth: Int
    /// Which parts the formula reads.
    let partsRead: Set<Int>
    /// Which of them it reads whatever the parts come to: those that stand outside the branches of every `if`.
    let partsAlwaysRead: Set<Int>

    /// The formula of these operations.
    init(operations: [Operation]) {
        self.operations = operations
        var height = 0
        var depth = 0
        var read: Set<Int> = []
        var always: Set<Int> = []
        var choiceEnd = 0
        for (position, operation) in operations.enumerated() {
            height += operation.growth
            depth = max(depth, height)
            switch operation {
            case .part(let index):
                read.insert(index)
                if position >= choiceEnd { always.insert(index) }
            case .branch(_, let end): choiceEnd = max(choiceEnd, end)
            default: break
            }
        }
        self.depth = depth
        partsRead = read
        partsAlwaysRead = always
    }
}

extension Formula.Operation {
    /// How many values the operation takes from the stack.
    var operands: Int {
        switch self {
        case .constant, .part, .jump: 0
        case .negate, .absolute, .floor, .ceiling, .exponential, .squareRoot, .logarithm, .branch: 1
        case .add, .subtract, .multiply, .divide, .power: 2
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: 2
        case .minimum(let count), .maximum(let count): count
        case .clip: 3
        }
    }

    /// By how much the stack is higher behind the operation, in the order of the list: of a choice's two values one is
    /// put there.
    fileprivate var growth: Int {
        switch self {
        case .branch, .jump: -1
        default: 1 - operands
        }
    }
}
