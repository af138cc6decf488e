"""The difference between two texts, word by word."""

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum

_TOKEN = re.compile(r"\s+|[^\s]+")
_WORD = re.compile(r"\S+")


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "lika"
    GONE = "borta"
    NEW = "nytt"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that share a fate."""

    kind: Kind
    text: str


def _pieces(before: list[str], after: list[str], tag: str) -> list[Piece]:
    if tag == "equal":
        return [Piece(Kind.SAME, "".join(after))]
    both = ((Kind.GONE, before), (Kind.NEW, after))
    return [Piece(kind, "".join(words)) for kind, words in both if words]


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """
    Return *after* and what is gone of *before*, in reading order.

    >>> [(p.kind.value, p.text) for p in difference("högst 500 kr", "högst 600 kr")]
    [('lika', 'högst '), ('borta', '500'), ('nytt', '600'), ('lika', ' kr')]
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(p for tag, a, b, c, d in codes for p in _pieces(old[a:b], new[c:d], tag))


def changed_share(before: str, after: str) -> float:
    """
    Return how large a share of the words was changed, 0 to 1.

    >>> changed_share("a b c d", "a b c d"), changed_share("a b", "c d")
    (0.0, 1.0)
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    return round(1 - difflib.SequenceMatcher(None, old, new, autojunk=False).ratio(), 3)
