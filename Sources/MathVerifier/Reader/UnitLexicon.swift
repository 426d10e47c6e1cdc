import AdjudgeBase

/// The units that people answer in, with exact factors.
///
/// Sources: the SI Brochure (9th edition) with its prefixes and the units that it accepts, the IAU's definitions of
/// 2012 and 2015, the international yard and pound agreement of 1959, US customary volumes.
enum UnitLexicon {
    /// The unit of a symbol or a word: symbols by their case, words in any; nil for what is none.
    static func unit(_ name: Bytes) -> Unit? {
        guard name.count <= Symbol.maxBytes, let symbol = Symbol(name) else { return nil }
        return exact[symbol] ?? prefixed(name) ?? word(name)
    }

    /// The unit of one letter; nil for other names.
    static func unit(ofLetter name: Symbol) -> Unit? { name.count == 1 ? exact[name] : nil }

    /// A unit that is known by its whole name, so that a run of letters which is one makes no product.
    static func isName(_ name: Bytes) -> Bool {
        guard name.count <= Symbol.maxBytes, let symbol = Symbol(name) else { return false }
        return wholeNames.contains(symbol) || word(name) != nil
    }

    /// `kJ`, `mmol`, `GHz`: a prefix and a symbol that takes one.
    private static func prefixed(_ name: Bytes) -> Unit? {
        for length in 1...2 where name.count > length {
            guard let prefix = prefix(name[0..<length]),
                let symbol = Symbol(name.suffix(from: length)), takesPrefix.contains(symbol),
                abs(prefix) <= 9 || prefix >= -15 && prefix < 0
                    || (prefix > 0 ? takesLarge : takesSmall).contains(symbol),
                let base = exact[symbol]
            else { continue }
            return scaled(base, prefix)
        }
        return nil
    }

    /// A millionth of a unit, which `\mu` stands for before it; nil for a name that takes no prefix.
    static func micro(_ name: Bytes) -> Unit? {
        guard let symbol = Symbol(name), takesPrefix.contains(symbol), let base = exact[symbol] else { return nil }
        return scaled(base, -6)
    }

    /// The unit `base` with the prefix of that power of ten.
    static func scaled(_ base: Unit, _ power: Int) -> Unit {
        var unit = base
        let scale = NumberReader.tenTo(abs(power))
        unit.factor = power >= 0 ? unit.factor * scale : Rational.quotient(unit.factor, scale) ?? unit.factor
        return unit
    }

    /// The power of ten that a prefix of one letter stands for.
    static func prefix(_ name: Bytes) -> Int? { Symbol(name).flatMap { prefixes[$0] } }

    private static func word(_ name: Bytes) -> Unit? {
        guard name.count > 1 else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: name.count) { lower in
            for index in 0..<name.count {
                let byte = name[index]
                lower[index] = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
            }
            let bytes = Bytes(UnsafeBufferPointer(lower))
            if let symbol = Symbol(bytes), let unit = words[symbol] { return unit }
            if bytes.hasSuffix("s"), let symbol = Symbol(bytes[0..<bytes.count - 1]), let unit = words[symbol] {
                return unit
            }
            if bytes.hasSuffix("es"), let symbol = Symbol(bytes[0..<bytes.count - 2]), let unit = words[symbol] {
                return unit
            }
            return prefixedWord(bytes)
        }
    }

    /// `kilojoules`, `nanometre`: a prefix in full before a word that takes one.
    private static func prefixedWord(_ name: Bytes) -> Unit? {
        guard name.count > 6 else { return nil }
        for (prefix, power) in prefixWords where name.hasPrefix(prefix) {
            var rest = name.suffix(from: prefix.utf8CodeUnitCount)
            if rest.hasSuffix("s"), rest.count > 4, !rest.equals("siemens"), !rest.equals("celsius") {
                rest = rest[0..<rest.count - 1]
            }
            guard let symbol = Symbol(rest), prefixedWords.contains(symbol), let base = words[symbol] else { continue }
            return scaled(base, power)
        }
        return nil
    }

    /// The unit of a currency sign token.
    static func currency(_ detail: UInt8) -> Unit {
        var unit = Unit(dimension: Unit.dimension(.money), currency: detail + 1)
        if detail == 5 { unit.factor = .small(1, 100); unit.currency = 0 }
        return unit
    }

    // MARK: Dimensions

    private static let none = Unit.Dimension.zero
    private static let length = Unit.dimension(.length)
    private static let mass = Unit.dimension(.mass)
    private static let time = Unit.dimension(.time)
    private static let current = Unit.dimension(.current)
    private static let temperature = Unit.dimension(.temperature)
    private static let amount = Unit.dimension(.amount)
    private static let degrees = Unit.dimension(.degrees)
    private static let radians = Unit.dimension(.radians)
    private static let turns = Unit.dimension(.turns)
    private static let information = Unit.dimension(.information)
    private static let intensity = Unit.dimension(.intensity)
    private static let money = Unit.dimension(.money)
    private static let area = length &* 2
    private static let volume = length &* 3
    private static let speed = length &- time
    private static let force = mass &+ length &- time &* 2
    private static let energy = force &+ length
    private static let power = energy &- time
    private static let pressure = force &- area
    private static let charge = current &+ time
    private static let voltage = power &- current
    private static let flux = voltage &+ time
    private static let dose = energy &- mass

    // MARK: Symbols

    private static let prefixes: SymbolTable<Int> = SymbolTable([
        Symbol("y"): -24, Symbol("z"): -21, Symbol("a"): -18, Symbol("f"): -15, Symbol("p"): -12, Symbol("n"): -9,
        Symbol("u"): -6, Symbol("µ"): -6, Symbol("μ"): -6, Symbol("m"): -3, Symbol("c"): -2, Symbol("d"): -1,
        Symbol("da"): 1, Symbol("h"): 2, Symbol("k"): 3, Symbol("M"): 6, Symbol("G"): 9, Symbol("T"): 12,
        Symbol("P"): 15, Symbol("E"): 18, Symbol("Z"): 21, Symbol("Y"): 24,
    ])

    /// Symbols that prefixes stand before.
    private static let takesPrefix = SymbolTable([
        "m", "g", "s", "A", "K", "mol", "cd", "Hz", "N", "Pa", "J", "W", "C", "V", "F", "Ω", "S", "Wb", "T", "H", "lm",
        "lx", "Bq", "Gy", "Sv", "kat", "L", "l", "eV", "bar", "cal", "Wh", "M", "B", "bit", "Ci", "b", "G", "rad", "yr",
        "Torr",
    ])
    /// Those that the largest and the smallest prefixes are used with: `TV` is a set, not a voltage.
    private static let takesLarge = SymbolTable([
        "Hz", "eV", "J", "W", "B", "bit", "b", "Pa", "Wh", "m", "g", "Bq", "Ω",
    ])
    private static let takesSmall = SymbolTable(["s", "J", "C", "m", "g", "mol", "F"])

    /// Symbols whose case matters, and which a run of letters may be without being a product.
    private static let wholeNames = SymbolTable([
        "m", "cm", "mm", "um", "nm", "dm", "km", "KM", "kg", "KG", "g", "mg", "s", "ms", "h", "L", "mL", "ml", "cc",
        "N", "kN", "J", "kJ", "W", "kW", "Pa", "kPa", "atm", "A", "V", "K", "Hz", "MHz", "kHz", "GHz", "mA", "kV", "mV",
        "MW", "eV", "mol", "t",
    ])

    private static let exact: SymbolTable<Unit> = table { add in
        add(length, .integer(1), ["m"])
        add(length, .integer(1000), ["KM"])
        add(length, .small(1, 10_000_000_000), ["Å", "\\AA"])
        add(length, .integer(149_597_870_700), ["AU", "au"])
        add(length, .integer(9_460_730_472_580_800), ["ly"])
        add(mass, .small(1, 1000), ["g"])
        add(mass, .integer(1), ["KG", "Kg"])
        add(mass, .integer(1000), ["t"])
        add(mass, .integer(1_000_000), ["kt"])
        add(mass, .integer(1_000_000_000), ["Mt"])
        add(time, .integer(1), ["s"])
        add(time, .integer(3600), ["h"])
        add(time, .integer(60), ["min"])
        add(current, .integer(1), ["A"])
        add(temperature, .integer(1), ["K"])
        add(amount, .integer(1), ["mol"])
        add(intensity, .integer(1), ["cd", "lm"])
        add(intensity &- area, .integer(1), ["lx"])
        add(volume, .small(1, 1000), ["L", "l", "ℓ"])
        add(volume, .small(1, 1_000_000), ["cc"])
        add(turns &- time, .integer(1), ["Hz"], quality: .frequency)
        add(turns &- time, .small(1, 60), ["rpm"])
        add(turns &- time, .integer(1), ["rps"])
        add(turns, .integer(1), ["rev"])
        add(force, .integer(1), ["N"])
        add(force, .small(1, 100_000), ["dyn"])
        add(force, .small(44_482_216_152_605, 10_000_000_000_000), ["lbf"])
        add(pressure, .integer(1), ["Pa"])
        add(pressure, .integer(1000), ["kPA", "KPa"])
        add(pressure, .integer(100_000), ["bar"])
        add(pressure, .integer(101_325), ["atm"])
        add(pressure, .small(101_325, 760), ["Torr", "torr"])
        add(pressure, .small(133_322_387_415, 1_000_000_000), ["mmHg"])
        add(energy, .integer(1), ["J"])
        add(energy, .integer(1000), ["KJ"])
        add(energy, .small(1, 10_000_000), ["erg"])
        add(energy, .small(1_602_176_634, Int128(10_000_000_000) * 1_000_000_000_000_000_000), ["eV"])
        add(energy, .small(4184, 1000), ["cal"])
        add(energy, .integer(4184), ["Cal"])
        add(energy, .integer(3600), ["Wh"])
        add(energy, .small(105_505_585_262, 100_000_000), ["Btu", "BTU"])
        add(power, .integer(1), ["W"])
        add(power, .small(7_456_998_715_822_702, 10_000_000_000_000), ["hp"])
        add(charge, .integer(1), ["C"])
        add(charge, .integer(3600), ["Ah"])
        add(charge, .small(36, 10), ["mAh"])
        add(voltage, .integer(1), ["V"])
        add(charge &- voltage, .integer(1), ["F"])
        add(voltage &- current, .integer(1), ["Ω", "ohm", "Ohm", "\\ohm"])
        add(current &- voltage, .integer(1), ["S"])
        add(flux, .integer(1), ["Wb"])
        add(flux &- area, .integer(1), ["T"])
        add(flux &- area, .small(1, 10_000), ["G"])
        add(flux &- current, .integer(1), ["H"])
        add(none &- time, .integer(1), ["Bq"], quality: .decay)
        add(none &- time, .integer(37_000_000_000), ["Ci"], quality: .decay)
        add(dose, .integer(1), ["Gy"], quality: .absorbedDose)
        add(dose, .integer(1), ["Sv"], quality: .equivalentDose)
        add(amount &- time, .integer(1), ["kat"])
        add(amount &- volume, .integer(1000), ["M"])
        add(information, .integer(8), ["B"])
        add(information, .integer(1), ["bit", "b"])
        add(information, .integer(8 << 10), ["KiB"])
        add(information, .integer(8 << 20), ["MiB"])
        add(information, .integer(8 << 30), ["GiB"])
        add(information, .integer(8000), ["KB"])
        add(radians, .integer(1), ["rad"])
        add(
            mass, .small(166_053_906_660, Int128(100_000_000_000) * 1_000_000_000_000_000_000_000_000_000),
            ["u", "amu", "Da"])
        add(noun: ["dB", "ppm", "ppb", "pH", "D", "sr", "pc", "kpc", "Mpc", "px"])
    }

    // MARK: Words

    private static let prefixWords: [(StaticString, Int)] = [
        ("femto", -15), ("pico", -12), ("nano", -9), ("micro", -6), ("milli", -3), ("centi", -2), ("deci", -1),
        ("kilo", 3), ("mega", 6), ("giga", 9), ("tera", 12),
    ]

    private static let prefixedWords = SymbolTable([
        "meter", "metre", "gram", "second", "ampere", "amp", "kelvin", "mole", "hertz", "newton", "pascal", "joule",
        "watt", "coulomb", "volt", "farad", "ohm", "siemens", "weber", "tesla", "henry", "liter", "litre",
        "electronvolt",
        "bar", "calorie", "byte", "bit", "watthour",
    ])

    /// Words in the singular, lower case.
    private static let words: SymbolTable<Unit> = table { add in
        add(length, .integer(1), ["meter", "metre"])
        add(length, .small(1, 100), ["cm"])
        add(length, .small(1, 1000), ["mm"])
        add(length, .integer(1000), ["km"])
        add(length, .small(1, 1_000_000), ["micron"])
        add(length, .small(1, 10_000_000_000), ["angstrom"])
        add(length, .small(254, 10_000), ["in", "inch"])
        add(length, .small(3048, 10_000), ["ft", "foot", "feet"])
        add(length, .small(9144, 10_000), ["yd", "yard"])
        add(length, .small(1_609_344, 1000), ["mi", "mile"])
        add(length, .integer(1852), ["nmi"])
        add(length, .integer(9_460_730_472_580_800), ["lightyear"])
        add(mass, .integer(1), ["kg", "kilo"])
        add(mass, .small(1, 1000), ["gram"])
        add(mass, .small(1, 1_000_000), ["mg"])
        add(mass, .small(45_359_237, 100_000_000), ["lb", "lbm", "pound_mass"], loose: true)
        add(mass, .small(45_359_237, 1_600_000_000), ["oz", "ounce"], loose: true)
        add(mass, .integer(1000), ["tonne"])
        add(mass, .small(2 * 45_359_237, 1_000_000_000), ["carat"], loose: true)
        add(time, .integer(1), ["sec", "second"])
        add(time, .integer(60), ["min", "minute"])
        add(time, .integer(3600), ["hr", "hour"])
        add(time, .integer(86_400), ["day"])
        add(time, .integer(604_800), ["week"])
        // The Julian year, so that twelve months are one.
        add(time, .integer(31_557_600), ["year", "yr"])
        add(time, .integer(2_629_800), ["month"])
        add(volume, .small(1, 1000), ["liter", "litre"])
        add(volume, .small(1, 1_000_000), ["ml"])
        add(volume, .small(3_785_411_784, 1_000_000_000_000), ["gallon", "gal"])
        add(volume, .small(946_352_946, 1_000_000_000_000), ["quart", "qt"])
        add(volume, .small(473_176_473, 1_000_000_000_000), ["pint"])
        add(volume, .small(2_365_882_365, 10_000_000_000_000), ["cup"])
        add(area, .small(40_468_564_224, 10_000_000), ["acre"])
        add(area, .integer(10_000), ["hectare", "ha"])
        add(speed, .small(1_609_344, 3_600_000), ["mph"])
        add(speed, .small(5, 18), ["kmph", "kph"])
        add(speed, .small(1852, 3600), ["knot"])
        add(force, .integer(1), ["newton"])
        add(pressure, .integer(1), ["pascal"])
        add(pressure, .integer(100_000), ["bar"])
        add(
            pressure,
            .small(44_482_216_152_605 * 100_000_000, 10_000_000_000_000 * 254 * 254), ["psi"])
        add(energy, .integer(1), ["joule"])
        add(energy, .integer(1000), ["kj"])
        add(energy, .integer(3600), ["watthour"])
        add(energy, .integer(3_600_000), ["kwh"])
        add(energy, .small(4184, 1000), ["calorie"])
        add(energy, .integer(4184), ["kcal"])
        add(energy, .small(1_602_176_634, Int128(10_000_000_000) * 1_000_000_000_000_000_000), ["electronvolt"])
        add(power, .integer(1), ["watt"])
        add(power, .small(7_456_998_715_822_702, 10_000_000_000_000), ["horsepower"])
        add(current, .integer(1), ["ampere", "amp"])
        add(charge, .integer(1), ["coulomb"])
        add(voltage, .integer(1), ["volt"])
        add(charge &- voltage, .integer(1), ["farad"])
        add(voltage &- current, .integer(1), ["ohm"])
        add(current &- voltage, .integer(1), ["siemens"])
        add(flux, .integer(1), ["weber"])
        add(flux &- area, .integer(1), ["tesla"])
        add(flux &- area, .small(1, 10_000), ["gauss"])
        add(flux &- current, .integer(1), ["henry", "henries"])
        add(turns &- time, .integer(1), ["hz", "hertz"], quality: .frequency)
        add(turns, .integer(1), ["revolution"])
        add(none &- time, .integer(1), ["becquerel"], quality: .decay)
        add(dose, .integer(1), ["gray"], quality: .absorbedDose)
        add(dose, .integer(1), ["sievert"], quality: .equivalentDose)
        add(amount, .integer(1), ["mol", "mole"])
        add(intensity, .integer(1), ["candela", "lumen"])
        add(information, .integer(8), ["byte"])
        add(information, .integer(1), ["bit"])
        add(degrees, .integer(1), ["degree", "deg"])
        add(degrees, .small(1, 60), ["arcmin", "arcminute"])
        add(degrees, .small(1, 3600), ["arcsec", "arcsecond"])
        add(radians, .integer(1), ["radian"])
        add(temperature, .integer(1), ["kelvin"])
        add(money, .integer(1), ["dollar", "usd", "buck"], currency: 1)
        add(money, .small(1, 100), ["cent"])
        add(money, .integer(1), ["euro", "eur"], currency: 3)
        add(money, .integer(1), ["gbp"], currency: 2)
        add(money, .integer(1), ["yuan", "rmb", "cny", "元", "块", "块钱"], currency: 10)
        add(money, .integer(1), ["yen", "jpy", "円"], currency: 4)
        add(money, .integer(1), ["rupee", "inr"], currency: 5)
        add(money, .integer(1), ["ruble", "rouble", "rub", "руб", "рубль", "рубля", "рублей"], currency: 11)
        add(money, .integer(1), ["won", "원"], currency: 12)
        add(none, .integer(1), ["unit"], generic: true)
        add(none, .integer(12), ["dozen"])
        addForeign(add)
    }

    /// Units of other scripts, and words that only count.
    private static func addForeign(_ add: Adder) {
        add(length, .integer(1), ["米", "м", "метр", "метра", "метров", "メートル", "미터"])
        add(length, .small(1, 100), ["厘米", "公分", "см", "センチ"])
        add(length, .small(1, 1000), ["毫米", "мм"])
        add(length, .integer(1000), ["千米", "公里", "км"])
        add(mass, .integer(1), ["千克", "公斤", "кг"])
        add(mass, .small(1, 1000), ["克", "г"])
        add(mass, .integer(1000), ["吨"])
        add(volume, .small(1, 1000), ["升", "л"])
        add(volume, .small(1, 1_000_000), ["毫升", "мл"])
        add(time, .integer(1), ["秒", "с", "сек", "초"])
        add(time, .integer(60), ["分钟", "мин", "минут", "分間", "분"])
        add(time, .integer(3600), ["小时", "小時", "時間", "ч", "час", "часа", "часов", "시간"])
        add(time, .integer(86_400), ["天", "日間", "день", "дня", "дней", "일"])
        add(area, .integer(1), ["平方米", "кв.м"])
        add(area, .small(1, 10_000), ["平方厘米"])
        add(area, .integer(1_000_000), ["平方千米"])
        add(volume, .integer(1), ["立方米"])
        add(volume, .small(1, 1_000_000), ["立方厘米"])
        add(degrees, .integer(1), ["度"])
        add(noun: [
            "个", "個", "名", "人", "枚", "本", "台", "只", "条", "张", "匹", "支", "件", "位", "次", "种", "頭", "頁",
            "页", "棵", "辆", "岁", "歳", "명", "개", "번", "шт", "штук", "человек", "раз", "개월", "回", "通り", "道",
        ])
    }

    private static func table(_ fill: (Adder) -> Void) -> SymbolTable<Unit> {
        let adder = Adder()
        fill(adder)
        return SymbolTable(adder.table)
    }

    private final class Adder {
        var table: [Symbol: Unit] = [:]

        func callAsFunction(
            _ dimension: Unit.Dimension, _ factor: Rational, _ names: [StaticString], currency: UInt8 = 0,
            generic: Bool = false, loose: Bool = false, quality: Unit.Quality = .none
        ) {
            for name in names {
                table[Symbol(name)] = Unit(
                    dimension: dimension, factor: factor, currency: currency, quality: quality, isLoose: loose,
                    isGeneric: generic)
            }
        }

        func callAsFunction(noun names: [StaticString]) {
            for name in names { table[Symbol(name)] = Unit(noun: Bytes(name)) }
        }
    }
}
