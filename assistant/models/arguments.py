"""
Arguments of the functions as a model reads them out of a conversation, each with the user's own words that say it.

The model points and sorts; it never writes a figure. Code finds the words in what the user wrote, reads sums,
months and head counts there with the same readers as always, and drops whatever it cannot find.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.models.asking import listed, record
from assistant.models.wording import Turn as Small
from assistant.models.wording import tokens
from assistant.rules.projekt import Bilaga, Inriktning, Kostnadsslag, Roll, Stodgrund, Storlek
from assistant.text.amounts import Amount
from assistant.text.units import Unit
from assistant.understanding.project.actors import Said
from assistant.understanding.project.lexicon import Lexicon
from assistant.understanding.project.worked import amounts_of

_MOST_ARGUMENTS = 12
_LONGEST = 90
_YES, _NO = "ja", "nej"
_CLAUSE = re.compile(r"[,;:.?!–]\s|\b(?:men|medan|fast|but|while)\b")
_PAST = re.compile(r"\b(?:sedan|sen|senaste|förra|tidigare|ago|last)\b", re.IGNORECASE)
_NEAR = 12


class Name(StrEnum):
    """What a model may point out; the words are those a reader sees."""

    AKTORSTYP = "organisationens form"
    ROLL = "roll"
    STORLEK = "företagets storlek"
    ANSTALLDA = "antal anställda"
    STODGRUND = "stödgrund"
    BONUSGRUND = "villkor för högre stödnivå"
    EKONOMISK_VERKSAMHET = "ekonomisk verksamhet"
    KOSTNAD = "kostnad"
    SOKT_BIDRAG = "sökt bidrag"
    EGEN_INSATS = "egen insats"
    MANADER = "projektets längd"
    PABORJAT = "påbörjat"
    DATA_FINNS = "data finns"
    INRIKTNING = "inriktning"
    BILAGA_SAKNAS = "bilaga saknas"


FLAGS = frozenset({Name.BONUSGRUND, Name.EKONOMISK_VERKSAMHET, Name.PABORJAT, Name.DATA_FINNS})
SUMS = frozenset({Name.KOSTNAD, Name.SOKT_BIDRAG, Name.EGEN_INSATS})
COUNTS: Mapping[Name, Unit] = {Name.MANADER: Unit.MONTHS, Name.ANSTALLDA: Unit.PEOPLE}
OF_PARTY = frozenset(
    {
        Name.ROLL,
        Name.STORLEK,
        Name.ANSTALLDA,
        Name.STODGRUND,
        Name.BONUSGRUND,
        Name.EKONOMISK_VERKSAMHET,
    }
)
_WORDS = {
    Name.STORLEK: "storlek",
    Name.STODGRUND: "stodgrund",
    Name.BONUSGRUND: "bonus",
    Name.PABORJAT: "paborjat",
    Name.DATA_FINNS: "data",
    Name.INRIKTNING: "inriktning",
    Name.BILAGA_SAKNAS: "bilagor",
    Name.KOSTNAD: "kostnadsslag",
}
"""The lexicon's subject for each, where it has one: what it reads in the same words is not overruled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """
    One argument as the model gave it.

    *value*: one of the choices; empty for what is read as a number.  *party*: the words that name whose it is.
    """

    name: Name
    value: str
    party: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where words stand: the message, counted from the first, and start and end in it."""

    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An argument after the check: where its words stand and the amount read there, or the reason it was cut."""

    argument: Argument
    place: Place | None = None
    amount: Amount | None = None
    reason: str = ""

    @property
    def truth(self) -> bool:
        """Return whether the answer is yes."""
        return self.argument.value == _YES


def choices(kinds: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return the values each argument can have, none for what is a number; *kinds*: the known kinds of organisation."""
    closed: dict[Name, Sequence[str]] = {
        Name.AKTORSTYP: kinds,
        Name.ROLL: list(Roll),
        Name.STORLEK: list(Storlek),
        Name.STODGRUND: list(Stodgrund),
        Name.KOSTNAD: list(Kostnadsslag),
        Name.INRIKTNING: list(Inriktning),
        Name.BILAGA_SAKNAS: list(Bilaga),
    }
    return {name.value: [str(v) for v in closed.get(name, (_YES, _NO) if name in FLAGS else ())] for name in Name}


def schema(values: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    """Return the schema of the answer: each argument with its own choices, and nowhere a number."""
    text = {"type": "string"}

    def shape(name: str, allowed: Sequence[str]) -> Mapping[str, Any]:
        value = {"value": {"type": "string", "enum": list(allowed)}} if allowed else {}
        return record({"argument": {"type": "string", "enum": [name]}, **value, "party": text, "words": text})

    return listed("arguments", _MOST_ARGUMENTS, {"anyOf": [shape(name, allowed) for name, allowed in values.items()]})


def read_arguments(rows: Sequence[Any], values: Mapping[str, Sequence[str]]) -> Iterator[Argument]:
    """Yield the rows that are arguments; what is in another form, or has a value that does not exist, is no argument."""
    for row in rows[:_MOST_ARGUMENTS]:
        match row:
            case {"argument": str(name), "words": str(words)} if name in values:
                value, party = row.get("value", ""), row.get("party", "")
                if isinstance(party, str) and (value in values[name] if values[name] else value == ""):
                    yield Argument(name=Name(name), value=value, party=party, words=words)


def find(words: str, turns: Sequence[Said]) -> Place | None:
    """
    Return where *words* stand in the latest message that has them, whole words in order; None where they do not.

    >>> find("tio månader", [Said("Vi kör i Tio  månader.")])
    Place(turn=0, start=9, end=21)
    >>> find("0 000", [Said("10 000 kr")]) is None
    True
    """
    if not any(c.isalnum() for c in words):
        return None
    whole = r"\s+".join(re.escape(w) for w in words.split())
    pattern = re.compile(rf"(?<!\w){whole}(?!\w)", re.IGNORECASE)
    for at in range(len(turns) - 1, -1, -1):
        if match := pattern.search(turns[at].raw):
            return Place(turn=at, start=match.start(), end=match.end())
    return None


def _denied(said: Said, place: Place) -> bool:
    """Return whether the clause that the words stand in says "not"; a model's own reading of it is not asked."""
    start, end = said.sentence(place.start)
    breaks = [m.end() for m in _CLAUSE.finditer(said.raw, start, place.start)]
    after = _CLAUSE.search(said.raw, place.end, end)
    clause = said.raw[breaks[-1] if breaks else start : after.start() if after else end]
    return any(t.turn is Small.NEGATION for t in tokens(clause))


def _amount(argument: Argument, said: Said, place: Place) -> Amount | None:
    """Return the one amount that stands wholly within the words, None where there is none or more than one."""
    inside = [a for a in amounts_of(said) if place.start <= a.start and a.end <= place.end]
    units = {Unit.KR} if argument.name in SUMS else {COUNTS[argument.name], Unit.NONE}
    fits = [a for a in inside if a.unit in units]
    return fits[0] if len(inside) == len(fits) == 1 else None


def _otherwise(argument: Argument, said: Said, place: Place, lexicon: Lexicon) -> bool:
    """Return whether the word lists read the words in their own way, so that there is nothing to add."""
    within = said.folded[place.start : place.end]
    if argument.name is Name.AKTORSTYP:
        return lexicon.actors.has(within) or lexicon.unclear.has(within)
    subject = _WORDS.get(argument.name)
    read = {h.key for h in lexicon.facts[subject].find(within)} if subject else set()
    return bool(read) and (argument.name in FLAGS or argument.value not in read)


def _share(one: str, other: str) -> bool:
    """Return whether two texts have a word in common; a legal term is told only by its own words."""
    return bool({t.key for t in tokens(one)} & {t.key for t in tokens(other) if t.content})


def _fault(argument: Argument, said: Said, place: Place, lexicon: Lexicon) -> str:
    if len(argument.words) > _LONGEST or said.sentence(place.start) != said.sentence(place.end - 1):
        return "orden är fler än en uppgift"
    if not any(t.content for t in tokens(argument.words)):
        return "orden säger inget"
    if _otherwise(argument, said, place, lexicon):
        return "ordlistan läser orden på annat sätt"
    if argument.name is Name.STODGRUND and not _share(argument.value, argument.words):
        return "stödgrunden nämns inte"
    denied = _denied(said, place)
    if argument.name in FLAGS and denied is (argument.value == _YES):
        return "nekningen stämmer inte med uppgiften"
    if argument.name not in FLAGS and denied is not (argument.name is Name.BILAGA_SAKNAS):
        return "nekningen stämmer inte med uppgiften"
    past = _PAST.search(said.raw, max(0, place.start - _NEAR), place.end + _NEAR)
    return "orden gäller något som har varit" if argument.name is Name.MANADER and past else ""


def check(argument: Argument, turns: Sequence[Said], lexicon: Lexicon) -> Checked:
    """Return *argument* with the place of its words and the amount that they tell, or why it is dropped."""
    place = find(argument.words, turns)
    if place is None:
        return Checked(argument=argument, reason="orden står inte i det som användaren skrev")
    said = turns[place.turn]
    if fault := _fault(argument, said, place, lexicon):
        return Checked(argument=argument, reason=fault)
    if argument.name not in SUMS and argument.name not in COUNTS:
        return Checked(argument=argument, place=place)
    amount = _amount(argument, said, place)
    return Checked(argument=argument, place=place, amount=amount, reason="" if amount else "inget entydigt tal i orden")
