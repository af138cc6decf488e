"""
Whether a translation says what its Swedish sentence says, as far as code can see.

Figures, dates and names are placeholders in both. Organisations and placeholders must come in the same order, and
the small words that turn a sentence as often and at the same place among them; what cannot be compared is not shown.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.models.tongues import Tongue
from assistant.models.wording import Turn, names, tokens

_MARK = re.compile(r"\{[^{}]*\}")
_SAME = {
    "aktiebolag": "företag", "bolag": "företag", "projektpart": "part", "civilsamhällesorganisation": "organisation",
    "primärkommun": "kommun", "forskningsinstitut": "institut", "huvudsökande": "sökande", "bedömar": "bedömare",
}  # fmt: skip
"""Swedish words for actors that other languages have one word for."""
_BOTH_WAYS = (Turn.NEGATION, Turn.UPPER, Turn.LOWER, Turn.ONLY)
"""Turns that must stand as often, and at the same place among the anchors."""
_NEITHER_ADDED = (Turn.MUST, Turn.SHOULD, Turn.ALL)
"""Turns that may not come into a sentence that has none."""
_MAY_SHIFT = 1
_SHORTEST, _LONGEST = 0.7, 1.6
"""Least and greatest length of a translation, in parts of the Swedish sentence's."""
_OUTRIGHT = re.compile(r"\b(?:ska|skall|måste|krävs|kräver|behöver|obligatorisk\w*)\b")
_CLAUSE = re.compile(r"[;:.!?–(]\s|,\s")


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a sentence is hung on: actors and placeholders in order, and each turn by how many of them stand before."""

    anchors: tuple[str, ...]
    turns: Mapping[Turn, tuple[int, ...]]
    demands: bool = False
    """Whether the sentence speaks of a demand as a thing, which other languages say with a verb."""
    orders: bool = False
    """Whether what must be done is said by an imperative alone, as it then is in the translation."""


def _swedish(text: str) -> _Frame:
    anchors: list[str] = []
    turns: dict[Turn, list[int]] = {}
    at = 0
    for mark in [*_MARK.finditer(text), None]:
        for token in tokens(text[at : mark.start() if mark else len(text)]):
            if token.actor:
                anchors.append(_SAME.get(token.key, token.key))
            elif token.turn:
                turns.setdefault(token.turn, []).append(len(anchors))
        if mark:
            anchors.append(mark[0])
            at = mark.end()
    return _Frame(
        anchors=tuple(anchors),
        turns={turn: tuple(places) for turn, places in turns.items()},
        demands="krav" in text.lower(),
        orders=not _OUTRIGHT.search(text.lower()),
    )


def _foreign(text: str, tongue: Tongue) -> _Frame:
    low = text.lower()
    found = [(m.start(), m[0]) for m in _MARK.finditer(text)]
    plain = _MARK.sub(lambda m: " " * len(m[0]), low)
    for match in tongue.actors.finditer(plain):
        place = next(int(name[1:].split("_")[0]) for name, group in match.groupdict().items() if group)
        found.append((match.start(), tongue.actor_keys[place]))
    found.sort()
    places = [start for start, _ in found]
    turns = {
        turn: tuple(bisect_left(places, m.start()) for m in pattern.finditer(plain))
        for turn, pattern in tongue.turns.items()
    }
    return _Frame(tuple(anchor for _, anchor in found), {turn: at for turn, at in turns.items() if at})


def _opening(text: str, yes: str, no: str) -> tuple[str, str]:
    """Return "yes" or "no" where *text* opens with it, and the rest."""
    match = re.match(rf"({re.escape(yes)}|{re.escape(no)})[,:;.!]\s+", text, re.IGNORECASE)
    if match is None:
        return "", text
    return "yes" if match[1].lower() == yes else "no", text[match.end() :]


def _turned(own: _Frame, other: _Frame, tongue: Tongue) -> Iterator[str]:
    for turn in _BOTH_WAYS:
        here, there = own.turns.get(turn, ()), other.turns.get(turn, ())
        if len(here) != len(there):
            yield f"{turn.value} står {len(there)} gånger mot {len(here)}"
        elif any(abs(a - b) > _MAY_SHIFT for a, b in zip(here, there, strict=True)):
            yield f"{turn.value} gäller något annat"
    free = {Turn.MUST} if own.demands else set[Turn]()
    yield from (f"{t.value} är tillagt" for t in _NEITHER_ADDED if t in other.turns and t not in {*own.turns, *free})
    bare = {Turn.MUST} if own.orders else set[Turn]()
    yield from (f"{t.value} har fallit bort" for t in tongue.turns if t in own.turns and t not in {*other.turns, *bare})


def _named(text: str, tongue: Tongue) -> Iterator[str]:
    if not tongue.capital_nouns:
        yield from (f"namnet {name} är tillagt" for name in sorted(names(_MARK.sub("x", text)) - {"i"}))


def disagreement(swedish: str, text: str, tongue: Tongue) -> str:
    """
    Return in what the translation *text* differs from *swedish*, both with placeholders; empty where in nothing.

    >>> from assistant.models.tongues import tongues
    >>> disagreement("Regioner får inte vara koordinator.", "Regions may be coordinators.", tongues()["en"])
    'negation står 0 gånger mot 1'
    """
    said, told = _opening(swedish, "ja", "nej"), _opening(text, tongue.yes, tongue.no)
    if told[0] and told[0] != said[0]:
        return "svaret inleds på ett annat sätt"
    own, other = _swedish(said[1]), _foreign(told[1], tongue)
    if own.anchors != other.anchors:
        return f"aktörer och tal är {', '.join(other.anchors) or 'inga'} mot {', '.join(own.anchors) or 'inga'}"
    if number := tongue.numbers.search(_MARK.sub(" ", text.lower())):
        return f"räkneordet {number[0]} är tillagt"
    if not _SHORTEST <= len(text) / max(1, len(swedish)) <= _LONGEST:
        return "översättningen är för lång eller för kort"
    return next(iter((*_turned(own, other, tongue), *_named(text, tongue))), "")


def clauses(text: str) -> Sequence[str]:
    """
    Return the clauses of *text* that are long enough to be compared by meaning.

    >>> clauses("We pay the grant, and everyone who applies gets a coach.")
    ['and everyone who applies gets a coach.']
    """
    parts = [part.strip() for part in _CLAUSE.split(text)]
    return [part for part in parts if len(part.split()) > 4]
