"""The amounts of a message worked out: pay by the hour, by the month and for a part of full time; several people."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.text.amounts import Amount, find_amounts
from assistant.text.units import Unit
from assistant.understanding.project.actors import Said

_RATE_OF_EXCHANGE = re.compile(
    r"(?:kurs\w*|exchange rate|vaxelkurs\w*)\D{0,25}?(\d{1,2}(?:[.,]\d{1,4})?)(?:\s?(?:kronor|kr|sek)(?:\s?(?:per|/|for en|for 1)\s?euro)?)?"
    r"|(?:\b(?:1|en|ett|one)\s(?:euro|eur))\s?(?:=|ar|kostar|motsvarar|till|star i|is)\s?(\d{1,2}(?:[.,]\d{1,4})?)(?:\s?(?:kronor|kr|sek))?"
    r"|(\d{1,2}(?:[.,]\d{1,4})?)\s?(?:kronor|kr|sek)?\s?(?:per|/|for en|for 1|pa en)\s?(?:euro|eur)\b"
    r"|\b(?:euron?|eur)\s(?:ar |star i |till |= ?|kostar |ligger pa |at |pa )?(\d{1,2}(?:[.,]\d{1,4})?)(?![\d ]*\d)(?:\s?(?:kronor|kr|sek))?"
)
_ORE = re.compile(r"\s?(?:kr|kronor)?\s(?:och\s)?(\d{1,2})\sore\b")
"""What goes on after the whole kronor of a rate: "10 kronor och 60 öre"."""
_SPOKEN = {"nian": 9, "tian": 10, "elvan": 11, "tolvan": 12, "nio": 9, "tio": 10, "elva": 11, "tolv": 12}
_SPOKEN_RATE = re.compile(rf"\b(?:kurs\w*|eurokurs\w*|vaxelkurs\w*|euron)\s(?:[a-z]+\s){{0,4}}?({'|'.join(_SPOKEN)})\b")
_HOURLY_WORD = re.compile(r"\b(?:tim(?:kostnad|pris|lon|taxa|peng|arvode)\w*|hourly)\b|per tim|i timmen|/h\b")
_AT = re.compile(r"\s(?:a|à|x|×)\s$")
_EACH = re.compile(
    r"\s?(?:styck(?:et)?|st|var|vardera|(?:per|for varje) (?:person|man|skalle|huvud|nos|anstalld)|each|apiece|per head)\b"
)
_HIGHEST_HOURLY, _LOWEST_HOURLY = 5000, 50
"""Outside these, a sum beside a word for hourly cost is no hourly cost."""
_MOST_PEOPLE = 50
_TIMES_PEOPLE = frozenset({Unit.HOURS, Unit.MONTHS})
_TIMES = re.compile(r"\s*(?:a|à|x|\*|×|·)\s*")
_IS_MONTHLY = re.compile(r"\d.*\bman")
"""A sum by the month that already stands multiplied by its months: "58 000 kr per månad i 10 månader"."""
_FULL_TIME = re.compile(r"\b(?:heltid\w*|full tid|full-time|full time)\b")
_HALF_TIME = re.compile(r"\b(?:halvtid\w*|half-time|half time)\b")
_NO_SUM = re.compile(r"\b(?:enda|inte en|och inte en|en)\s(?:krona|kr|spann)$")


def exchange_rate(said: Said) -> Decimal | None:
    """
    Return the kronor per euro that *said* gives, None where it gives none.

    >>> exchange_rate(Said("Räkna med kursen 10,50"))
    Decimal('10.50')
    """
    if match := _RATE_OF_EXCHANGE.search(said.folded):
        kronor = Decimal(next(g for g in match.groups() if g).replace(",", "."))
        ore = _ORE.match(said.folded, match.end())
        return kronor + (Decimal(ore[1]) / 100 if ore else 0)
    spoken = _SPOKEN_RATE.search(said.folded)
    return Decimal(_SPOKEN[spoken[1]]) if spoken else None


def _without_rate(said: Said) -> str:
    raw = said.raw
    for match in _RATE_OF_EXCHANGE.finditer(said.folded):
        ore = _ORE.match(said.folded, match.end())
        start, end = match.start(), ore.end() if ore else match.end()
        raw = raw[:start] + " " * (end - start) + raw[end:]
    return raw


def _by_the_hour(said: Said, amount: Amount, *, hours: bool) -> Amount:
    """Return *amount* as a rate where the words beside it say so; one that took its scale from another sum gives it back."""
    start, _ = said.sentence(amount.start)
    value = amount.value // amount.scale if amount.inherited else amount.value
    if amount.unit not in {Unit.KR, Unit.NONE} or amount.hours or not _LOWEST_HOURLY <= value <= _HIGHEST_HOURLY:
        return amount
    named = _HOURLY_WORD.search(said.folded, max(start, amount.start - 40), amount.end + 12)
    priced = hours and (_AT.search(said.folded, start, amount.start) or _EACH.match(said.folded, amount.end))
    if not (named or (priced and amount.unit is Unit.KR)):
        return amount
    return replace(amount, value=value, unit=Unit.KR_PER_HOUR, scale=1, inherited=False)


def _same_sentence(said: Said, one: Amount, other: Amount) -> bool:
    return said.sentence(one.start) == said.sentence(other.start)


def _for_each(said: Said, amounts: Sequence[Amount]) -> Iterator[Amount]:
    """
    Yield the amounts, the time of "två medarbetare 200 timmar var" for all of them.

    Where no time is told for each, it is their pay: "två utredare i tre månader, 61 000 i månaden per person".
    """
    people: Amount | None = None
    timed = False
    for amount in amounts:
        per_head = amount.unit in _TIMES_PEOPLE or (amount.unit is Unit.KR_PER_MONTH and not timed)
        each = per_head and _EACH.match(said.folded, amount.end)
        if each and people and _same_sentence(said, people, amount):
            amount = replace(amount, value=people.value * amount.value)
            timed = timed or amount.unit in _TIMES_PEOPLE
        yield amount
        counts = amount.unit in {Unit.PEOPLE, Unit.NONE} and amount.value <= _MOST_PEOPLE
        people = amount if counts else people


def _one_hour(amount: Amount) -> Amount:
    return replace(amount, unit=Unit.KR, hours=1) if amount.unit is Unit.KR_PER_HOUR else amount


def _rate_for(said: Said, hours: Amount, rates: Sequence[Amount], *, sole: bool) -> Amount | None:
    near = [r for r in rates if _same_sentence(said, hours, r)] or (list(rates) if sole else [])
    return min(near, key=lambda r: abs(r.start - hours.start)) if near else None


def _worked(said: Said, amounts: Sequence[Amount]) -> list[Amount]:
    """Return the amounts with each number of hours times the hourly rate that it goes with."""
    hours, rates = ([a for a in amounts if a.unit is unit] for unit in (Unit.HOURS, Unit.KR_PER_HOUR))
    pairs = {h: r for h in hours if (r := _rate_for(said, h, rates, sole=len(rates) == 1 == len(hours)))}
    rest = [_one_hour(a) for a in amounts if a not in pairs and a not in pairs.values()]
    joined = [
        replace(h, value=round(Decimal(h.value) * Decimal(r.value)), unit=Unit.KR, hours=h.value, end=max(h.end, r.end), start=min(h.start, r.start))
        for h, r in pairs.items()
    ]  # fmt: skip
    return sorted([*rest, *joined], key=lambda a: a.start)


def _part_of_full_time(said: Said, pay: Amount, amounts: Sequence[Amount]) -> tuple[Decimal, Amount | None]:
    """Return the share of full time that is worked, where the pay told is for full time, and the percentage that told it."""
    start, end = said.sentence(pay.start)
    if not _FULL_TIME.search(said.folded, start, end):
        return Decimal(1), None
    shares = [a for a in amounts if a.unit is Unit.PERCENT and start <= a.start < end]
    if shares:
        return Decimal(shares[0].value) / 100, shares[0]
    return Decimal("0.5") if _HALF_TIME.search(said.folded, start, end) else Decimal(1), None


def _of_months(said: Said, amounts: Sequence[Amount]) -> list[Amount]:
    """Return the amounts with pay by the month times the months of its sentence, else of the message."""
    months = [a for a in amounts if a.unit is Unit.MONTHS]
    used: list[Amount] = []
    worked: list[Amount] = []
    for amount in amounts:
        near = [m for m in months if _same_sentence(said, m, amount)] or months
        monthly = amount.unit is Unit.KR_PER_MONTH
        if not (monthly and near) and not _IS_MONTHLY.search(said.folded[amount.start : amount.end]):
            worked.append(amount)
            continue
        time = min(near, key=lambda m: abs(m.start - amount.start)) if monthly and near else None
        part, share = _part_of_full_time(said, amount, amounts)
        used += [a for a in (time, share) if a]
        value = round(Decimal(amount.value) * Decimal(time.value if time else 1) * part)
        worked.append(replace(amount, value=value, unit=Unit.KR if time else amount.unit))
    return [a for a in worked if a not in used]


def _for_all(said: Said, amounts: Sequence[Amount]) -> Iterator[Amount]:
    """Yield the amounts, "3 personer à 200 000 kr" as one."""
    people: Amount | None = None
    for amount in amounts:
        joined = people and amount.unit is Unit.KR and _TIMES.fullmatch(said.folded[people.end : amount.start])
        if people and joined:
            amount = replace(amount, value=int(people.value * amount.value), start=people.start)
        yield amount
        people = amount if amount.unit is Unit.PEOPLE else None


def _is_sum(said: Said, amount: Amount) -> bool:
    """Return whether *amount* is one: "inte en krona mer" is none."""
    return amount.value != 1 or not _NO_SUM.search(said.folded[: amount.end])


def amounts_of(said: Said, like: Amount | None = None) -> tuple[Amount, ...]:
    """Return the amounts of *said*: pay by the hour and by the month worked out, rates of exchange left out."""
    told = [a for a in find_amounts(_without_rate(said), like=like) if _is_sum(said, a)]
    hours = any(a.unit is Unit.HOURS for a in told)
    found = list(_for_each(said, [_by_the_hour(said, a, hours=hours) for a in told]))
    return tuple(_for_all(said, _of_months(said, _worked(said, found))))
