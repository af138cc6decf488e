"""What is known while the turns are read: parties, costs, shares and the project's own facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assistant.rules.projekt import (
    Kostnadsslag,
    Projektpart,
)
from assistant.text.amounts import Amount
from assistant.understanding.project.actors import Mention, Said
from assistant.understanding.project.lexicon import Lexicon
from assistant.understanding.project.money import (
    About,
    Told,
)
from assistant.understanding.project.roles import Casting

OURS = "vi"
"""Key of the asker's own organisation."""


PUBLIC = frozenset(
    {"kommun", "ideell_forening", "region", "universitet", "institut", "statlig_myndighet", "kommunalforbund"}
)
APPLYING = frozenset({"kommun", "ideell_forening", "trossamfund", "kooperativ", "svb", "socialt_foretag"})
"""Kinds that apply themselves where they are called medsökande."""
COMPANIES = frozenset(
    {"foretag", "kommunalt_bolag", "svb", "socialt_foretag", "enskild_firma", "ekonomisk_forening", "kooperativ"}
)


SHORT_ANSWER = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message as understood."""

    said: Said
    mentions: tuple[Mention, ...]
    keys: tuple[str, ...]
    """The party that each mention is."""
    casting: Casting
    told: tuple[Told, ...]
    shares: tuple[Told, ...]
    project: Mapping[str, Any]
    """What it tells of the project itself, by field of `Projekt`."""
    facts: int
    """How many facts the message added; 0 where it only asks."""

    @property
    def others(self) -> tuple[str, ...]:
        """Return the parties the message names that are not the asker's own."""
        return tuple(dict.fromkeys(k for k in self.keys if k != OURS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One cost told, by party key ("" for the project's)."""

    key: str
    kostnadsslag: Kostnadsslag | None
    belopp: int
    timmar: int | None
    turn: int
    whole: bool = False
    """Whether it was told as the project's total, so that parts told later are parts of it."""
    span: tuple[int, int] | None = None
    """Its low and high end where a span was told; holds as long as *belopp* is the high end."""
    extra: bool = False
    """Whether it was told as coming on top of the rest, so that it is no part of a total."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A percentage told: of the costs as grant, own money or a party's part, or of pay as indirect costs."""

    about: About
    key: str
    andel: Decimal
    indirect: bool = False


@dataclass(slots=True)
class Book:
    """What is known so far; lives only while the turns are read."""

    lexicon: Lexicon
    parties: dict[str, Projektpart] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    grants: dict[str, int] = field(default_factory=dict)
    project: dict[str, Any] = field(default_factory=dict)
    applying: set[str] = field(default_factory=set)
    questions: dict[str, str] = field(default_factory=dict)
    shares: dict[tuple[About, str], Share] = field(default_factory=dict)
    last: Told | None = None
    last_key: str = ""
    last_at: int = 0
    turns: list[Turn] = field(default_factory=list)
    earlier_aid: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Earlier aid by party: the turn it was told in, and the euro told in that turn."""
    both_levels: bool = False
    unpaid: list[int] = field(default_factory=list)
    either: tuple[Amount, Amount] | None = None


def company_of(book: Book) -> str | None:
    """Return the party that state aid can concern: the last company, else the last that is not plainly public."""
    keys = [k for k, p in book.parties.items() if p.aktorstyp in COMPANIES]
    loose = [k for k, p in book.parties.items() if p.aktorstyp and p.aktorstyp not in PUBLIC]
    return next(reversed(keys or loose), None)
