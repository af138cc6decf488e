"""Languages that a reply can be explained in: the words by which a translation is compared with its Swedish sentence."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from babel.dates import get_month_names

from assistant.models.wording import Turn
from assistant.text.figures import figures
from assistant.understanding.spelling import is_swedish_word

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_FOREIGN = 2
"""A foreign question has fewer Swedish words than one in so many; "man", "on" and "sin" are words in several languages."""
_ENOUGH = 2
"""So many of a language's commonest words show that a question is in it; fewer can be chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """
    One language.

    *yes*, *no*: how an answer opens.  *lead*: what opens a translated reply.  *turns* and *actors*: patterns by what they stand for in Swedish.
    *capital_nouns*: a capital inside a sentence is no sign of a name.
    """

    key: str
    name: str
    lead: str
    yes: str
    no: str
    common: frozenset[str]
    numbers: re.Pattern[str]
    units: Mapping[str, str]
    turns: Mapping[Turn, re.Pattern[str]]
    actors: re.Pattern[str]
    actor_keys: tuple[str, ...]
    capital_nouns: bool

    def written(self, figure: str) -> str:
        """
        Return a Swedish figure or date as this language writes it: digits as they are, units and months translated.

        >>> tongues()["en"].written("80 procent"), tongues()["en"].written("tre månader")
        ('80 per cent', '3 months')
        """
        found = figures(figure)
        digits = (
            figure if any(c.isdigit() for c in figure) or not found else figure.replace(figure.split()[0], min(found))
        )
        return re.sub(r"[^\W\d_]+", lambda m: self._word(m[0]), digits)

    def _word(self, word: str) -> str:
        months = dict(
            zip(get_month_names(locale="sv").values(), get_month_names(locale=self.key).values(), strict=True)
        )
        return self.units.get(word) or str(months.get(word, word))


def _either(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(patterns, key=len, reverse=True))})(?!\w)")


def _actors(table: Mapping[str, list[str]]) -> re.Pattern[str]:
    """Return one pattern with a group for each actor, the longer names tried first."""
    rows = [(n, p) for n, patterns in enumerate(table.values()) for p in patterns]
    parts = "|".join(f"(?P<a{n}_{i}>{p})" for i, (n, p) in enumerate(sorted(rows, key=lambda r: -len(r[1]))))
    return re.compile(rf"(?<![\w-])(?:{parts})(?!\w)")


def _tongue(key: str, table: Mapping[str, Any]) -> Tongue:
    return Tongue(
        key=key,
        name=table["name"],
        lead=table["lead"],
        yes=table["yes"],
        no=table["no"],
        common=frozenset(table["common"].split()),
        numbers=_either(table["numbers"].split()),
        units=table["units"],
        turns={Turn(name): _either(patterns) for name, patterns in table["turns"].items()},
        actors=_actors(table["actors"]),
        actor_keys=tuple(table["actors"]),
        capital_nouns=table.get("capital_nouns", False),
    )


@lru_cache(maxsize=1)
def tongues() -> Mapping[str, Tongue]:
    """Return the languages of assistant/models/languages by key."""
    files = sorted(resources.files("assistant.models").joinpath("languages").iterdir(), key=lambda file: file.name)
    tables = {file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8")) for file in files}
    return {key: _tongue(key, table) for key, table in tables.items()}


def tongue_of(question: str) -> Tongue | None:
    """
    Return the language of a question that is not Swedish, None where it is none that is known.

    >>> [t.key if t else "" for t in map(tongue_of, ("How much can we get?", "Kuka voi hakea?", "Кто может?"))]
    ['en', 'fi', '']
    """
    said = [word.lower() for word in _WORD.findall(question)]
    counts = {tongue.key: sum(word in tongue.common for word in said) for tongue in tongues().values()}
    best = max(counts, key=lambda key: counts[key])
    return tongues()[best] if counts[best] >= min(_ENOUGH, len(said)) > 0 else None


def is_foreign(question: str) -> bool:
    """
    Return whether a question is in a known language and hardly a word of it is Swedish.

    >>> is_foreign("Kuka voi hakea?"), is_foreign("Kan man få pengar?"), is_foreign("Maxbelopp?")
    (True, False, False)
    """
    said = _WORD.findall(question)
    swedish = sum(is_swedish_word(word) or is_swedish_word(word.lower()) for word in said)
    return tongue_of(question) is not None and _FOREIGN * swedish < len(said)
