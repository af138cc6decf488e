"""At the end of the turns: who leads, whose the costs are, what grant is wanted."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.rules.money import kronor
from assistant.rules.projekt import (
    Kostnadspost,
    Kostnadsslag,
    Projektpart,
    Roll,
)
from assistant.understanding.project.book import OURS, Book, Cost
from assistant.understanding.project.money import (
    About,
)


def _with_own(book: Book) -> dict[str, Projektpart]:
    """Return the parties; an unnamed "we" is the one organisation named that nobody else is."""
    parties = dict(book.parties)
    own = parties.get(OURS)
    if own is None or own.aktorstyp or OURS in book.questions:
        return parties
    foreign = {k for turn in book.turns for k, m in zip(turn.keys, turn.mentions, strict=True) if m.other or m.several}
    named = [k for k, p in parties.items() if k != OURS and p.roll is None and k not in foreign]
    if len(named) == 1:
        key = named[0]
        parties[key] = replace(parties[key], roll=own.roll)
        if OURS in book.applying:
            book.applying.add(key)
    return parties


def with_roles(book: Book) -> dict[str, Projektpart]:
    """Return the parties with a koordinator: who is one, who applies, or the asker's own organisation."""
    parties = _with_own(book)
    led = any(p.roll is Roll.KOORDINATOR and (p.aktorstyp or k in book.questions) for k, p in parties.items())
    own = parties.get(OURS)
    own = own if own and (own.aktorstyp or OURS in book.questions) else None
    if not led and own and own.roll is None:
        parties[OURS] = replace(own, roll=Roll.KOORDINATOR)
        led = True
    leaders = [
        k
        for k in (*book.applying, *parties)
        if k in parties
        and parties[k].aktorstyp
        and parties[k].roll is None
        and (k in book.applying or parties[k].aktorstyp in {"kommun", "ideell_forening"})
    ]
    if not led and not own and leaders:
        parties[leaders[0]] = replace(parties[leaders[0]], roll=Roll.KOORDINATOR)
    return parties


def with_costs(book: Book, parties: dict[str, Projektpart]) -> tuple[dict[str, Projektpart], list[Cost]]:
    """Return the parties with their costs, and the costs that are nobody's."""
    owners = [k for k, p in parties.items() if p.aktorstyp and p.roll is not Roll.UNDERLEVERANTOR]
    unnamed = {k for k, p in parties.items() if p.aktorstyp is None and k not in book.questions}
    told = [replace(c, key="" if c.key in unnamed else c.key) for c in book.costs]
    costs = _divided(_shared_out(book, told), owners)
    sole = owners[0] if len(owners) == 1 else ""
    costs = [replace(c, key=c.key or sole) for c in costs]
    costs += _of_pay(book, costs)
    for key, party in parties.items():
        own = tuple(post(c) for c in costs if c.key == key)
        parties[key] = replace(party, kostnader=own) if own else party
    return parties, [c for c in costs if c.key not in parties]


def _divided(costs: list[Cost], owners: Sequence[str]) -> list[Cost]:
    """Return the costs without a total that parts of it were told for; what remains is the one other party's."""
    wholes = [c for c in costs if c.whole]
    parts = [c for c in costs if not c.whole and not c.extra]
    extra = [c for c in costs if c.extra and not c.whole]
    if not wholes or not parts or sum(c.belopp for c in parts) > wholes[-1].belopp:
        return costs
    rest = wholes[-1].belopp - sum(c.belopp for c in parts)
    free = [k for k in owners if not any(c.key == k for c in parts)]
    named = len({c.key for c in parts if c.key}) > 0 and len(owners) > 1
    if rest <= 0 or (named and len(free) != 1):
        return [*parts, *extra]
    return [*parts, *extra, replace(wholes[-1], key=free[0] if named else wholes[-1].key, belopp=rest, whole=False)]


def _of_pay(book: Book, costs: Sequence[Cost]) -> list[Cost]:
    """Return the indirect costs that were told as a share of pay."""
    share = next((s for s in book.shares.values() if s.indirect), None)
    pay = [c for c in costs if c.kostnadsslag is Kostnadsslag.PERSONAL]
    if share is None or any(c.kostnadsslag is Kostnadsslag.INDIREKTA for c in costs):
        return []
    return [
        replace(c, kostnadsslag=Kostnadsslag.INDIREKTA, belopp=int(share.andel * c.belopp), timmar=None) for c in pay
    ]


def _shared_out(book: Book, costs: list[Cost]) -> list[Cost]:
    """Return the costs with a party's told percentage of the whole taken out for it."""
    loose = [c for c in costs if not c.key]
    parts = [s for s in book.shares.values() if s.about is About.KOSTNAD and s.key and not s.indirect]
    if len(loose) != 1 or not parts:
        return costs
    whole = loose[0].belopp
    shares = [replace(loose[0], key=s.key, belopp=int(s.andel * whole), whole=False) for s in parts]
    return [*(c for c in costs if c.key), replace(loose[0], whole=True), *shares]


def wanted_by_share(book: Book, costs: Sequence[Cost], about: About) -> int | None:
    """Return what a told percentage of the costs comes to, None where none was told."""
    share = book.shares.get((about, ""))
    return int(share.andel * sum(c.belopp for c in costs)) if share and costs else None


def doubt(book: Book) -> str:
    """Return the question to ask before the told sums can be counted; empty where there is none."""
    if book.either:
        one, other = (kronor(int(a.value)) for a in book.either)
        return f"Ska jag räkna med {one} eller {other}?"
    if any(c.timmar == 1 for c in book.costs):
        return "Hur många timmar gäller det?"
    return ""


def post(cost: Cost) -> Kostnadspost:
    """Return a cost as the rules take it."""
    low = cost.span[0] if cost.span and cost.span[1] == cost.belopp else None
    return Kostnadspost(kostnadsslag=cost.kostnadsslag, belopp=cost.belopp, timmar=cost.timmar, lagst=low)


def with_grants(book: Book, parties: dict[str, Projektpart]) -> int | None:
    """Enter grants told party by party, and return the one told for the project."""
    keyed = {k: v for k, v in book.grants.items() if k in parties}
    if len(keyed) > 1:
        for key, value in keyed.items():
            parties[key] = replace(parties[key], sokt_bidrag=value)
        return book.grants.get("")
    return next(reversed(book.grants.values()), None)
