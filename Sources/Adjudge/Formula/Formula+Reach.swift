extension Formula {
    /// The parts that a row may come to whatever its response says: both branches of a choice that the response makes,
    /// the one that is taken of a choice that the row makes.
    struct Reach {
        /// Room for as many values as the formula is deep, and whether the response has a say in each.
        let stack: UnsafeMutablePointer<Double>
        let isChosen: UnsafeMutablePointer<Bool>
        /// The reward of a part, or what stands for none.
        let value: (Int) -> Double
        /// Whether the response has a say in a part.
        let readsResponse: (Int) -> Bool
        /// Called for each part, in order.
        let visit: (Int) -> Void
    }

    /// Visits the parts of the formula that are reached. Every operation is looked at once: O(operations).
    func walk(_ reach: Reach) {
        var top = 0
        walk(0..<operations.count, &top, reach)
    }

    private func walk(_ range: Range<Int>, _ top: inout Int, _ reach: Reach) {
        var position = range.lowerBound
        while position < range.upperBound {
            let operation = operations[position]
            position += 1
            switch operation {
            case .part(let index):
                reach.visit(index)
                reach.stack[top] = reach.value(index)
                reach.isChosen[top] = reach.readsResponse(index)
                top += 1
            case .branch(let otherwise, let end):
                top -= 1
                walk(holds: position..<otherwise - 1, not: otherwise..<end, &top, reach)
                position = end
            case .jump(let target): position = target
            default:
                let count = operation.operands
                top -= count
                let isChosen = (top..<top + count).contains { reach.isChosen[$0] }
                reach.stack[top] = Formula.apply(operation, reach.stack + top, count) { _ in Formula.needed }
                reach.isChosen[top] = isChosen
                top += 1
            }
        }
    }

    /// Walks a choice whose condition lies at `top`, where its value is put.
    private func walk(holds: Range<Int>, not: Range<Int>, _ top: inout Int, _ reach: Reach) {
        let (condition, isChosen) = (reach.stack[top], reach.isChosen[top])
        let (taken, other) = condition == 0 ? (not, holds) : (holds, not)
        if isChosen {
            var aside = top
            walk(other, &aside, reach)
        }
        if isChosen || condition.isFinite { walk(taken, &top, reach) } else { top += 1 }
        if !condition.isFinite { reach.stack[top - 1] = condition }
        reach.isChosen[top - 1] = reach.isChosen[top - 1] || isChosen
    }
}
