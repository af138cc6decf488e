"""What a number can count, and the Swedish words and signs that say so."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What an amount counts."""

    KR = "kr"
    KR_PER_HOUR = "kr/timme"
    KR_PER_MONTH = "kr/månad"
    EUR = "euro"
    PERCENT = "%"
    MONTHS = "månader"
    HOURS = "timmar"
    PEOPLE = "anställda"
    NONE = ""


_T, _M = Decimal(1000), Decimal(10**6)
_WEEK = Decimal(12) / Decimal(52)
_UNITS: dict[str, tuple[Unit, Decimal]] = {
    word: (unit, factor)
    for unit, factor, words in (
        (
            Unit.KR,
            Decimal(1),
            "kr kronor krona kronors kronorna kronr kroner koronor sek skr spann riksdaler :- ;- kr:-",
        ),
        (Unit.KR, _T, "tkr kkr tsek ksek tusenlappar tusenlapp lax laxar lakan papp t.kr t.sek"),
        (Unit.KR, _M, "mkr mnkr msek mnsek mn milj.kr"),
        (Unit.KR, Decimal(10**9), "mdkr mdr"),
        (Unit.EUR, Decimal(1), "euro euros eur eurona €"),
        (Unit.EUR, _T, "keur teur k€ t€"),
        (Unit.EUR, _M, "meur m€"),
        (Unit.PERCENT, Decimal(1), "% procent procents procenten proc pct prosent procet procenter percent procentig"),
        (
            Unit.MONTHS,
            Decimal(1),
            "manader manad manaders manaderna manads man mand mnd mnader manda manadr manander mondader mandader manar months month",
        ),
        (Unit.MONTHS, Decimal(12), "ar ars aren arens arig arigt ariga aret years year"),
        (Unit.MONTHS, Decimal(6), "halvar halvaret halvars"),
        (Unit.MONTHS, Decimal(3), "kvartal kvartalet"),
        (Unit.MONTHS, _WEEK, "veckor vecka veckors v"),
        (Unit.HOURS, Decimal(1), "timmar timme timmars tim h timar arbetstimmar persontimmar hours hour hrs"),
        (
            Unit.PEOPLE,
            Decimal(1),
            "anstallda anstalld anst medarbetare personer person pers heltidsanstallda arsarbetskrafter arsarbetare "
            "arsanstallda heltider heltidstjanster sysselsatta employees staff",
        ),
    )
    for word in words.split()
}
_SCALES = {
    "tusen": _T, "tussen": _T, "tusn": _T, "tusenn": _T, "tusentals": _T, "'": _T, "’": _T, "´": _T, "t": _T, "k": _T, "hundratusen": 100 * _T,
    "hundra tusen": 100 * _T, "hundra": Decimal(100),
    "miljoner": _M, "miljon": _M, "miljonen": _M, "miljonr": _M, "miljner": _M, "milj": _M, "mille": _M, "mio": _M, "mill": _M, "m": _M,
    "thousand": _T, "million": _M, "millions": _M, "miljarder": _M * 1000, "miljard": _M * 1000,
}  # fmt: skip


def _either(words: dict[str, object]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_SUFFIX = re.compile(
    rf"\s?(?:(?P<scale>{_either(dict(_SCALES))})(?![a-z€])\.?)?(?:\s?(?P<unit>{_either(dict(_UNITS))})(?![a-z]))?"
)
_RATE = re.compile(
    r"(?:\.|\s)?(?:/\s?|\s?per\s(?:person\soch\s)?|\s?an?\s|\s?i\s|\s?om\s)(?:arbetad\s)?(?:(?P<hour>tim(?:me|men|ma|man|mar)?|hour|h)|(?P<month>man(?:ad(?:en)?|d?an)?|mnd|month))\b"
)
_PREFIX = re.compile(r"(?<![a-z])(sek|kr|kronor|tsek|tkr|kkr|ksek|msek|mkr|eur|euro|keur|meur|€)\.?:?\s?$")
_COUNTED = re.compile(
    r"\s(?:st\b|stycken|invanare|medlem|elev|barn|bilder|rader|poster|dokument|arenden|fraga|fragor|sidor|sida|anvandare|"
    r"datapunkter|matpunkter|kommuner|foretag|foreningar|bolag|organisation|parter|part\b|partner|universitet|dagar|dag\b|ord\b|tecken|gang|"
    r"kommun|hushall|besok|kund|brukare|deltagare|volontar|sensorer|kameror|artiklar|procentenhet|meter|km\b|kvm|ton\b|kg\b|mb\b|gb\b|"
    r"projekt|ansok|bilagor|cv\b|timmars|minut|ar sedan|ar gam|kriterier|krav\b|steg\b|sorters|olika|eller fler|andra\b|av oss|stader|laroplan)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """What stands around a number: its unit, the factor to it, and where the words end."""

    unit: Unit
    factor: Decimal
    scaled: bool
    end: int


def _rate(folded: str, marking: Marking) -> Marking:
    match = _RATE.match(folded, marking.end) if marking.unit in {Unit.KR, Unit.NONE} else None
    if not match or (marking.unit is Unit.NONE and not match["hour"] and not match["month"]):
        return marking
    unit = Unit.KR_PER_HOUR if match["hour"] else Unit.KR_PER_MONTH
    return Marking(unit=unit, factor=marking.factor, scaled=marking.scaled, end=match.end())


_QUOTES = frozenset("'’´")


def _closes_quotation(folded: str, scale: str | None, end: int) -> bool:
    """Return whether the sign after a number ends a quotation ("'350'"), so that it is no thousands sign ("350'")."""
    return scale in _QUOTES and (end >= len(folded) or sum(folded.count(q, 0, end) for q in _QUOTES) % 2 == 1)


def read_marking(folded: str, raw: str, end: int) -> Marking:
    """
    Return the scale and unit that follow a number ending at *end*; unit NONE where there is none.

    *raw* is the text before folding: only there does "år" differ from "är", and "mån" from "män".

    >>> read_marking("500 tkr i lon", "500 tkr i lön", 3)
    Marking(unit=<Unit.KR: 'kr'>, factor=Decimal('1000'), scaled=True, end=7)
    """
    match = _SUFFIX.match(folded, end)
    scale, word = (match["scale"], match["unit"]) if match else (None, None)
    if (
        match
        and word
        and word.startswith(("ar", "man"))
        and "ä" in raw[match.start("unit") : match.end("unit")].lower()
    ):
        word = None
    if match and ((scale == "t" and not word) or _closes_quotation(folded, scale, end)):
        scale = None
    factor = _SCALES.get(scale or "", Decimal(1))
    unit, unit_factor = _UNITS.get(word or "", (Unit.NONE, Decimal(1)))
    stop = match.end("unit") if match and word else match.end("scale") if match and scale else end
    whole = Marking(unit=unit, factor=factor * unit_factor, scaled=bool(scale) or unit_factor > 1, end=stop)
    return _rate(folded, whole)


def read_prefix(folded: str, start: int) -> tuple[Marking, int] | None:
    """
    Return the currency that stands before a number starting at *start*, and where it begins.

    >>> read_prefix("sek 640 000", 4)[0].unit
    <Unit.KR: 'kr'>
    """
    match = _PREFIX.search(folded, max(0, start - 8), start)
    if not match:
        return None
    unit, factor = _UNITS[match[1]]
    return Marking(unit=unit, factor=factor, scaled=factor > 1, end=start), match.start(1)


def counts_things(folded: str, end: int) -> bool:
    """
    Return whether the word after a number is a thing counted, so that the number is no money.

    >>> counts_things("12 000 medlemmar", 6)
    True
    """
    return bool(_COUNTED.match(folded, end))
