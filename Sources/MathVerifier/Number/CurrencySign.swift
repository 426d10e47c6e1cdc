import AdjudgeBase

/// The signs of currencies before or behind a number.
enum CurrencySign {
    /// True where the two texts name two currencies. A text without a sign may be of any.
    static func differ(_ a: Bytes, _ b: Bytes) -> Bool {
        guard let left = sign(in: a), let right = sign(in: b) else { return false }
        return left != right
    }

    private static let foreign: [StaticString] = ["€", "£", "¥", "₹", "₽", "₩"]

    /// The place of the sign in the list above; -1 for the dollar, of which two set a formula apart.
    private static func sign(in text: Bytes) -> Int? {
        for (place, sign) in foreign.enumerated() where text.find(Bytes(sign)) != nil { return place }
        var dollars = 0
        for at in 0..<text.count where text[at] == UInt8(ascii: "$") {
            if at > 0, text[at - 1] == UInt8(ascii: "\\") { return -1 }
            dollars += 1
        }
        return dollars % 2 == 1 ? -1 : nil
    }
}
