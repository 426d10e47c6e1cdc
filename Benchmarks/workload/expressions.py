"""Answers that are no plain number: radicals, expressions, lists, sets, intervals, letters, words.

Each maker gives (kind, reference, right, wrong) as `answers.Answer` has them.
"""

from math import comb

_LETTERS = "ABCDE"
_WORDS = (
    "Monday", "Thursday", "even", "odd", "parallelogram", "ellipse", "hyperbola", "neither", "increasing", "Priya",
)


def _signed(value, name=""):
    """A term with its sign: + 3x, - x."""
    size = "" if abs(value) == 1 and name else str(abs(value))
    return "%s %s%s" % ("-" if value < 0 else "+", size, name)


def _lead(value, name=""):
    """The first term of a sum: 3x, -x."""
    size = "" if abs(value) == 1 and name else str(abs(value))
    return "%s%s%s" % ("-" if value < 0 else "", size, name)


def radical(dice):
    factor, root = dice.between(2, 12), dice.pick((2, 3, 5, 6, 7, 10, 11, 13, 15))
    if dice.chance(0.3):
        whole = dice.nonzero(-9, 20)
        text = "%d + %d\\sqrt{%d}" % (whole, factor, root)
        right = [(text, True), ("%d\\sqrt{%d} %s" % (factor, root, _signed(whole)), True)]
        wrong = ["%d - %d\\sqrt{%d}" % (whole, factor, root), "%d + %d\\sqrt{%d}" % (whole + 1, factor, root)]
        return ("radical", text, right, wrong)
    text = "%d\\sqrt{%d}" % (factor, root)
    right = [(text, True), ("%d \\sqrt{%d}" % (factor, root), True), ("\\sqrt{%d}" % (factor * factor * root), True)]
    return ("radical", text, right, ["%d\\sqrt{%d}" % (factor + 1, root), "%d\\sqrt{%d}" % (factor, root + 16)])


def pi_multiple(dice):
    factor = dice.between(2, 400)
    if dice.chance(0.3):
        factor, low = 2 * dice.between(1, 20) + 1, dice.pick((2, 4, 8))
        text = "\\frac{%d\\pi}{%d}" % (factor, low)
        right = [(text, True)]
        right += [(shape % (factor, low), True) for shape in ("\\frac{%d \\pi}{%d}", "\\frac{%d}{%d}\\pi")]
        return ("pi", text, right, ["\\frac{%d\\pi}{%d}" % (factor + 2, low), "\\frac{%d}{%d}" % (factor, low)])
    text = "%d\\pi" % factor
    right = [(text, True), ("%d \\pi" % factor, True), ("%dπ" % factor, True)]
    return ("pi", text, right, ["%d\\pi" % (factor * 2), str(factor), "%d\\pi^2" % factor])


def expression(dice):
    square, linear, whole = dice.between(2, 9), dice.nonzero(-12, 12), dice.nonzero(-30, 30)
    text = "%dx^2 %s %s" % (square, _signed(linear, "x"), _signed(whole))
    turned = "%d %s %s" % (whole, _signed(linear, "x"), _signed(square, "x^2"))
    right = [(text, True), (text.replace(" ", ""), True), (turned, True)]
    wrong = [
        "%dx^2 %s %s" % (square, _signed(-linear, "x"), _signed(whole)),
        "%dx^2 %s %s" % (square, _signed(linear, "x"), _signed(whole + 31)),
    ]
    return ("expression", text, right, wrong)


def equation(dice):
    slope, shift = dice.nonzero(-9, 9), dice.nonzero(-20, 20)
    if dice.chance(0.4):
        right = [("x = %d" % shift, True), ("x=%d" % shift, True), (str(shift), True)]
        return ("equation", "x = %d" % shift, right, ["x = %d" % (shift + 1), "x = %d" % -shift])
    text = "y = %s %s" % (_lead(slope, "x"), _signed(shift))
    right = [(text, True), (text.replace(" ", ""), True), ("%s %s = y" % (_lead(slope, "x"), _signed(shift)), True)]
    wrong = ["y = %s %s" % (_lead(-slope, "x"), _signed(shift)), "y = %s %s" % (_lead(slope, "x"), _signed(-shift))]
    return ("equation", text, right, wrong)


def listing(dice):
    start = dice.between(-9, 9)
    values = [start, start + dice.between(1, 6), start + dice.between(7, 15)]
    text = ", ".join(map(str, values))
    right = [(text, True), (",".join(map(str, values)), True), (", ".join(map(str, reversed(values))), True)]
    return ("list", text, right, [", ".join(map(str, values[:2])), ", ".join(map(str, values[:2] + [values[2] + 1]))])


def point(dice):
    first = dice.between(-12, 12)
    second = first + dice.nonzero(-9, 9)
    text = "(%d, %d)" % (first, second)
    right = [(text, True), ("(%d,%d)" % (first, second), True), ("\\left(%d, %d\\right)" % (first, second), True)]
    return ("tuple", text, right, ["(%d, %d)" % (second, first), "(%d, %d)" % (first, second + 20)])


def matrix(dice):
    cells = [dice.between(-9, 9) for _ in range(4)]
    shape = "\\begin{pmatrix} %d & %d \\\\ %d & %d \\end{pmatrix}"
    text = shape % tuple(cells)
    wrong = [shape % (cells[0] + 1, *cells[1:]), shape % (*cells[:3], cells[3] + 20)]
    return ("matrix", text, [(text, True), (text.replace(" ", ""), True), (text.replace("pm", "bm"), False)], wrong)


def inequality(dice):
    bound = dice.between(-20, 40)
    text = "x > %d" % bound
    right = [(text, True), ("x>%d" % bound, True), ("%d < x" % bound, True), ("(%d, \\infty)" % bound, False)]
    return ("inequality", text, right, ["x < %d" % bound, "x \\ge %d" % bound, "x > %d" % (bound + 1)])


def choice(dice):
    letter = dice.pick(_LETTERS)
    text = dice.pick(("%s", "\\text{(%s)}", "\\text{%s}")) % letter
    right = [(text, True), (letter, True), ("(%s)" % letter, True), ("\\text{(%s)}" % letter, True)]
    return ("choice", text, right, [other for other in _LETTERS if other != letter])


def words(dice):
    word = dice.pick(_WORDS)
    text = "\\text{%s}" % word
    right = [(text, True), (word, True), ("\\text{%s}" % word.lower(), False)]
    return ("text", text, right, ["\\text{%s}" % other for other in _WORDS if other != word])


def ratio(dice):
    first = dice.between(1, 15)
    text, other = "%d:%d" % (first, first + 1), "%d:%d" % (first + 1, first)
    right = [(text, True), (text.replace(":", " : "), True), ("\\frac{%d}{%d}" % (first, first + 1), False)]
    return ("ratio", text, right, [other, "%d:%d" % (first, first + 2)])


def base_n(dice):
    base = dice.pick((2, 3, 5, 7, 8))
    digits = str(dice.between(1, base - 1)) + "".join(str(dice.below(base)) for _ in range(dice.between(2, 5)))
    text = "%s_{%d}" % (digits, base)
    other = "%s%d_{%d}" % (digits[:-1], (int(digits[-1]) + 1) % base, base)
    return ("base", text, [(text, True), ("%s_%d" % (digits, base), True), (digits, False)], [other, "1" + text])


def imaginary(dice):
    real, part = dice.nonzero(-12, 12), dice.nonzero(-12, 12)
    text = "%d %s" % (real, _signed(part, "i"))
    right = [(text, True), (text.replace(" ", ""), True), ("%s %s" % (_lead(part, "i"), _signed(real)), True)]
    return ("complex", text, right, ["%d %s" % (real, _signed(-part, "i")), "%d %s" % (-real, _signed(part, "i"))])


def logarithm(dice):
    power, base = dice.between(2, 5), dice.pick((2, 3, 5, 7))
    text = "%d\\ln %d" % (power, base)
    right = [(text, True), ("%d \\ln{%d}" % (power, base), True), ("\\ln %d" % base**power, True)]
    return ("logarithm", text, right, ["%d\\ln %d" % (power + 1, base), "%d\\ln %d" % (power, base + 4)])


def interval(dice):
    low = dice.between(-20, 10)
    high = low + dice.between(1, 30)
    if dice.chance(0.5):
        text = "(-\\infty, %d) \\cup (%d, \\infty)" % (low, high)
        right = [(text, True), (text.replace(" ", ""), True)]
        return ("union", text, right, ["(-\\infty, %d] \\cup (%d, \\infty)" % (low, high), "(%d, %d)" % (low, high)])
    text = "[%d, %d]" % (low, high)
    right = [(text, True), ("\\left[%d, %d\\right]" % (low, high), True), ("%d \\le x \\le %d" % (low, high), False)]
    return ("interval", text, right, ["(%d, %d]" % (low, high), "[%d, %d)" % (low, high), "[%d, %d]" % (low, high + 1)])


def trigonometry(dice):
    angle = dice.between(1, 44)
    text = "\\sin %d^\\circ" % angle
    right = [(text, True), ("\\sin{%d^\\circ}" % angle, True), ("\\cos %d^\\circ" % (90 - angle), True)]
    return ("trigonometry", text, right, ["\\cos %d^\\circ" % angle, "\\sin %d^\\circ" % (angle + 1)])


def binomial(dice):
    top = dice.between(6, 20)
    low = dice.between(2, 4)
    text = "\\binom{%d}{%d}" % (top, low)
    right = [(text, True), (str(comb(top, low)), False)]
    return ("binomial", text, right, ["\\binom{%d}{%d}" % (top + 1, low), str(comb(top, low) + 1)])


def power(dice):
    base, exponent = dice.pick((2, 3, 5, 7)), dice.between(4, 12)
    text = "%d^{%d}" % (base, exponent)
    right = [(text, True), (str(base**exponent), True)]
    return ("power", text, right, ["%d^{%d}" % (base, exponent + 1), str(base * exponent)])


def collection(dice):
    start = dice.between(-5, 12)
    values = [start, start + dice.between(1, 5), start + dice.between(6, 14)]
    shape = "\\{%d, %d, %d\\}"
    text = shape % tuple(values)
    right = [(text, True), (text.replace(" ", ""), True), (shape % (values[2], values[0], values[1]), True)]
    return ("set", text, right, ["\\{%d, %d\\}" % tuple(values[:2]), shape % (values[0], values[1], values[2] + 1)])


def plus_minus(dice):
    whole, root = dice.nonzero(-9, 12), dice.pick((2, 3, 5, 7, 11))
    text = "%d \\pm \\sqrt{%d}" % (whole, root)
    right = [(text, True), ("%d\\pm\\sqrt{%d}" % (whole, root), True)]
    right.append(("%d + \\sqrt{%d}, %d - \\sqrt{%d}" % (whole, root, whole, root), True))
    return ("plus_minus", text, right, ["%d + \\sqrt{%d}" % (whole, root), "%d \\pm \\sqrt{%d}" % (-whole, root)])


#: (maker, share in percent); the kind of answer is the first field that a maker gives.
KINDS = [
    (radical, 8.6), (expression, 2.7), (pi_multiple, 2.5), (equation, 2.0), (listing, 1.3), (point, 1.1),
    (matrix, 0.7), (inequality, 0.5), (choice, 0.5), (power, 0.5), (words, 0.4), (ratio, 0.4), (interval, 0.4),
    (base_n, 0.3), (imaginary, 0.3), (logarithm, 0.3), (trigonometry, 0.2), (binomial, 0.2), (collection, 0.1),
    (plus_minus, 0.1),
]
