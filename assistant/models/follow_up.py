"""A follow-up made whole, and a message cut into its questions, by a model and in nothing but the user's own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.models.asking import listed, rows_from
from assistant.models.phrasing import Writer
from assistant.models.wording import Turn, tokens
from assistant.search.terms import words
from assistant.text.figures import figures
from assistant.text.sentences import sentences

_MOST_WHOLE, _MOST_PARTS = 3, 4
_COVERED = 0.7
"""Share of a sentence's words from which the model's parts hold it, so that it need not be told again."""
_FOREIGN = "frågan har ord som användaren inte har skrivit"
_ELSE = "frågan är en annan än den som ställdes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """Questions that may be used, and those that were cut with the reason."""

    kept: tuple[str, ...] = ()
    cut: tuple[tuple[str, str], ...] = ()

    def as_trace(self) -> Mapping[str, Any]:
        """Return what a receipt holds; nothing where the model gave nothing."""
        if not self.kept and not self.cut:
            return {}
        return {"kept": list(self.kept), "cut": [{"text": text, "reason": reason} for text, reason in self.cut]}


def _schema(most: int) -> Mapping[str, Any]:
    return listed("questions", most, {"type": "string"})


def of_own_words(question: str, turns: Sequence[str]) -> bool:
    """
    Return whether every word and figure of *question* was written by the user.

    >>> of_own_words("Får föreningen söka?", ["Vi är en förening. Får vi söka?"])
    True
    """
    told = {t.key for turn in turns for t in tokens(turn)}
    written = frozenset().union(*(figures(turn) for turn in turns), frozenset())
    asked = {t.key for t in tokens(question)}
    return bool(asked) and asked <= told and figures(question) <= written


def in_own_words(question: str, turns: Sequence[str]) -> bool:
    """
    Return whether every word and figure of *question* was written by the user, and the last turn is what it asks.

    >>> in_own_words("Får föreningen söka?", ["Vi är en förening.", "Får vi söka?"])
    True
    >>> in_own_words("Får regionen söka?", ["Vi är en förening.", "Får vi söka?"])
    False
    """
    last, now = words(turns[-1]), words(question)
    kept = 2 * sum(word in now for word in last) >= len(last)
    return kept and of_own_words(question, turns)


def _questions(writer: Writer, name: str, turns: Sequence[str], most: int) -> tuple[str, ...]:
    rows = rows_from(writer, name, {"turns": list(turns)}, _schema(most))
    return tuple(row.strip() for row in rows if isinstance(row, str))


def made_whole(writer: Writer, turns: Sequence[str]) -> Reworded:
    """
    Return the whole questions that the model makes of the last of *turns*; what the user did not say is cut.

    Raises ModelError where the model fails.
    """
    asked = _questions(writer, "hel-fraga", turns, _MOST_WHOLE)
    kept = tuple(q for q in asked if in_own_words(q, turns))
    cut = ((q, _ELSE if of_own_words(q, turns) else _FOREIGN) for q in asked if q not in kept)
    return Reworded(kept=kept, cut=tuple(cut))


def may_be_several(parts: Sequence[str]) -> bool:
    """
    Return whether a message that was cut into *parts* may hold questions that were not told apart.

    >>> may_be_several(["Vem får söka?"]), may_be_several(["Vem får söka, gärna också när. Och vad kostar det?"])
    (False, True)
    """
    return len(parts) > 1 or len(sentences(parts[0])) > 1


def _lost(sentence: str, told: set[str]) -> bool:
    keys = [t.key for t in tokens(sentence)]
    return sum(key in told for key in keys) < _COVERED * len(keys)


def _negations(text: str) -> int:
    return sum(t.turn is Turn.NEGATION for t in tokens(text))


def cut_up(writer: Writer, parts: Sequence[str]) -> Reworded:
    """
    Return the questions that the model makes of a message that was cut into *parts*, with all that the user told.

    Where one of them is not in the user's own words, or a "not" is lost, none is kept.  A sentence that
    no question holds leads up to the first.  Raises ModelError where the model fails.
    """
    message = " ".join(parts)
    asked = _questions(writer, "delfragor", [message], _MOST_PARTS)
    foreign = tuple((q, _FOREIGN) for q in asked if not of_own_words(q, [message]))
    if foreign or not asked:
        return Reworded(cut=foreign)
    if _negations(" ".join(asked)) < _negations(message):
        return Reworded(cut=tuple((q, "ett ”inte” har fallit bort") for q in asked))
    told = {t.key for q in asked for t in tokens(q)}
    lost = [s for s in sentences(message) if _lost(s, told)]
    return Reworded(kept=(" ".join([*lost, asked[0]]), *asked[1:]))
