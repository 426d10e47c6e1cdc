import AdjudgeBase

/// Sums, multiples and products of matrices, and determinants, written out.
extension Equivalence {
    /// The node with matrix arithmetic carried out; the node itself where there is none.
    func evaluatedMatrix(_ id: NodeID) -> NodeID {
        guard tree.has(.matrix), containsMatrix(id) else { return id }
        return matrix(id) ?? withDeterminants(id)
    }

    private func containsMatrix(_ id: NodeID) -> Bool {
        tree.kind(id) == .matrix || tree.children(id).contains { containsMatrix($0) }
    }

    private func withDeterminants(_ id: NodeID) -> NodeID {
        tree.replacing(in: id) { node in
            guard self.tree.kind(node) == .function, self.tree.function(node) == .determinant else { return nil }
            return self.matrix(self.tree.child(node, 0)).flatMap(self.determinant)
        }
    }

    /// The matrix that a matrix expression is; nil for anything else.
    private func matrix(_ id: NodeID) -> NodeID? {
        switch tree.kind(id) {
        case .matrix: return id
        case .negative: return matrix(tree.child(id, 0)).map { mapped($0) { self.tree.add(.negative, [$0]) } }
        case .sum:
            var total: NodeID?
            for child in tree.children(id) {
                guard let next = matrix(child) else { return nil }
                guard let left = total else {
                    total = next
                    continue
                }
                guard tree[left].detail == tree[next].detail, tree.count(left) == tree.count(next) else { return nil }
                let cells = zip(tree.children(left), tree.children(next)).map { tree.add(.sum, [$0.0, $0.1]) }
                total = tree.add(.matrix, children: cells, detail: tree[left].detail, span: tree[id].span)
            }
            return total
        case .product:
            var total: NodeID?
            var scalars: [NodeID] = []
            for child in tree.children(id) {
                guard let next = matrix(child) else {
                    guard !containsMatrix(child) else { return nil }
                    scalars.append(child)
                    continue
                }
                guard let left = total else {
                    total = next
                    continue
                }
                guard let product = product(left, next) else { return nil }
                total = product
            }
            return total.map { matrix in mapped(matrix) { self.tree.add(.product, children: scalars + [$0]) } }
        case .quotient:
            let below = tree.child(id, 1)
            guard !containsMatrix(below) else { return nil }
            return matrix(tree.child(id, 0)).map { mapped($0) { self.tree.add(.quotient, [$0, below]) } }
        default: return nil
        }
    }

    private func mapped(_ matrix: NodeID, _ body: (NodeID) -> NodeID) -> NodeID {
        tree.add(
            .matrix, children: Array(tree.children(matrix)).map(body), detail: tree[matrix].detail,
            span: tree[matrix].span)
    }

    private func product(_ a: NodeID, _ b: NodeID) -> NodeID? {
        let (inner, width) = (Int(tree[a].detail), Int(tree[b].detail))
        guard width > 0, inner > 0, tree.count(b) / width == inner else { return nil }
        let height = tree.count(a) / inner
        guard height * width * inner <= 512 else { return nil }
        var cells: [NodeID] = []
        for row in 0..<height {
            for column in 0..<width {
                let terms = (0..<inner).map {
                    tree.add(.product, [tree.child(a, row * inner + $0), tree.child(b, $0 * width + column)])
                }
                cells.append(terms.count == 1 ? terms[0] : tree.add(.sum, children: terms))
            }
        }
        return tree.add(.matrix, children: cells, detail: UInt8(width))
    }

    /// By expansion along the first row, up to four rows.
    private func determinant(_ matrix: NodeID) -> NodeID? {
        let width = Int(tree[matrix].detail)
        guard width >= 1, width <= 4, tree.count(matrix) == width * width else { return nil }
        return determinant(Array(tree.children(matrix)), width)
    }

    private func determinant(_ cells: [NodeID], _ width: Int) -> NodeID {
        if width == 1 { return cells[0] }
        let terms = (0..<width).map { column -> NodeID in
            let minor = cells.indices.filter { $0 >= width && $0 % width != column }.map { cells[$0] }
            let term = tree.add(.product, [cells[column], determinant(minor, width - 1)])
            return column % 2 == 0 ? term : tree.add(.negative, [term])
        }
        return tree.add(.sum, children: terms)
    }
}
