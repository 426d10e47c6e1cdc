"""The text of what a model wrote, whichever way a trainer hands it over."""

from __future__ import annotations

from typing import Any, Mapping, Optional

_MODEL_ROLES = ("assistant", "nova_assistant")

#: What tokenizers leave at the end of a decoded sequence when told not to skip special tokens.
END_MARKS = (
    "<|im_end|>",
    "<|endoftext|>",
    "<|eot_id|>",
    "<|end_of_text|>",
    "<|end|>",
    "</s>",
    "<eos>",
    "<end_of_turn>",
)


def text_of(completion: Any) -> Optional[str]:
    """The text of a completion: a str as it is; of messages, the content of the last one that the model wrote; of
    blocks of content, their texts joined. None where there is no such text, which makes the row a ``bad_sample``.
    """
    if completion is None or isinstance(completion, str):
        return completion
    if isinstance(completion, Mapping) or hasattr(completion, "content"):
        return content_of(_member(completion, "content"))
    try:
        messages = list(completion)
    except TypeError:
        return None
    written = [message for message in messages if _member(message, "role") in _MODEL_ROLES]
    return content_of(_member(written[-1], "content")) if written else None


def content_of(content: Any) -> Optional[str]:
    """The text of a message's content: a str, or the text blocks of a list joined; null content is the empty text."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    try:
        blocks = list(content)
    except TypeError:
        return None
    texts = [block if isinstance(block, str) else _member(block, "text") for block in blocks]
    return "".join(text for text in texts if isinstance(text, str))


def _member(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(name)
    return getattr(value, name, None)


def without_end_marks(text: str) -> str:
    """``text`` without the end-of-sequence marks that stand at its end."""
    while True:
        trimmed = text.rstrip()
        mark = next((mark for mark in END_MARKS if trimmed.endswith(mark)), None)
        if mark is None:
            return text
        text = trimmed[: -len(mark)]
