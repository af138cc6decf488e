"""
Amounts of money, time and people in Swedish, in every way people write them.

Kronor and months are whole where they were told whole; nothing is ever a float.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from assistant.text.identifiers import blank_identifiers
from assistant.text.normalise import fold
from assistant.text.numerals import Numeral, find_numerals
from assistant.text.units import Marking, Unit, counts_things, read_marking, read_prefix

Number = int | Decimal

_ABOUT = re.compile(
    r"(?:\b(?:cirka|circa|ca|c:a|ungefar|runt|omkring|kring|drygt|knappt|nastan|narmare|bortat|typ|uppskattningsvis|"
    r"sisadar|grovt|runt omkring|strax (?:under|over)|en)\.?|~|±)\s?$"
)
_ABOUT_AFTER = re.compile(r"\s(?:ungefar|cirka|ca|typ|nagot|nagonting)\b")
_BETWEEN = re.compile(r"\b(?:mellan|fran)\s(?:cirka |ca |ungefar )?$")
_TO = re.compile(r"\s?(?:-|–|—)\s?|\s(?:till|upp till|a)\s")
_AND = re.compile(r"\soch\s(?:cirka |ca )?")
_CHANGES = re.compile(r"\b(?:sank|andra|drar? ne|minska|hoj|oka|byt|ga(?:r)? (?:upp|ner)|korriger|justera)\w*[^.?!]{0,25}$")
_TIMES = re.compile(r"\s?(?:\*|x|×|·|a|á|à|ganger|gånger|st a)\s?|\s(?:for|i|under|om|pa|med|till(?: en| ett)?|och)\s(?:en |ett )?(?:kostnad(?:en)? (?:pa|av) |timpris(?:et)? (?:pa|av) |timkostnad(?:en)? (?:pa|av) )?")
_SPACES = str.maketrans("\u00a0\u202f\u2009\t\n", "     ")
_THOUSAND = 1000
_SURELY_MONEY = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """
    One amount of a text, *start* to *end* in it.

    A range has *low* and *high*, and its value is the high end: the careful side against every ceiling.
    """

    value: Number
    unit: Unit
    start: int = 0
    end: int = 0
    approximate: bool = False
    low: Number | None = None
    high: Number | None = None
    hours: Number | None = None
    """The hours of "300 timmar à 650 kr"."""
    scale: int = 1
    """In what it was written: 1 for "600 000 kr", 1000 for "600 tkr"."""
    inherited: bool = False
    """Whether the unit was not written but taken from the amounts around it."""
