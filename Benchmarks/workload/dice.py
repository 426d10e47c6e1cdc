"""Seeded draws whose bytes do not depend on the Python version.

Only `random` of `random.Random` is used: its stream is fixed for an integer seed, while those of `choice`, `shuffle`
and `sample` have changed between versions.
"""

import random
from bisect import bisect_right
from itertools import accumulate


class Dice:
    """A source of draws. The same seed gives the same draws everywhere."""

    def __init__(self, seed):
        self.unit = random.Random(seed).random

    def below(self, limit):
        """An integer in 0 ..< limit."""
        return int(self.unit() * limit)

    def between(self, low, high):
        """An integer in low ... high."""
        return low + int(self.unit() * (high - low + 1))

    def pick(self, sequence):
        """One of a sequence, all equally likely."""
        return sequence[int(self.unit() * len(sequence))]

    def chance(self, share):
        """True in `share` of all draws."""
        return self.unit() < share

    def nonzero(self, low, high):
        """An integer in low ... high other than 0."""
        value = 0
        while value == 0:
            value = self.between(low, high)
        return value

    def shuffled(self, values):
        """The values in a random order."""
        values = list(values)
        for last in range(len(values) - 1, 0, -1):
            other = self.below(last + 1)
            values[last], values[other] = values[other], values[last]
        return values


class Weighted:
    """A draw of values by weight: pairs (value, weight); the weights need not add up to anything."""

    def __init__(self, pairs):
        self.values = [value for value, _ in pairs]
        self.sums = list(accumulate(weight for _, weight in pairs))

    def draw(self, dice):
        return self.values[bisect_right(self.sums, dice.unit() * self.sums[-1])]


class Quantiles:
    """A draw of lengths by quantiles: pairs (share, value), from share 0 to share 1, straight lines between.

    Plain arithmetic, so that no mathematical library can round a length differently.
    """

    def __init__(self, pairs):
        self.shares = [share for share, _ in pairs]
        self.values = [value for _, value in pairs]

    def draw(self, dice):
        share = dice.unit()
        right = bisect_right(self.shares, share)
        low, high = self.shares[right - 1], self.shares[right]
        start, end = self.values[right - 1], self.values[right]
        return int(start + (end - start) * (share - low) / (high - low))
