"""Tables in Markdown from the figures of a run."""


def table(heads, rows):
    """A Markdown table; columns after the first are right-aligned."""
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def number(value):
    """1234567 as 1,234,567; small values with three significant digits."""
    return "{:,.0f}".format(value) if value >= 100 else "%.3g" % value


def rates(contenders):
    rows = []
    for contender in contenders:
        figures = contender.result()
        spread = (figures["fastest"] - figures["slowest"]) / figures["rows_per_second"]
        rows.append([
            contender.name, number(figures["rows_per_second"]), number(figures["megabytes_per_second"]),
            number(figures["nanoseconds_per_row"]), number(figures["fastest"]), "%.0f %%" % (100 * spread)])
    return table(["contender", "responses/s", "MB/s", "ns/response", "best round", "spread"], rows)


def ratio(pair):
    """One pair of the JSON report as a row."""
    differing = "" if pair["rewards_that_differ"] is None else number(pair["rewards_that_differ"])
    speeds = [number(pair["ratio"]), number(pair["ratio_of_best_rounds"])]
    return [pair["ours"], pair["theirs"], *speeds, differing]


def ratios(pairs):
    heads = ["Adjudge", "against", "times as fast", "in the best rounds", "verdicts that differ"]
    return table(heads, [ratio(pair) for pair in pairs])


def truth(contenders, labels):
    """What each contender said of the rows whose label is known."""
    right, wrong = labels.count(True), labels.count(False)
    rows = []
    for contender in contenders:
        passed = list(zip(contender.passed(), labels))
        rows.append([
            contender.name, "%s of %s" % (number(passed.count((True, True))), number(right)),
            "%s of %s" % (number(passed.count((True, False))), number(wrong)),
            number(sum(reward is None for reward, _ in passed))])
    return table(["contender", "labelled right: accepted", "labelled wrong: accepted", "no reward"], rows)


def files(figures):
    rows = [[one["name"], number(one["megabytes_per_second"]), "%.3f" % one["cpu_seconds"]] for one in figures]
    return table(["command", "MB/s (wall)", "CPU seconds"], rows)


def left_out(reasons):
    return "\n".join("- %s: %s" % (name, reason) for name, reason in sorted(reasons.items()))
