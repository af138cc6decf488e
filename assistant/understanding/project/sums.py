"""Which cost, grant or earlier aid each sum is, over several turns: corrections, additions and what-ifs."""

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assistant.rules.projekt import Kostnadsslag, Projektpart
from assistant.text.amounts import Amount
from assistant.text.units import Unit
from assistant.understanding.project.actors import Mention, Said
from assistant.understanding.project.book import OURS, PUBLIC, Book, Cost, Share, company_of
from assistant.understanding.project.money import (
    About,
    Change,
    Told,
    told_shares,
)
from assistant.understanding.project.roles import US

_COMPANY = "foretag"
"""Kind and key of the company that earlier aid was told of without naming it: only a company has such aid."""


def _party_of(book: Book, told: Told, keys: Sequence[str]) -> str:
    if told.place >= 0:
        return keys[told.place]
    return OURS if told.place == US and OURS in book.parties else ""


def _reprice(book: Book, told: Told, at: int) -> bool:
    """Take a rate alone as the new price of the hours told before; return whether there were any."""
    timed = [c for c in book.costs if c.timmar and c.turn < at]
    if told.amount.hours != 1 or not timed:
        return False
    last = timed[-1]
    book.costs[book.costs.index(last)] = replace(last, belopp=int(told.amount.value) * (last.timmar or 1))
    return True


def retimed_costs(book: Book, amounts: Sequence[Amount], at: int) -> int:
    """Take hours alone as the new number of the hours told before; return how many facts that was."""
    hours = [math.ceil(a.value) for a in amounts if a.unit is Unit.HOURS]
    timed = [c for c in book.costs if c.timmar and c.turn < at]
    if len(hours) != 1 or not timed or any(c.timmar and c.turn == at for c in book.costs):
        return 0
    last = timed[-1]
    belopp = round(Decimal(last.belopp) * hours[0] / (last.timmar or 1))
    book.costs[book.costs.index(last)] = replace(last, belopp=belopp, timmar=hours[0])
    return 1


def _owner_before(book: Book, told: Told, at: int) -> str:
    """Return whose the cost of a kind was when it was told before, so that told again it takes that one's place."""
    owners = {c.key for c in book.costs if c.kostnadsslag is told.kostnadsslag and c.turn < at}
    return owners.pop() if told.kostnadsslag and len(owners) == 1 else ""


def _span(amount: Amount) -> tuple[int, int] | None:
    """Return both ends of *amount*, None where it is no span or was worked out into something else."""
    if amount.low is None or amount.high != amount.value:
        return None
    return int(amount.low), int(amount.value)


def _set_cost(book: Book, key: str, told: Told, at: int) -> None:
    if _reprice(book, told, at):
        return
    belopp, timmar = int(told.amount.value), told.amount.hours
    key = key or _owner_before(book, told, at)
    same = [c for c in book.costs if (c.key, c.kostnadsslag) == (key, told.kostnadsslag)]
    old = [c for c in same if c.turn < at]
    if told.change and old:
        last = old[-1]
        sign = 1 if told.change is Change.MORE else -1
        book.costs[book.costs.index(last)] = replace(last, belopp=last.belopp + sign * belopp)
        return
    book.costs = [c for c in book.costs if c not in old]
    book.costs.append(
        Cost(
            key=key,
            kostnadsslag=told.kostnadsslag,
            belopp=belopp,
            timmar=math.ceil(timmar) if timmar else None,
            turn=at,
            whole=told.whole,
            span=_span(told.amount),
            extra=told.change is Change.MORE,
        )
    )


def _leaning(book: Book, told: Told) -> Told:
    last = book.last
    if (told.clear and not told.change) or last is None or told.amount.unit is not last.amount.unit:
        return told
    if told.about is About.KOSTNAD and (not told.clear or told.change):
        same_place = told.place < 0
        about = last.about if not told.clear or (last.about is not About.KOSTNAD and not told.clear) else told.about
        return replace(told, about=about, kostnadsslag=told.kostnadsslag or (last.kostnadsslag if same_place else None))
    return told


def add_amount(book: Book, told: Told, keys: Sequence[str], at: int) -> None:
    """Enter one sum; what it does not say itself it takes from the sum told before it."""
    new = at > 0 and book.last is not None
    leaned = _leaning(book, told) if book.last and book.last_at < at else told
    key = _party_of(book, leaned, keys)
    ours = leaned.place == US and OURS in book.parties and book.parties[OURS].aktorstyp
    if new and leaned.place < 0 and not leaned.clear and not ours:
        key = book.last_key
    if new and leaned.change and not any(c.key == key for c in book.costs) and book.costs:
        key = book.costs[-1].key
    _file(book, leaned, key, at)
    book.last, book.last_key, book.last_at = leaned, key, at


def _file(book: Book, told: Told, key: str, at: int) -> None:
    value = int(told.amount.value)
    if told.about is About.BIDRAG:
        before = book.grants.get(key, 0)
        sign = {Change.MORE: 1, Change.LESS: -1}.get(told.change) if told.change else None
        book.grants[key] = before + sign * value if sign and before else value
    elif told.about is About.EGEN_INSATS:
        book.project["egen_insats"] = value
    elif told.about in {About.OMSATTNING, About.BALANSOMSLUTNING, About.TIDIGARE_STOD}:
        _file_of_company(book, told, key, at)
    else:
        _set_cost(book, key, told, at)


def _in_euro(book: Book, told: Told) -> int | None:
    if told.amount.unit is Unit.EUR:
        return int(told.amount.value)
    rate: Decimal | None = book.project.get("eurokurs")
    return math.ceil(Decimal(told.amount.value) / rate) if rate else None


def _can_have_aid(book: Book, key: str) -> bool:
    """Return whether *key* can be who had aid: the asker, or one that is not public and so rather the giver."""
    return key == OURS or book.parties[key].aktorstyp not in PUBLIC - {"ideell_forening"}


def _file_of_company(book: Book, told: Told, key: str, at: int) -> None:
    company = key if key in book.parties and _can_have_aid(book, key) else company_of(book)
    euro = _in_euro(book, told)
    if euro is None:
        return
    if company is None:
        company = _COMPANY
        book.parties[company] = Projektpart(aktorstyp=_COMPANY)
    name = {
        About.OMSATTNING: "omsattning_eur",
        About.BALANSOMSLUTNING: "balansomslutning_eur",
        About.TIDIGARE_STOD: "tidigare_stod_eur",
    }[told.about]
    if told.about is About.TIDIGARE_STOD:
        before = book.earlier_aid.get(company)
        euro += before[1] if before and before[0] == at else 0
        book.earlier_aid[company] = (at, euro)
    change: dict[str, Any] = {name: euro}
    book.parties[company] = replace(book.parties[company], **change)


def add_shares(book: Book, said: Said, mentions: Sequence[Mention], keys: Sequence[str]) -> tuple[Told, ...]:
    """Enter the percentages of a message and return them."""
    found = told_shares(said, mentions, book.lexicon)
    for one in found:
        key = keys[one.place] if one.place >= 0 else ""
        indirect = one.kostnadsslag is Kostnadsslag.INDIREKTA
        share = Share(about=one.about, key=key, andel=Decimal(one.amount.value) / 100, indirect=indirect)
        book.shares[one.about, "indirekta" if indirect else key] = share
    return found


def parted_costs(book: Book, folded: str) -> None:
    """Take the costs told before as a total, where a message tells of parts of it ("100 000 av dem", "resten")."""
    if {h.key for h in book.lexicon.facts["atskillnad"].find(folded)} & {"varav", "resten"}:
        book.costs = [replace(c, whole=c.whole or c.key in {"", OURS}) for c in book.costs]


def scaled_costs(book: Book, folded: str, at: int) -> None:
    """Double or halve the cost told last, where a later message says so."""
    words = {h.key for h in book.lexicon.facts["andring"].find(folded)} & {"dubblas", "halveras"}
    if at == 0 or not words or not book.costs:
        return
    last = book.costs[-1]
    belopp = last.belopp * 2 if "dubblas" in words else last.belopp // 2
    book.costs[-1] = replace(last, belopp=belopp)
