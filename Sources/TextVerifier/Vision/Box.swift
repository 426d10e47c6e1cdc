/// A rectangle by two corners, in any unit.
struct Box {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double

    /// The box of four numbers x1, y1, x2, y2; nil for other counts.
    init?(_ numbers: [Double]) {
        guard numbers.count == 4, numbers.allSatisfy({ $0.isFinite }) else { return nil }
        (left, top, right, bottom) = (numbers[0], numbers[1], numbers[2], numbers[3])
    }

    /// True when its corners are in order and it is not empty.
    var isProper: Bool { left < right && top < bottom }

    private var area: Double { (right - left) * (bottom - top) }

    private func intersection(_ other: Box) -> Double {
        max(0, min(right, other.right) - max(left, other.left))
            * max(0, min(bottom, other.bottom) - max(top, other.top))
    }

    /// Intersection over union of two proper boxes: 0 to 1.
    func overlap(_ other: Box) -> Double {
        let shared = intersection(other)
        let union = area + other.area - shared
        return union > 0 ? shared / union : 0
    }

    /// Generalised intersection over union (Rezatofighi and others 2019) of two proper boxes: -1 to 1.
    func generalisedOverlap(_ other: Box) -> Double {
        let shared = intersection(other)
        let union = area + other.area - shared
        let hull =
            (max(right, other.right) - min(left, other.left)) * (max(bottom, other.bottom) - min(top, other.top))
        return union > 0 && hull > 0 ? shared / union - (hull - union) / hull : 0
    }

    /// NeMo-RL's form of it, which takes boxes in any order of corners and holds areas at 0.001 and above.
    func nemoOverlap(_ other: Box) -> Double {
        let shared = intersection(other)
        let union = max(1e-3, other.area + area - shared)
        let hull = max(
            1e-3, (max(right, other.right) - min(left, other.left)) * (max(bottom, other.bottom) - min(top, other.top)))
        return shared / union - (hull - union) / hull
    }

    /// rllm's form: corners in any order are a box of no area.
    func rllmOverlap(_ other: Box) -> Double {
        let shared = intersection(other)
        let union =
            max(0, right - left) * max(0, bottom - top)
            + max(0, other.right - other.left) * max(0, other.bottom - other.top) - shared
        return union > 0 ? shared / union : 0
    }
}
