import AdjudgeBase

/// Particles: `\pi^+`, `e^-`.
extension Substance {
    /// A Greek letter or a small one.
    mutating func takeParticle() -> Bool {
        guard symbols == 0, sequence.isEmpty, mass == nil, coefficient == 1, at < text.count else { return false }
        if text[at] == UInt8(ascii: "\\") {
            let name = command()
            guard Substance.particles.contains(where: { name.equals($0) }) else { return false }
            for index in 0..<name.count { sequence.append(name[index]) }
            at += 1 + name.count
        } else if let (sign, name) = Substance.greek.first(where: { text.suffix(from: at).hasPrefix($0.0) }) {
            for index in 0..<name.utf8CodeUnitCount { sequence.append(name.utf8Start[index]) }
            at += sign.utf8CodeUnitCount
        } else {
            guard text[at].isASCIILetter else { return false }
            sequence.append(text[at])
            at += 1
        }
        isParticle = true
        symbols = 1
        return true
    }

    private static let particles: [StaticString] = [
        "alpha", "beta", "mu", "nu", "tau", "pi", "rho", "Sigma", "Xi", "Omega", "Delta", "Lambda", "eta", "phi",
    ]

    private static let greek: [(StaticString, StaticString)] = [
        ("α", "alpha"), ("β", "beta"), ("μ", "mu"), ("ν", "nu"), ("τ", "tau"), ("π", "pi"), ("ρ", "rho"),
        ("Σ", "Sigma"), ("Ξ", "Xi"), ("Ω", "Omega"), ("Δ", "Delta"), ("Λ", "Lambda"), ("η", "eta"), ("φ", "phi"),
    ]
}
