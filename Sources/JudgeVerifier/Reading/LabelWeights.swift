import Glibc

extension ReplyReading {
    /// How likely each label is by the probabilities of the first token; nil where the tokens do not tell the labels
    /// apart, or hold no label.
    ///
    /// A token counts for the only label that begins with it. Weights are of the labels alone, and add up to 1.
    func weights(_ tokens: [FirstToken]) -> [Double]? {
        guard case .label(let labels) = self, !tokens.isEmpty else { return nil }
        var weights = [Double](repeating: 0, count: labels.count)
        for token in tokens {
            let text = token.text.utf8.drop { $0 <= 0x20 }
            guard let said = String(text)?.lowercased(), !said.isEmpty else { continue }
            let meant = labels.indices.filter { place in
                ([labels[place].name] + labels[place].aliases).contains { $0.lowercased().hasPrefix(said) }
            }
            if meant.count == 1 { weights[meant[0]] += exp(min(0, token.logProbability)) }
        }
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return nil }
        return weights.map { $0 / sum }
    }
}
