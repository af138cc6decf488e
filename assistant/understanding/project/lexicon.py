"""
The words of corpus/words/ as patterns, so that an expert can teach the assistant a word without code.

A pattern is plain Swedish: `*` stands for letters, `...` for at most three words, and words
bend by themselves unless they end in `=`; case, å ä ö and hyphens do not matter.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.errors import SourceError
from assistant.text.normalise import fold

_ENDINGS = "(?:s|e|en|ens|et|ets|n|ns|t|ts|a|ar|ars|er|ers|or|r|na|nas|arna|arnas|erna|ernas|orna|ornas)?"
_GAP = r"(?:(?!(?:och|men|eller|med|medan|ska|vill|samt|projekt|i|dar|and|or)\b)[a-z0-9:-]+[, ]+){0,3}?"
_SHORT = 3
_WORD_START = re.compile(r"(?<![a-z0-9])[a-z0-9]")
_BETWEEN = r"[\s(-]+"


def _word(word: str, *, last: bool) -> str:
    leading = "(?:[a-z0-9]+-)*" if word.startswith("*") else ""
    body = leading + "[a-z]*".join(re.escape(piece) for piece in word.removesuffix("=").split("*"))
    bends = not word.endswith(("*", "=")) and len(word) >= (_SHORT if last else _SHORT + 1)
    return body + (_ENDINGS if bends else "")


def _pattern(text: str) -> str:
    parts = re.split(r"[\s-]+", fold(text).strip())
    regex = ""
    for at, part in enumerate(parts):
        regex += _GAP if part == "..." else _word(part, last=at == len(parts) - 1)
        if part != "..." and at < len(parts) - 1:
            regex += _BETWEEN
    return regex


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a word of the lexicon stands in the folded text."""

    key: str
    start: int
    end: int


class Words:
    """
    Keys with their patterns; finds the longest match at each place, the earlier key at a tie.

    >>> Words({"klubb": ["*klubb"], "kommun": ["kommun"]}).find("vi ar fotbollsklubben i kommunen")
    (Hit(key='klubb', start=6, end=21), Hit(key='kommun', start=24, end=32))
    """

    def __init__(self, patterns: Mapping[str, Iterable[str]]) -> None:
        self._compiled = [
            (
                key,
                re.compile(
                    rf"(?<![a-z0-9])(?:{'|'.join(_pattern(p) for p in sorted(words, key=len, reverse=True))})(?![a-z0-9])"
                ),
            )
            for key, words in patterns.items()
            if words
        ]

    def _all(self, folded: str) -> Iterator[tuple[int, int, int, str]]:
        starts = [m.start() for m in _WORD_START.finditer(folded)]
        for order, (key, regex) in enumerate(self._compiled):
            found = (regex.match(folded, at) for at in starts)
            yield from ((m.start(), -m.end(), order, key) for m in found if m)

    def find(self, folded: str) -> tuple[Hit, ...]:
        """Return the matches of *folded* in order, none overlapping."""
        hits: list[Hit] = []
        for start, end, _, key in sorted(self._all(folded)):
            if not hits or start >= hits[-1].end:
                hits.append(Hit(key, start, -end))
        return tuple(hits)

    def first(self, folded: str) -> str | None:
        """Return the key of the first match, None without one."""
        return next((hit.key for hit in self.find(folded)), None)

    def has(self, folded: str) -> bool:
        """Return whether anything matches."""
        return any(regex.search(folded) for _, regex in self._compiled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A definite short word, such as "bolaget", and the kinds it can point back to."""

    words: Words
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is said of an organisation of one kind that makes it another: a word out of each of *parts*."""

    kind: str
    becomes: str
    parts: tuple[Words, ...]

    def fits(self, folded: str) -> bool:
        """Return whether *folded* describes it."""
        return all(words.has(folded) for words in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All words that tell facts of a project."""

    actors: Words
    names: Mapping[str, str]
    """Proper names and abbreviations, read to the letter, with their kind."""
    shown: Mapping[str, str]
    """How a kind is called when it is shown back."""
    references: tuple[Reference, ...]
    descriptions: tuple[Description, ...]
    unclear: Words
    """Words for organisations of several legal forms; the key is the question to ask."""
    roles: Words
    roles_after: Words
    together: Words
    alone: Words
    facts: Mapping[str, Words]
    """Words by subject: storlek, stödgrund, bonus, påbörjat, data, inriktning, bilagor, land, gäller, …"""
    budget: Mapping[str, Words]
    """Words that ask about money, by what they ask."""
    asks: Mapping[str, Words]
    """Words that show whether a rule is asked for: lov, korta, annat, helhet, projekt, …"""


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{path.name}: filen kan inte läsas som TOML: {error}") from error


def _grouped(rows: Iterable[Mapping[str, Any]], key: str) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for row in rows:
        grouped.setdefault(row[key], []).extend(row["ord"])
    return grouped


def _references(rows: Iterable[Mapping[str, Any]]) -> tuple[Reference, ...]:
    return tuple(Reference(words=Words({"": row["ord"]}), kinds=frozenset(row["pekar_pa"])) for row in rows)


def _descriptions(rows: Iterable[Mapping[str, Any]]) -> tuple[Description, ...]:
    return tuple(
        Description(kind=row["galler"], becomes=row["typ"], parts=tuple(Words({"": part}) for part in row["alla_av"]))
        for row in rows
    )


def _asks(tables: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Words]:
    asks = {name: Words({name: table["ord"]}) for name, table in tables.items()}
    return asks | {f"{name}_utom": Words({name: table["utom"]}) for name, table in tables.items() if "utom" in table}


@lru_cache(maxsize=4)
def load_lexicon(folder: Path) -> Lexicon:
    """
    Return the lexicon of *folder*, corpus/words.

    Raises SourceError naming the file that is broken.
    """
    actors, unclear, roles = (_read(folder / f"{name}.toml") for name in ("aktorer", "oklara", "roller"))
    kinds = _grouped(actors["aktor"], "typ")
    together = roles["tillsammans"][0]
    questions = _read(folder / "fragor.toml")
    subjects = _read(folder / "fakta.toml") | _read(folder / "kostnader.toml")
    return Lexicon(
        actors=Words({"": actors["inte"]["ord"]} | kinds),
        names={name: row["typ"] for row in actors["aktor"] for name in row.get("namn", ())},
        shown={row["typ"]: row["visas"] for row in actors["aktor"]},
        references=_references(actors["hanvisning"]),
        descriptions=_descriptions(actors.get("beskrivning", ())),
        unclear=Words({row["fraga"]: row["ord"] for row in unclear["oklar"]}),
        roles=Words(_grouped((r for r in roles["roll"] if not r.get("efter")), "roll")),
        roles_after=Words(_grouped((r for r in roles["roll"] if r.get("efter")), "roll")),
        together=Words({"tillsammans": together["ord"]}),
        alone=Words({"ensam": together["ensam"]}),
        facts={name: Words(words) for name, words in subjects.items()},
        budget={name: Words({name: words}) for name, words in questions.pop("budget").items()},
        asks=_asks(questions),
    )
