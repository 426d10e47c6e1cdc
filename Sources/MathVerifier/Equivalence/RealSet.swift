/// A set of reals as a union of intervals; points are intervals whose ends are one.
struct RealSet {
    /// One end: nil for infinity.
    struct End {
        var value: NodeID?
        var isClosed: Bool
    }

    struct Piece {
        var lower: End
        var upper: End

        static let all = Piece(lower: End(value: nil, isClosed: false), upper: End(value: nil, isClosed: false))

        static func point(_ value: NodeID) -> Piece {
            Piece(lower: End(value: value, isClosed: true), upper: End(value: value, isClosed: true))
        }
    }

    var pieces: [Piece]
}
