"""The model's answer as it streams in: every claim as soon as it is whole, and never half of one."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assistant.errors import ModelError

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "claims": {
            "type": "array",
            "maxItems": 8,
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "evidence": {"type": "integer"},
                    "quote": {"type": "string"},
                },
                "required": ["text", "evidence", "quote"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["claims"],
    "additionalProperties": False,
}
_MOST = 30_000
_DECODER = json.JSONDecoder()

RawClaim = tuple[str, int, str]


def _claim(value: object) -> RawClaim:
    match value:
        case {"text": str(text), "evidence": int(number), "quote": str(quote)}:
            return text, number, quote
    raise ModelError("Språkmodellen svarade i fel form.")


def _next_object(text: str, at: int) -> tuple[Any, int] | None:
    start = text.find("{", at)
    if start < 0:
        return None
    try:
        return _DECODER.raw_decode(text, start)
    except json.JSONDecodeError:
        return None


def read_claims(pieces: Iterable[str]) -> Iterator[RawClaim]:
    """
    Yield text, evidence number and quote of each claim, as soon as its object is closed.

    Raises ModelError where the whole is not the JSON that was asked for, or grows without end.

    >>> list(read_claims(['{"claims": [{"text": "A.", "evid', 'ence": 1, "quote": "a"}]}']))
    [('A.', 1, 'a')]
    """
    text, at = "", -1
    for piece in pieces:
        text += piece
        if len(text) > _MOST:
            raise ModelError("Språkmodellen skrev för mycket.")
        if at < 0 and '"claims"' in text and "[" in text[text.index('"claims"') :]:
            at = text.index("[", text.index('"claims"')) + 1
        while at >= 0 and (found := _next_object(text, at)):
            value, at = found
            yield _claim(value)
    _check_whole(text)


def _check_whole(text: str) -> None:
    try:
        whole, _ = _DECODER.raw_decode(text, max(0, text.find("{")))
    except json.JSONDecodeError as error:
        raise ModelError("Språkmodellen svarade inte med JSON.") from error
    if not isinstance(whole, dict) or not isinstance(whole.get("claims"), list):
        raise ModelError("Språkmodellen svarade i fel form.")
