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
    r"sisadar|grovt|strax (?:under|over))\.?|~|±)\s?$"
)
_ABOUT_AFTER = re.compile(r"\s(?:ungefar|cirka|ca|typ|nagonting)\b")
_BETWEEN = re.compile(r"\b(?:mellan|fran)\s(?:cirka |ca |ungefar )?$")
_DASH = re.compile(r"\s?[-–—]\s?|\s(?:till|upp till|a)\s")
_AND = re.compile(r"\soch\s(?:cirka |ca )?")
_CHANGES = re.compile(
    r"\b(?:sank|andra|drar? ne|minska|hoj|oka|byt|ga(?:r)? (?:upp|ner)|korriger|justera)\w*[^.?!]{0,25}$"
)
_SIGN = re.compile(r"\s?[*x×·]\s?|\s(?:a|ganger|gånger)\s")
_RATE_WORDS = re.compile(
    r"\s(?:for|i|under|om|pa|till)\s|\s(?:med|till|och|dar)\s(?:en |ett )?tim(?:kostnad|pris|lon|arvode|peng)\w*\s(?:pa |av |ar |om )?"
)
_ONLY_AROUND = re.compile(r"(?:mellan|fran|cirka|ca|c:a|drygt|knappt|ungefar|[\s.,~])*")
_SPACES = str.maketrans("\u00a0\u202f\u2009\tàáÀÁ", "    aaaa")
_COUNTERS = {Unit.HOURS: Unit.KR_PER_HOUR, Unit.MONTHS: Unit.KR_PER_MONTH}
_FACTORS = frozenset({Unit.NONE, Unit.PEOPLE, Unit.HOURS, Unit.MONTHS})
_MONEY = frozenset({Unit.KR, Unit.KR_PER_HOUR, Unit.KR_PER_MONTH})
_SURELY_MONEY = 10_000
_STANDS_ALONE = re.compile(
    r"[ ]*(?:[^\w\s]|\n|$)|\s(?:om|i|pa|till|for|fran|hos|av|at|vid|per|med|utan|under|over|inklusive|och|eller|men|nej|som|da|sa|"
    r"menade|menar|ar|var|blir|blev|ska|skulle|vore|kan|far|gar|racker|funkar|kanske|totalt|sammanlagt|max|mer|extra|mindre|"
    r"hur|vad|vilken|vilket|how|what|"
    r"ytterligare|dyrare|billigare|istallet|i stallet|sjalv|sjalva|kostar|ungefar|cirka|ca|and|or|for|in|if|then|instead|total|more|less)\b"
)
"""What follows a bare number that can be money; a noun after it says what it counts instead ("de tre åren")."""
_SAME_LIST = re.compile(r"[^.?!;\n]{0,40}")
_NUMBER_WORD = re.compile(r"[a-z]")
_FEW = 100
_LISTED = 1000
"""From here on a bare number beside bare sums is one of them, as in a list of costs."""
_YEARS = range(1800, 2100)
_HOURLY = 5000
_WIDEST_RANGE = 1000


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

    @property
    def money(self) -> bool:
        """Return whether this is a sum of kronor, neither a rate nor euro."""
        return self.unit is Unit.KR


def _whole(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else value


def _in_unit(value: Decimal, unit: Unit) -> Number:
    if unit is Unit.KR:
        return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return _whole(value)


def fold_in_place(raw: str) -> str:
    """
    Return *raw* folded letter by letter, so that a place in one is the same place in the other.

    >>> fold_in_place("Är ÅRET slut?")
    'ar aret slut?'
    """
    folded = fold(raw)
    return folded if len(folded) == len(raw) else "".join(f if len(f := fold(c)) == 1 else c for c in raw)


def _marking(folded: str, raw: str, numeral: Numeral, last_end: int) -> tuple[Marking, int]:
    after = read_marking(folded, raw, numeral.end)
    before = read_prefix(folded, numeral.start)
    if before is None or before[1] < last_end or after.unit is not Unit.NONE:
        return after, numeral.start
    factor, scaled = before[0].factor * after.factor, before[0].scaled or after.scaled
    return replace(after, unit=before[0].unit, factor=factor, scaled=scaled), before[1]


def _read(folded: str, raw: str, numeral: Numeral, last_end: int) -> Amount | None:
    marking, start = _marking(folded, raw, numeral, last_end)
    large = marking.scaled or numeral.large
    unit = marking.unit
    if unit is Unit.NONE and (counts_things(folded, marking.end) or (numeral.loose and not large)):
        return None
    if unit is Unit.NONE and large:
        unit = Unit.KR
    number = numeral.value if numeral.alternative is None or marking.factor < 10**6 else numeral.alternative
    about = _ABOUT.search(folded, max(0, start - 20), start) or _ABOUT_AFTER.match(folded, marking.end)
    return Amount(
        value=_in_unit(number * marking.factor, unit), unit=unit, start=start, end=marking.end,
        approximate=bool(about), scale=_written_in(number * marking.factor, marking, numeral),
    )  # fmt: skip


def _written_in(value: Decimal, marking: Marking, numeral: Numeral) -> int:
    if numeral.large:
        return 10**6 if value >= 10**6 else 1000
    return int(marking.factor) if marking.factor >= 1000 else 1


def _scan(folded: str, raw: str) -> Iterator[Amount]:
    end = 0
    for numeral in find_numerals(folded):
        if numeral.start >= end and (amount := _read(folded, raw, numeral, end)):
            end = amount.end
            yield amount


def _low_end(first: Amount, second: Amount) -> Number | None:
    if first.unit is second.unit and first.scale == second.scale:
        return first.value
    if first.unit is second.unit and first.value < second.value:
        return first.value
    if first.unit is not Unit.NONE:
        return None
    scaled = _in_unit(Decimal(first.value) * second.scale, second.unit)
    return scaled if scaled < second.value else _in_unit(Decimal(first.value), second.unit)


def _as_range(folded: str, first: Amount, second: Amount) -> Amount | None:
    between, before = folded[first.end : second.start], folded[max(0, first.start - 45) : first.start]
    words = bool(_BETWEEN.search(before)) and bool(_AND.fullmatch(between))
    if not (words or _DASH.fullmatch(between)) or _CHANGES.search(before):
        return None
    low = _low_end(first, second)
    if low is None or not 0 < low < second.value or second.value > low * (4 if between == " a " else _WIDEST_RANGE):
        return None
    return replace(
        second, start=first.start, low=low, high=second.value, approximate=first.approximate or second.approximate
    )


def _is_rate_for(counter: Amount, money: Amount, *, signed: bool) -> bool:
    rate = _COUNTERS.get(counter.unit)
    if money.unit is rate:
        return True
    small = counter.unit is Unit.HOURS and money.unit in {Unit.KR, Unit.NONE} and money.value <= _HOURLY
    if not signed:
        return small and money.unit is Unit.KR
    return small or (counter.unit is not Unit.HOURS and counter.unit in _FACTORS and money.unit is Unit.KR)


def _as_product(folded: str, first: Amount, second: Amount) -> Amount | None:
    between = folded[first.end : second.start]
    signed = bool(_SIGN.fullmatch(between))
    if not signed and not _RATE_WORDS.fullmatch(between):
        return None
    counter, money = (
        (first, second) if first.unit in _FACTORS and second.unit in _MONEY | {Unit.NONE} else (second, first)
    )
    if not _is_rate_for(counter, money, signed=signed):
        return None
    product = _in_unit(Decimal(counter.value) * Decimal(money.value), Unit.KR)
    return Amount(
        value=product, unit=Unit.KR, start=first.start, end=second.end, approximate=first.approximate or second.approximate,
        hours=counter.value if counter.unit is Unit.HOURS else None,
    )  # fmt: skip


def _joined(folded: str, amounts: Sequence[Amount]) -> list[Amount]:
    result: list[Amount] = []
    for amount in amounts:
        together = result and (_as_range(folded, result[-1], amount) or _as_product(folded, result[-1], amount))
        if together:
            result[-1] = together
        else:
            result.append(amount)
    return result


def _scale_of(bare: Number, reference: Amount | None) -> int:
    if bare >= _SURELY_MONEY or reference is None:
        return 1
    if reference.scale >= 10**6:
        return reference.scale if bare < 100 else 1000
    if reference.scale == 1:
        return 1000 if bare < 1000 and reference.value >= _SURELY_MONEY else 1
    return reference.scale


def _inherited(amount: Amount, reference: Amount | None) -> Amount:
    if amount.unit is not Unit.NONE or (reference is None and amount.value < _SURELY_MONEY):
        return amount
    scale = _scale_of(amount.value, reference)
    scaled = [
        None if n is None else _in_unit(Decimal(n) * scale, Unit.KR) for n in (amount.value, amount.low, amount.high)
    ]
    return replace(
        amount, value=scaled[0] or 0, low=scaled[1], high=scaled[2], unit=Unit.KR, scale=scale, inherited=True
    )


def _can_inherit(folded: str, amount: Amount) -> bool:
    if amount.unit is not Unit.NONE or amount.value >= _SURELY_MONEY:
        return True
    if amount.value in _YEARS and amount.end - amount.start == len("2022"):
        return False
    spelled = bool(_NUMBER_WORD.match(folded, amount.start)) and amount.value < _FEW
    return not spelled and bool(_STANDS_ALONE.match(folded, amount.end))


def _goes_on_in_euro(folded: str, before: Amount, amount: Amount) -> bool:
    """Return whether a bare number takes up the millions of euro before it: "11 miljoner euro i omsättning, 9 i balans"."""
    bare = amount.unit is Unit.NONE and amount.value < _LISTED
    return (
        bare
        and before.unit is Unit.EUR
        and before.scale >= 10**6
        and bool(_STANDS_ALONE.match(folded, amount.end))
        and bool(_SAME_LIST.fullmatch(folded, before.end, amount.start))
    )


def _with_units(folded: str, amounts: Sequence[Amount], like: Amount | None) -> Iterator[Amount]:
    reference = next((a for a in amounts if a.money), like)
    listed = any(a.unit is Unit.NONE and a.value >= _SURELY_MONEY for a in amounts)
    before: Amount | None = None
    for amount in amounts:
        reference = amount if amount.money else reference
        if before and _goes_on_in_euro(folded, before, amount):
            amount = replace(amount, value=amount.value * before.scale, unit=before.unit, scale=before.scale)
        before = amount
        if listed and reference is None and _LISTED <= amount.value < _SURELY_MONEY and _can_inherit(folded, amount):
            yield replace(amount, unit=Unit.KR if amount.unit is Unit.NONE else amount.unit, inherited=True)
        else:
            yield _inherited(amount, reference) if _can_inherit(folded, amount) else amount


def find_amounts(text: str, *, like: Amount | None = None) -> tuple[Amount, ...]:
    """
    Return the amounts of *text* in order; what only names something (dates, telephone and id numbers) is none.

    A bare number takes the unit of the money around it, else of *like*, an amount told before; whole
    kronor, öre rounded half up. Unit NONE where nothing tells what a number counts.

    >>> [(a.value, a.unit.value) for a in find_amounts("600 tkr, eller nej 400, i 10 mån")]
    [(600000, 'kr'), (400000, 'kr'), (10, 'månader')]
    >>> find_amounts("mellan 500 och 700 tkr")[0].low
    500000
    """
    raw = text.translate(_SPACES)
    folded = blank_identifiers(fold_in_place(raw))
    return tuple(_with_units(folded, _joined(folded, list(_scan(folded, raw))), like))


def parse_amount(text: str) -> Amount | None:
    """
    Return *text* as the one amount it is, or None; for form fields, so "2022" is a number here.

    >>> parse_amount("0,6 mkr").value, parse_amount("sex bananer")
    (600000, None)
    """
    raw = text.translate(_SPACES)
    folded = fold_in_place(raw)
    amounts = list(_with_units(folded, _joined(folded, list(_scan(folded, raw))), None))
    if len(amounts) != 1:
        return None
    rest = folded[: amounts[0].start] + folded[amounts[0].end :]
    return amounts[0] if _ONLY_AROUND.fullmatch(rest) else None


def _digits(value: Number) -> str:
    whole, _, part = f"{value:,f}".partition(".") if isinstance(value, Decimal) else f"{value:,}".partition(".")
    return whole.replace(",", "\u00a0") + (f",{part}" if part else "")


def format_amount(amount: Amount) -> str:
    """
    Return *amount* as Swedish is written, with no-break spaces; parse_amount reads it back.

    >>> format_amount(Amount(value=600_000, unit=Unit.KR)).replace("\u00a0", " ")
    '600 000 kr'
    """
    number = _digits(amount.value)
    if amount.low is not None and amount.high is not None:
        number = f"{_digits(amount.low)}–{_digits(amount.high)}"
    unit = "månad" if amount.unit is Unit.MONTHS and amount.value == 1 else amount.unit.value
    about = "cirka " if amount.approximate else ""
    return f"{about}{number}\u00a0{unit}" if unit else f"{about}{number}"
