/// The name that `text` is most likely a misspelling of, or nil when no name is near.
///
/// Optimal string alignment distance (insertion, deletion, substitution, transposition of neighbours), ignoring case;
/// near means at most a third of the longer length, rounded up. Ties go to the earlier name.
/// O(`text.count` · total length of `names`).
public func nearestName(to text: String, in names: [String]) -> String? {
    let wanted = Array(text.lowercased().utf8.prefix(64))
    var best: (name: String, distance: Int)?
    for name in names {
        let candidate = Array(name.lowercased().utf8)
        let distance = alignmentDistance(wanted, candidate)
        guard distance <= (max(wanted.count, candidate.count) + 2) / 3 else { continue }
        if best == nil || distance < best!.distance { best = (name, distance) }
    }
    return best?.name
}

private func alignmentDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for i in 0..<left.count {
        var row = [i + 1]
        for j in 0..<right.count {
            var cost = min(last[j] + (left[i] == right[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row.append(cost)
        }
        (beforeLast, last) = (last, row)
    }
    return last[right.count]
}
