"""A follow-up made whole by a model, in nothing but the user's own words."""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from assistant.errors import ModelError
from assistant.models.phrasing import Writer, prompt
from assistant.models.wording import tokens
from assistant.search.terms import words
from assistant.text.figures import figures

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"questions": {"type": "array", "maxItems": 3, "items": {"type": "string"}}},
    "required": ["questions"],
    "additionalProperties": False,
}
_MOST = 2_000


def in_own_words(question: str, turns: Sequence[str]) -> bool:
    """
    Return whether every word and figure of *question* was written by the user, and the last turn is what it asks.

    >>> in_own_words("Får föreningen söka?", ["Vi är en förening.", "Får vi söka?"])
    True
    >>> in_own_words("Får regionen söka?", ["Vi är en förening.", "Får vi söka?"])
    False
    """
    told = {t.key for turn in turns for t in tokens(turn)}
    written = frozenset().union(*(figures(turn) for turn in turns), frozenset())
    asked = {t.key for t in tokens(question)}
    last, now = words(turns[-1]), words(question)
    kept = 2 * sum(word in now for word in last) >= len(last)
    return bool(asked) and kept and asked <= told and figures(question) <= written


def _questions(text: str) -> tuple[str, ...]:
    try:
        rows = json.loads(text)["questions"]
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError("Språkmodellen svarade inte med JSON.") from error
    return tuple(row.strip() for row in rows if isinstance(row, str)) if isinstance(rows, list) else ()


def made_whole(writer: Writer, turns: Sequence[str]) -> tuple[str, ...]:
    """
    Return the whole questions that the model makes of the last of *turns*; what the user did not say is dropped.

    Raises ModelError where the model fails.
    """
    user, text = json.dumps({"turns": list(turns)}, ensure_ascii=False), ""
    with closing(writer.stream(prompt("hel-fraga"), user, SCHEMA)) as pieces:
        for piece in pieces:
            text += piece
            if len(text) > _MOST:
                raise ModelError("Språkmodellen skrev för mycket.")
    return tuple(q for q in _questions(text) if in_own_words(q, turns))
