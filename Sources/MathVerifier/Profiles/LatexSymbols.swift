/// The text that pylatexenc's `latex2text` writes for a macro without arguments; one that is not here becomes nothing.
///
/// The mathematical part of its table (pylatexenc 2.10, MIT).
enum LatexSymbols {
    /// Every macro that has an entry here, whatever its kind.
    static var names: [String] {
        Array(table.keys) + Array(accents.keys) + Array(withArguments.keys) + Array(fonts.keys)
    }

    /// The text of a macro.
    static func text(_ name: String) -> String? { table[name] }

    private static let table: [String: String] = [
        "!": "", "#": "#", "$": "$", "&": "&", ",": " ", ":": " ", ";": " ", "Delta": "Δ",
        "Gamma": "Γ", "Lambda": "Λ", "Leftarrow": "⇐", "Leftrightarrow": "⇔", "Omega": "Ω", "Phi": "Φ",
        "Pi": "Π", "Psi": "Ψ", "Rightarrow": "⇒", "Sigma": "Σ", "Theta": "Θ", "Upsilon": "Υ",
        "Vert": "‖", "Xi": "Ξ", "_": "_", "aleph": "ℵ", "alpha": "α", "angle": "∠", "approx": "≈",
        "arccos": "arccos", "arcsin": "arcsin", "arctan": "arctan", "ast": "∗", "asymp": "≍",
        "backslash": "\\", "because": "∵", "beta": "β", "bullet": "∙", "cap": "∩", "cdot": "·",
        "cdots": "⋯", "chi": "χ", "circ": "∘", "cong": "≅", "cos": "cos", "cosh": "cosh", "cup": "∪",
        "dagger": "†", "ddots": "⋱", "delta": "δ", "diamond": "♢", "div": "÷", "doteq": "≐",
        "dots": "…", "dotsb": "…", "dotsc": "…", "downarrow": "↓", "ell": "ℓ", "emptyset": "∅",
        "epsilon": "ϵ", "equiv": "≡", "eta": "η", "exists": "∃", "exp": "exp", "forall": "∀",
        "gamma": "γ", "ge": "≥", "geq": "≥", "geqslant": "⩾", "gg": "≫", "hbar": "ħ", "iiint": "∭",
        "iint": "∬", "in": "∈", "inf": "inf", "infty": "∞", "int": "∫", "iota": "ι", "kappa": "κ",
        "lambda": "λ", "langle": "⟨", "lbrace": "{", "lceil": "⌈", "ldots": "…", "le": "≤",
        "leftarrow": "←", "leftrightarrow": "↔", "leq": "≤", "leqslant": "⩽", "lfloor": "⌊",
        "lim": "lim", "ll": "≪", "ln": "ln", "lnot": "¬", "log": "log", "mapsto": "↦", "max": "max",
        "mid": "|", "min": "min", "mp": "∓", "mu": "μ", "nabla": "∇", "neq": "≠", "ni": "∋",
        "notin": "∉", "nu": "ν", "oint": "∮", "omega": "ω", "omicron": "ο", "oplus": "⊕",
        "otimes": "⊗", "parallel": "∥", "partial": "∂", "perp": "⊥", "phi": "ϕ", "pi": "π", "pm": "±",
        "prec": "≺", "prime": "'", "prod": "∏", "propto": "∝", "psi": "ψ", "qquad": "    ",
        "quad": "  ", "rangle": "⟩", "rbrace": "}", "rceil": "⌉", "rfloor": "⌋", "rho": "ρ",
        "rightarrow": "→", "setminus": "∖", "sigma": "σ", "sim": "∼", "simeq": "≃", "sin": "sin",
        "sinh": "sinh", "smallsetminus": "∖", "square": "□", "star": "⋆", "subset": "⊂", "subseteq": "⊆",
        "succ": "≻", "sum": "∑", "sup": "sup", "supset": "⊃", "supseteq": "⊇", "tan": "tan",
        "tanh": "tanh", "tau": "τ", "textbackslash": "\\", "textdegree": "°", "therefore": "∴",
        "theta": "θ", "times": "×", "to": "→", "top": "⊤", "uparrow": "↑", "upsilon": "υ",
        "varepsilon": "ε", "varnothing": "∅", "varphi": "φ", "varpi": "ϖ", "varrho": "ϱ",
        "varsigma": "ς", "vartheta": "ϑ", "vdash": "⊢", "vdots": "⋮", "vee": "∨", "vert": "|",
        "wedge": "∧", "xi": "ξ", "zeta": "ζ", "{": "{", "}": "}", "lvert": "|", "rvert": "|", "arccosh": "arccosh",
        "arcsinh": "arcsinh", "arctanh": "arctanh",
        "limsup": "lim sup", "liminf": "lim inf", " ": " ",
    ]

    /// The combining character that an accent puts behind its argument.
    static func accent(_ name: String) -> String? { accents[name] }

    private static let accents: [String: String] = [
        "vec": "\u{20D7}", "dot": "\u{307}", "ddot": "\u{308}", "hat": "\u{302}", "check": "\u{30C}",
        "breve": "\u{306}", "acute": "\u{301}", "grave": "\u{300}", "tilde": "\u{303}", "bar": "\u{305}",
        "not": "\u{338}",
    ]

    /// How the arguments of a macro are written that has some and no rule of its own.
    enum Arguments {
        /// The only argument's text.
        case kept
        /// Nothing; this many are read, after an optional one.
        case dropped(Int)
        /// The last one's text; this many are read, after an optional one.
        case last(Int)
    }

    /// The rule of a macro with arguments.
    static func arguments(_ name: String) -> Arguments? { withArguments[name] }

    private static let withArguments: [String: Arguments] = {
        var rules: [String: Arguments] = [
            "textcolor": .last(2), "colorbox": .last(2), "color": .dropped(1), "xleftarrow": .dropped(1),
            "xrightarrow": .dropped(1), "hphantom": .dropped(1), "vphantom": .dropped(1), "mbox": .dropped(1),
            "hspace": .dropped(1), "vspace": .dropped(1), "label": .dropped(1), "ensuremath": .dropped(1),
        ]
        for name in [
            "text", "textrm", "textit", "textbf", "textmd", "textsc", "textsf", "textsl", "texttt", "textup", "emph",
            "mathrm", "overline", "underline", "widehat", "widetilde", "overleftarrow", "overrightarrow",
            "overbrace", "underbrace",
        ] { rules[name] = .kept }
        return rules
    }()

    /// A letter in the style of a font macro: the block of mathematical letters that it selects, or nil for a macro
    /// that is none.
    static func font(_ name: String) -> Font? { fonts[name] }

    /// A block of mathematical letters.
    struct Font {
        /// The code points of A and a in the block.
        var capital: UInt32
        var small: UInt32
        /// Letters that stand elsewhere.
        var elsewhere: [UInt8: UInt32] = [:]

        /// The letter in this style; any other character stays.
        func styled(_ scalar: UInt32) -> UInt32 {
            switch scalar {
            case 0x41...0x5A: elsewhere[UInt8(scalar)] ?? capital + scalar - 0x41
            case 0x61...0x7A: elsewhere[UInt8(scalar)] ?? small + scalar - 0x61
            default: scalar
            }
        }
    }

    private static let fonts: [String: Font] = {
        func letters(_ pairs: [(Character, UInt32)]) -> [UInt8: UInt32] {
            Dictionary(uniqueKeysWithValues: pairs.map { ($0.0.asciiValue!, $0.1) })
        }
        let script = Font(
            capital: 0x1D49C, small: 0x1D4B6,
            elsewhere: letters([
                ("B", 0x212C), ("E", 0x2130), ("F", 0x2131), ("H", 0x210B), ("I", 0x2110), ("L", 0x2112),
                ("M", 0x2133), ("R", 0x211B), ("e", 0x212F), ("g", 0x210A), ("o", 0x2134),
            ]))
        return [
            "mathbf": Font(capital: 0x1D400, small: 0x1D41A),
            "mathit": Font(capital: 0x1D434, small: 0x1D44E, elsewhere: letters([("h", 0x210E)])),
            "mathsf": Font(capital: 0x1D5A0, small: 0x1D5BA), "mathtt": Font(capital: 0x1D670, small: 0x1D68A),
            "mathcal": script, "mathscr": script,
            "mathbb": Font(
                capital: 0x1D538, small: 0x1D552,
                elsewhere: letters([
                    ("C", 0x2102), ("H", 0x210D), ("N", 0x2115), ("P", 0x2119), ("Q", 0x211A), ("R", 0x211D),
                    ("Z", 0x2124),
                ])),
            "mathfrak": Font(
                capital: 0x1D504, small: 0x1D51E,
                elsewhere: letters([
                    ("C", 0x212D), ("H", 0x210C), ("I", 0x2111), ("R", 0x211C), ("Z", 0x2128),
                ])),
        ]
    }()
}
