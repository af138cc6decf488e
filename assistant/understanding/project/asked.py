"""What can be asked of the rules."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.rules import calculation


class Aspect(StrEnum):
    """What an eligibility question is about."""

    AKTOR = "aktör"
    BELOPP = "belopp"
    MANADER = "månader"
    PABORJAT = "påbörjat"
    DATA = "data"
    INRIKTNING = "inriktning"
    BILAGOR = "bilagor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """
    What the last message asks of the rules: *budget*, or the *aspects* of eligibility, never both.

    *aspects*: the one the question itself names first.  *whole*: every requirement is asked about.  *parties*: keys
    of those asked about.  *wanted*: a sum told without a word on what it is, in kronor; where the question is whether
    a project may be, it is the grant applied for.  *plain*: yes means that it may be, so the answer can say yes or no.
    *certain*: the question has no other subject than who may be what, so that nothing else it could ask is in doubt.
    """

    budget: calculation.Ask | None = None
    aspects: tuple[Aspect, ...] = ()
    whole: bool = False
    parties: tuple[str, ...] = ()
    wanted: int | None = None
    plain: bool = True
    certain: bool = False
