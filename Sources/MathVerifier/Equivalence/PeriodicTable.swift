import AdjudgeBase

/// The symbols of the elements.
enum PeriodicTable {
    static let count = 118

    /// The number of the element whose symbol begins at `at`, and the symbol's length; nil where none does. A small
    /// letter belongs to the capital before it.
    static func symbol(_ text: Bytes, _ at: Int) -> (element: Int, length: Int)? {
        guard text[at] >= 0x41, text[at] <= 0x5A else { return nil }
        let length = at + 1 < text.count && text[at + 1] >= 0x61 && text[at + 1] <= 0x7A ? 2 : 1
        let element = number(text[at..<at + length])
        return element > 0 ? (element, length) : nil
    }

    /// The number of protons; 0 for what is no symbol.
    static func number(_ symbol: Bytes) -> Int {
        guard symbol.count == 1 || symbol.count == 2 else { return 0 }
        let second = symbol.count == 2 ? Int(symbol[1]) - 0x60 : 0
        guard symbol[0] >= 0x41, symbol[0] <= 0x5A, (0...26).contains(second) else { return 0 }
        return Int(numbers[(Int(symbol[0]) - 0x41) * 27 + second])
    }

    /// By the place of the first letter times 27, plus that of the second.
    private static let numbers: [UInt8] = {
        var numbers = [UInt8](repeating: 0, count: 26 * 27)
        for (index, symbol) in symbols.enumerated() {
            let letters = Array(symbol.utf8)
            let second = letters.count == 2 ? Int(letters[1]) - 0x60 : 0
            numbers[(Int(letters[0]) - 0x41) * 27 + second] = UInt8(index + 1)
        }
        return numbers
    }()

    private static let symbols = [
        "H", "He", "Li", "Be", "B", "C", "N", "O", "F", "Ne", "Na", "Mg", "Al", "Si", "P", "S", "Cl", "Ar", "K", "Ca",
        "Sc", "Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Ga", "Ge", "As", "Se", "Br", "Kr", "Rb", "Sr",
        "Y", "Zr", "Nb", "Mo", "Tc", "Ru", "Rh", "Pd", "Ag", "Cd", "In", "Sn", "Sb", "Te", "I", "Xe", "Cs", "Ba",
        "La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Hf", "Ta", "W",
        "Re", "Os", "Ir", "Pt", "Au", "Hg", "Tl", "Pb", "Bi", "Po", "At", "Rn", "Fr", "Ra", "Ac", "Th", "Pa", "U",
        "Np", "Pu", "Am", "Cm", "Bk", "Cf", "Es", "Fm", "Md", "No", "Lr", "Rf", "Db", "Sg", "Bh", "Hs", "Mt", "Ds",
        "Rg", "Cn", "Nh", "Fl", "Mc", "Lv", "Ts", "Og",
    ]
}
