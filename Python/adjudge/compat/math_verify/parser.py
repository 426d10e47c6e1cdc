"""``parse``: the answer in a text."""

from __future__ import annotations

import re
from typing import List, Optional, Sequence

from ._configs import ExprExtractionConfig, ExtractionTarget, LatexExtractionConfig, StringExtractionConfig
from ._engines import FORMULAS, Chain, engine, found

__all__ = [
    "Answer",
    "ExprExtractionConfig",
    "ExtractionTarget",
    "LatexExtractionConfig",
    "StringExtractionConfig",
    "parse",
]

_BOXED: Chain = ["strip_think", "first_turn", "boxed"]
_MARKED: Chain = ["strip_think", "first_turn", "hash", {"xml": "answer"}, ["answer_line", "last_value"]]
_STATED: Chain = ["strip_think", "first_turn", ["whole", "last_value"]]
_NUMBER: Chain = ["strip_think", "first_turn", "last_number"]
_UNMARKED = ("nothing_extracted", "empty_response")
#: Formulas joined by commas and words, and nothing else: `$1$ and $2$ or $3$`.
_FORMULAS_ONLY = re.compile(r"\s*\$[^$]+\$(?:\s*(?:,|;|and|or)+\s*\$[^$]+\$)+\s*(?:\.\s*)?")
#: A box that begins a text and is not closed.
_TORN = re.compile(r"\s*\$*\s*\\+boxed\{([^{}]+(?:\{[^{}]*\}[^{}]*)*)\$*\s*", re.DOTALL)
#: A text of at most this many words and characters that has no marks is taken for an answer as a whole.
_SHORT_WORDS, _SHORT_LENGTH = 3, 200


class Answer(str):
    """An answer as text; what ``parse`` returns in the place of Math-Verify's SymPy expressions.

    It knows the text that it was found in and how, so that several boxes of one sentence are compared as the list that
    they are.
    """

    source: Optional[str] = None
    chain: Optional[Chain] = None

    #: Its box was never closed: as a gold it may be compared, as a target it is no answer.
    is_torn: bool = False

    @classmethod
    def torn(cls, text: str) -> Answer:
        """The content of a box that is all of a text and is not closed."""
        answer = cls(text)
        answer.is_torn = True
        return answer

    @classmethod
    def of(cls, text: str, source: str, chain: Optional[Chain]) -> Answer:
        """An answer that a chain found in a text."""
        answer = cls(text)
        answer.source, answer.chain = source, chain
        return answer


def parse(
    pred: str,
    extraction_config: Sequence[ExtractionTarget] = (LatexExtractionConfig(), ExprExtractionConfig()),
    fallback_mode: str = "first_match",
    extraction_mode: str = "any_match",
    parsing_timeout: Optional[int] = None,
    raise_on_error: bool = False,
) -> List[Answer]:
    """The answer in a text, as a list of one; of two for strings, in lower case and as found; empty without any.

    The last box wins, with those that share its sentence; then ``#### answer``, ``<answer>``, a phrase such as "the
    answer is"; then the last formula between dollars or the like, a short text as a whole, and the last value or
    number. ``extraction_config`` says which of these are looked for, ``fallback_mode="no_fallback"`` leaves out the
    last number. The other parameters are accepted for the sake of the signature.
    """
    if not isinstance(pred, str):
        if raise_on_error:
            raise TypeError(f"pred: found {type(pred).__name__}, expected str")
        return []
    targets = list(extraction_config or (LatexExtractionConfig(), ExprExtractionConfig()))
    for target in targets:
        if isinstance(target, StringExtractionConfig):
            string = _string(pred, target)
            if string is not None:
                lower = string.lower() if target.lowercase else string
                return [Answer.of(lower, pred, None), Answer.of(string, pred, None)]
    latex = next((target for target in targets if isinstance(target, LatexExtractionConfig)), None)
    expression = next((target for target in targets if isinstance(target, ExprExtractionConfig)), None)
    if latex is None and expression is None:
        return []
    answer = _mathematics(pred, latex, expression, fallback_mode)
    return [answer] if answer is not None else []


def _mathematics(
    text: str,
    latex: Optional[LatexExtractionConfig],
    expression: Optional[ExprExtractionConfig],
    fallback_mode: str,
) -> Optional[Answer]:
    chains: List[Chain] = []
    if latex is not None and latex.boxed_match_priority >= 0:
        chains = [_MARKED, _BOXED] if latex.boxed_match_priority > 50 else [_BOXED, _MARKED]
        verdicts = engine(_BOXED).score([text], ["0"])
        # A box that was begun and not closed is no answer; nothing else in the text is either. Where it is all of the
        # text, it may be a gold that lost its brace.
        if verdicts.answer(0) is None and verdicts.reason(0) not in _UNMARKED:
            torn = _TORN.fullmatch(text) if len(text) <= _SHORT_LENGTH else None
            return Answer.torn(torn.group(1)) if torn is not None else None
    else:
        chains = [_MARKED]
    for chain in chains:
        if (answer := _found(text, chain)) is not None:
            return answer
    if latex is not None and _FORMULAS_ONLY.fullmatch(text):
        return Answer.of(text.strip(), text, None)
    # With plain expressions allowed, what the text ends in may be a formula or a number.
    formulas = latex is not None and latex.try_extract_without_anchor
    expressions = expression is not None and expression.try_extract_without_anchor
    if formulas and expressions and _short(text) is None:
        answer = _found(text, _STATED)
        # Prose without a value comes back as it is.
        if answer is not None and len(answer) < len(text.strip()) and len(answer) <= _SHORT_LENGTH:
            return answer
    if latex is not None and formulas and (latex.boxed_match_priority >= 0 or "boxed{" not in text):
        for formula in FORMULAS:
            if (answer := _found(text, ["strip_think", "first_turn", formula])) is not None:
                return answer
    if expression is not None and expression.try_extract_without_anchor:
        short = _short(text)
        if short is not None:
            return Answer.of(short, text, None)
        if fallback_mode != "no_fallback":
            for chain in (_STATED, _NUMBER):
                answer = _found(text, chain)
                if answer is not None and len(answer) < len(text.strip()) and any(sign.isdigit() for sign in answer):
                    return answer
    if fallback_mode == "no_fallback":
        return None
    short = _short(text)
    return Answer.of(short, text, None) if short is not None else None


def _found(text: str, chain: Chain) -> Optional[Answer]:
    answer = found(text, chain)
    return Answer.of(answer, text, chain) if answer else None


def _short(text: str) -> Optional[str]:
    if len(text) > _SHORT_LENGTH:
        return None
    words = text.split()
    prose = any(word.isalpha() and len(word) > 1 for word in words)
    return text.strip() if 0 < len(words) <= _SHORT_WORDS and not prose else None


def _string(text: str, config: StringExtractionConfig) -> Optional[str]:
    """The announced string, else one that the text begins with, else the last that stands alone."""
    names = "|".join(re.escape(name) for name in sorted(config.strings, key=len, reverse=True))
    if not names:
        return None
    flags = re.IGNORECASE if config.lowercase else 0
    announced = list(re.finditer(rf"(?i:answer(?: is)?:?)\W{{0,4}}\b({names})\b", text, flags))
    if announced:
        return announced[-1].group(1)
    if not config.try_extract_without_anchor:
        return None
    first = re.match(rf"\W{{0,4}}({names})(?:[.:,)\s]|$)", text, flags)
    if first:
        return first.group(1)
    # Without an anchor letters count as they are: "a" is an article.
    alone = list(re.finditer(rf"(?<!\w)({names})(?!\w)", text))
    return alone[-1].group(1) if alone else None
