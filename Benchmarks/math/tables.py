"""The tables of the math report, from its figures."""

import statistics

from report import number, table

#: The last label of a tier's reasons; the rest are named by themselves.
TIERS = [
    ("text", {"equal_bytes", "equal_text", "different_text"}),
    ("number", {"equal_number", "different_number", "equal_rounded", "within_tolerance"}),
    ("choice and words", {"equal_choice", "different_choice"}),
    ("residue", {"equal_residue", "different_polynomial", "different_point"}),
    ("canonical form", {"equal_canonical", "equal_polynomial"}),
    ("interval", {"different_value", "equal_separation", "equal_numeric"}),
    ("structure", {"different_kind", "different_arity", "different_unit", "different_base", "false_chain", "condition",
                   "several_answers"}),
]


def percentile(sorted_values, share):
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]


def summary(latencies):
    """Mean, p50, p99 and the most of seconds."""
    ordered = sorted(latencies)
    return {
        "rows": len(ordered), "mean": statistics.fmean(ordered), "p50": percentile(ordered, 0.5),
        "p99": percentile(ordered, 0.99), "max": ordered[-1],
    }


def micro(seconds):
    return number(seconds * 1e6)


def tier(verdict):
    """The tier that decided a row, or how the row ended when none did."""
    if verdict["status"] != "graded":
        return "not decided: " + verdict["status"]
    return next((name for name, reasons in TIERS if verdict["reason"] in reasons), "other")


def shares(keys, latencies):
    """What each key's rows cost: [(key, summary)], the most rows first."""
    groups = {}
    for key, cost in zip(keys, latencies):
        groups.setdefault(key, []).append(cost)
    return sorted(((key, summary(costs)) for key, costs in groups.items()), key=lambda item: -item[1]["rows"])


def shares_table(head, groups, rows, total):
    lines = [
        [key, number(one["rows"]), "%.1f %%" % (100 * one["rows"] / rows), micro(one["mean"]), micro(one["p99"]),
         micro(one["max"]), "%.0f %%" % (100 * one["mean"] * one["rows"] / total)]
        for key, one in groups]
    return table([head, "pairs", "share", "mean µs", "p99 µs", "max µs", "share of the time"], lines)


def _quoted(text):
    """The start of a text as code on one line."""
    return "`%s`" % " ".join(text[:60].replace("`", "'").split())


def slowest(costs, rows, count=5):
    """The rows that cost most."""
    most = sorted(range(len(rows)), key=lambda row: -costs[row])[:count]
    return "Slowest: " + "; ".join(
        "%s µs %s for %s" % (micro(costs[row]), _quoted(rows[row].response), _quoted(rows[row].reference))
        for row in most) + "."


def throughput(contenders, base):
    """Rates, and how many times as fast `base` is."""
    lines = []
    for one in contenders:
        ratio = "" if one is base else number(base.rate() / one.rate())
        spread = (max(one.rates()) - min(one.rates())) / one.rate()
        lines.append([
            one.name, number(one.rate()), number(1e6 / one.rate()), "%.0f %%" % (100 * spread), ratio,
            number(one.peak / 1024) if one.peak else ""])
    return table(["grader", "pairs/s", "µs/pair", "spread", "Adjudge is times as fast", "peak MB"], lines)


def latencies(named):
    """[(name, summary)]"""
    lines = [
        [name, number(one["rows"])] + [micro(one[key]) for key in ("mean", "p50", "p99", "max")] for name, one in named]
    return table(["grader", "pairs", "mean µs", "p50 µs", "p99 µs", "max µs"], lines)


def disagreements(ours, theirs):
    """How often two graders say what of the same pairs: accept, refuse, no reward."""
    words = {True: "accepts", False: "refuses", None: "no reward"}
    lines = []
    for our in (True, False, None):
        pairs = [words[their] for mine, their in zip(ours, theirs) if mine is our]
        lines.append(["Adjudge " + words[our]] + [number(pairs.count(word)) for word in words.values()])
    return table(["", "peer accepts", "peer refuses", "peer fails"], lines)
