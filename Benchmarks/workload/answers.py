"""Answers: a reference, renderings of it that are right, and answers that are wrong.

The shares of the kinds are those of 60,195 references of public math sets. Of a right rendering `certain` says whether
every verifier should accept it (True) or whether that is a matter of policy (False: with or without a unit, percent or
plain number, unsimplified).
"""

from collections import namedtuple
from fractions import Fraction

from dice import Weighted
import expressions

#: kind, reference, right: [(text, certain)], wrong: [text]; right[0] is the reference's own form.
Answer = namedtuple("Answer", "kind reference right wrong")


def grouped(value):
    """1234567 as 1,234,567."""
    return "{:,}".format(value)


def frac(value, command="\\frac"):
    """A fraction in LaTeX, its sign in front."""
    sign = "-" if value < 0 else ""
    return "%s%s{%d}{%d}" % (sign, command, abs(value.numerator), value.denominator)


def decimal(value):
    """An exact decimal of a fraction whose denominator divides a power of ten, or None."""
    for digits in range(7):
        scaled = value * 10**digits
        if scaled.denominator == 1:
            text = str(abs(scaled.numerator)).rjust(digits + 1, "0")
            sign = "-" if value < 0 else ""
            return sign + (text[:-digits] + "." + text[-digits:] if digits else text)
    return None


def wrong_numbers(value, dice):
    """Slips that people and models make; none equals `value`."""
    slips = [value + 1, value - 1, -value, value * 2, value * 100, value / 100, value + 10, value * 10 - 3]
    return [slip for slip in dice.shuffled(slips) if slip != value][:4]


def number_text(value):
    """A value as an integer, an exact decimal or a fraction."""
    if value.denominator == 1:
        return str(value.numerator)
    return decimal(value) or frac(value)


def integer(dice):
    size = dice.unit()
    if size < 0.45:
        value = dice.between(0, 50)
    elif size < 0.8:
        value = dice.between(10, 1000)
    elif size < 0.95:
        value = dice.between(1000, 100000)
    else:
        value = dice.between(100000, 10**12)
    if dice.chance(0.06):
        value = -value
    right = [(str(value), True), ("%d.0" % value, True), ("%d" % value, True)]
    if abs(value) >= 1000:
        right += [(grouped(value), True), (grouped(value).replace(",", "{,}"), True)]
    wrong = [number_text(slip) for slip in wrong_numbers(Fraction(value), dice)]
    return Answer("integer", str(value), right, wrong)


def fraction(dice):
    value = Fraction(0)
    while value.denominator == 1:
        value = Fraction(dice.nonzero(-30, 60), dice.between(2, 48))
    numerator, denominator = value.numerator, value.denominator
    right = [(frac(value), True), (frac(value, "\\dfrac"), True), ("%d/%d" % (numerator, denominator), True)]
    exact = decimal(value)
    if exact:
        right.append((exact, True))
    right.append(("%s\\frac{%d}{%d}" % ("-" if value < 0 else "", 2 * abs(numerator), 2 * denominator), False))
    slips = [1 / value, -value, value + Fraction(1, denominator), value + 1, value * 2]
    return Answer("fraction", frac(value), right, [number_text(slip) for slip in slips if slip != value])


def decimals(dice):
    value = Fraction(dice.nonzero(-2000, 60000), dice.pick((10, 100, 1000)))
    while value.denominator == 1:
        value += Fraction(1, 10)
    text = decimal(value)
    right = [(text, True), (text + "0", True), (frac(value), True)]
    return Answer("decimal", text, right, [number_text(slip) for slip in wrong_numbers(value, dice)])


def percent(dice):
    value = dice.between(1, 99) if dice.chance(0.8) else dice.between(100, 400)
    text = "%d\\%%" % value
    right = [(text, True), ("%d %%" % value, True), ("%d.0\\%%" % value, True), (str(value), False)]
    return Answer("percent", text, right, ["%d\\%%" % slip for slip in (value + 1, value * 10, value + 15)])


def thousands(dice):
    value = dice.between(1000, 9999999)
    right = [(grouped(value), True), (str(value), True), (grouped(value).replace(",", ",\\!"), True)]
    return Answer("thousands", grouped(value), right, [grouped(value + 1000), str(value + 1), grouped(value * 10)])


def mixed(dice):
    whole, denominator = dice.between(1, 40), dice.between(2, 9)
    part = Fraction(dice.between(1, denominator - 1), denominator)
    text = "%d%s" % (whole, frac(part))
    right = [(text, True), (frac(whole + part), True), ("%d %s" % (whole, frac(part)), True)]
    exact = decimal(whole + part)
    if exact:
        right.append((exact, True))
    return Answer("mixed", text, right, ["%d%s" % (whole + 1, frac(part)), frac(whole * part), str(whole)])


def scientific(dice):
    digits, power = dice.between(11, 99), dice.between(3, 12)
    while digits % 10 == 0:
        digits += 1
    lead = "%d.%d" % divmod(digits, 10)
    text = "%s \\times 10^{%d}" % (lead, power)
    right = [(text, True), ("%s \\cdot 10^{%d}" % (lead, power), True), (str(digits * 10 ** (power - 1)), True)]
    wrong = ["%s \\times 10^{%d}" % (lead, power + 1), "%s \\times 10^{%d}" % (lead, -power)]
    return Answer("scientific", text, right, wrong)


def currency(dice):
    value = dice.between(2, 90000)
    text = "\\$%s" % grouped(value)
    right = [(text, True), ("\\$%d" % value, True), ("\\$%d.00" % value, True), (str(value), False)]
    return Answer("currency", text, right, ["\\$%s" % grouped(value + 10), "\\$%d" % (value * 100)])


def degrees(dice):
    value = dice.between(1, 359)
    text = "%d^\\circ" % value
    right = [(text, True), ("%d^{\\circ}" % value, True), ("%d°" % value, True), (str(value), False)]
    return Answer("degrees", text, right, ["%d^\\circ" % slip for slip in (360 - value + 360, value + 90, value + 1)])


def units(dice):
    value, unit = dice.between(2, 900), dice.pick(("cm", "meters", "students", "hours", "square units", "mph"))
    text = "%d\\text{ %s}" % (value, unit)
    right = [(text, True), ("%d \\text{ %s}" % (value, unit), True), (str(value), False)]
    return Answer("units", text, right, ["%d\\text{ %s}" % (slip, unit) for slip in (value + 1, value * 2)])


#: (maker, share in percent)
KINDS = [
    (integer, 56.0), (fraction, 13.3), (decimals, 3.2), (degrees, 0.8), (units, 0.6), (percent, 0.5),
    (thousands, 0.3), (currency, 0.2), (scientific, 0.2), (mixed, 0.1),
] + expressions.KINDS

_TABLE = Weighted(KINDS)


def draw(dice):
    """One answer; kinds come in the shares above."""
    made = _TABLE.draw(dice)(dice)
    return made if isinstance(made, Answer) else Answer(*made)
