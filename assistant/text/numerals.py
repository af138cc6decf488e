"""Numbers in Swedish words and digits, with their place in the text; what they count is not known here."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_ONES = dict(zip(["noll", "en", "tva", "tre", "fyra", "fem", "sex", "sju", "atta", "nio"], range(10), strict=True)) | {
    "ett": 1
}
_TEENS = dict(
    zip(
        ["tio", "elva", "tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton"],
        range(10, 20),
        strict=True,
    )
)
_TENS = dict(
    zip(
        ["tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "attio", "nittio"],
        range(20, 100, 10),
        strict=True,
    )
)
_SPOKEN_TENS = {"tjugi": 20, "tretti": 30, "fyrti": 40, "femti": 50, "sexti": 60, "sjutti": 70, "atti": 80, "nitti": 90}
_MULTIPLES = {
    "hundra": 100,
    "tusen": 1000,
    "tussen": 1000,
    "tusn": 1000,
    "tusenn": 1000,
    "miljon": 10**6,
    "miljoner": 10**6,
    "milj": 10**6,
    "mille": 10**6,
}
_SMALL = _ONES | _TEENS | _TENS | _SPOKEN_TENS | {"aderton": 18}
_MORPHEMES = sorted((*_SMALL, "hundra", "tusen", "tussen"), key=len, reverse=True)
_COMPOUND = re.compile(f"(?:{'|'.join(_MORPHEMES)})+")
_MORPHEME = re.compile("|".join(_MORPHEMES))
_FRACTIONS = {
    "halv": Decimal("0.5"), "halva": Decimal("0.5"), "halvt": Decimal("0.5"),
    "kvart": Decimal("0.25"), "kvarts": Decimal("0.25"), "trekvarts": Decimal("0.75"), "halvannan": Decimal("1.5"),
}  # fmt: skip
_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_ARTICLES = frozenset({"en", "ett"})
_PAIRS = {"par": 2}
_PART_OF_MILLION = re.compile(r"(halv|kvarts|trekvarts)(?:miljon(?:en)?)")
_WORD = re.compile(r"[a-z]+")
_GAP = re.compile(r"[ -]")
_AND_PART = re.compile(r" och (?:en |ett )?(?P<part>halv[at]?|kvarts?|trekvarts)\b")

_DIGITS = re.compile(
    r"(?<![\w.,])(?P<minus>-(?=\d))?(?:"
    r"(?P<grouped>[1-9]\d{0,2}(?:(?P<sep>[ '.,])\d{3})(?:(?P=sep)\d{3}){0,5}(?!\d)(?!(?P=sep)\d)(?:(?!(?P=sep))[.,]\d{1,2}(?!\d))?)"
    r"|(?P<vulgar>\d{0,3}[½¼¾])|(?P<plain>\d{1,18}(?:[.,]\d{1,6})?)(?![\d½¼¾]))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number and where it stands; *loose* where only a unit can show that "en" is a number and no article."""

    value: Decimal
    start: int
    end: int
    loose: bool = False
    alternative: Decimal | None = None
    """The other reading of "1,200": a decimal, where a word like "miljoner" follows."""
    large: bool = False
    """Whether a word like "tusen" or "miljon" is part of it."""


@lru_cache(maxsize=4096)
def _morphemes(word: str) -> tuple[str, ...]:
    if word in _MULTIPLES or word in _FRACTIONS or word in _PAIRS:
        return (word,)
    if part := _PART_OF_MILLION.fullmatch(word):
        return (part[1], "miljon")
    return tuple(_MORPHEME.findall(word)) if _COMPOUND.fullmatch(word) else ()


@dataclass(slots=True)
class _Sum:
    total: Decimal = Decimal(0)
    current: Decimal = Decimal(0)
    steps: int = 0

    def fits(self, part: str) -> bool:
        if part in _MULTIPLES:
            return not self.steps or self._below(_MULTIPLES[part])
        if part in _FRACTIONS or part in _PAIRS:
            return self.current in {Decimal(0), Decimal(1), Decimal(3)} or part.startswith("hal")
        tail = int(self.current) % 100
        return self.current == int(self.current) and (
            tail == 0 or (tail >= 20 and tail % 10 == 0 and _SMALL[part] < 10)
        )

    def _below(self, multiple: int) -> bool:
        return (
            self.current < multiple and (multiple > 100 or self.current < 20) and (multiple < 10**6 or not self.total)
        )

    def add(self, part: str) -> None:
        self.steps += 1
        if part == "hundra":
            self.current = (self.current or Decimal(1)) * 100
        elif part in _MULTIPLES:
            self.total += (self.current or Decimal(1)) * _MULTIPLES[part]
            self.current = Decimal(0)
        elif part in _FRACTIONS or part in _PAIRS:
            self.current = self._with_fraction(part)
        else:
            self.current += _SMALL[part]

    def _with_fraction(self, part: str) -> Decimal:
        if part in _PAIRS:
            return Decimal(_PAIRS[part])
        if part.startswith("kvart") and self.current:
            return self.current * _FRACTIONS[part]
        return _FRACTIONS[part]


def _read_words(folded: str, first: re.Match[str]) -> Numeral | None:
    number, words, end = _Sum(), [], first.start()
    match: re.Match[str] | None = first
    while match and (parts := _morphemes(match[0])) and number.fits(parts[0]):
        for part in parts:
            number.add(part)
        words.append(match[0])
        end = match.end()
        if more := _AND_PART.match(folded, end):
            number.current += _FRACTIONS[more["part"]]
            end = more.end()
        gap = _GAP.match(folded, end)
        match = _WORD.match(folded, gap.end()) if gap else None
    if not words:
        return None
    return Numeral(
        value=number.total + number.current, start=first.start(), end=end,
        large=any(_MULTIPLES.get(p, 0) > 100 for w in words for p in _morphemes(w)),
        loose=all(w in _ARTICLES or w in _FRACTIONS or w in _PAIRS for w in words),
    )  # fmt: skip


def _read_digits(match: re.Match[str]) -> Numeral:
    sign = -1 if match["minus"] else 1
    if match["plain"]:
        return Numeral(value=sign * Decimal(match["plain"].replace(",", ".")), start=match.start(), end=match.end())
    if vulgar := match["vulgar"]:
        return Numeral(value=Decimal(vulgar[:-1] or 0) + _VULGAR[vulgar[-1]], start=match.start(), end=match.end())
    separator, text = match["sep"], match["grouped"]
    value = Decimal(text.replace(separator, "").replace(",", "."))
    decimal = separator in ".," and text.count(separator) == 1 and len(text) - text.index(separator) == 4
    other = sign * Decimal(text.replace(separator, ".")) if decimal else None
    return Numeral(value=sign * value, start=match.start(), end=match.end(), alternative=other)


def find_numerals(folded: str) -> tuple[Numeral, ...]:
    """
    Return the numbers of *folded* in order (lower case, å ä ö as a o, no-break spaces as spaces).

    >>> [str(n.value) for n in find_numerals("600 000, 1,5 och sjuhundrafemtio tusen")]
    ['600000', '1.5', '750000']
    >>> [str(n.value) for n in find_numerals("en och en halv miljon")]
    ['1500000.0']
    """
    found = [_read_digits(m) for m in _DIGITS.finditer(folded)]
    at = 0
    for match in _WORD.finditer(folded):
        if match.start() >= at and _morphemes(match[0]) and (numeral := _read_words(folded, match)):
            found.append(numeral)
            at = numeral.end
    return tuple(sorted(found, key=lambda n: n.start))
