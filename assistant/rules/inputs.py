"""Told values that cannot be, refused with the field's Swedish name, before any rule reasons over them."""

from collections.abc import Iterator
from decimal import Decimal

from assistant.errors import InputError
from assistant.rules.projekt import Kostnadspost, Projekt, Projektpart

LARGEST = 10**12
"""Above this a sum is a slip of the hand: a guard of ours, no limit of the call."""
_LONGEST = 1200
_PEOPLE = 10**7
_RATE = Decimal(1000)

Told = tuple[str, int | Decimal | None, int, int | Decimal]
"""Field, value told, least and most."""


def name_of(part: Projektpart, at: int) -> str:
    """Return what to call a party: its name, or its place in the list."""
    return part.namn or f"part {at + 1}"


def _costs(where: str, costs: tuple[Kostnadspost, ...]) -> Iterator[Told]:
    for cost in costs:
        yield f"kostnad{where}", cost.belopp, 0, LARGEST
        yield f"timmar{where}", cost.timmar, 1, LARGEST
        yield f"lägsta kostnad{where}", cost.lagst, 0, LARGEST


def _part(part: Projektpart, at: int) -> Iterator[Told]:
    where = f" för {name_of(part, at)}"
    yield from _costs(where, part.kostnader)
    yield f"antal anställda{where}", part.anstallda, 0, _PEOPLE
    yield f"omsättning{where}", part.omsattning_eur, 0, LARGEST
    yield f"balansomslutning{where}", part.balansomslutning_eur, 0, LARGEST
    yield f"tidigare stöd{where}", part.tidigare_stod_eur, 0, LARGEST
    yield f"sökt bidrag{where}", part.sokt_bidrag, 0, LARGEST


def _told(projekt: Projekt) -> Iterator[Told]:
    yield from _costs("", projekt.kostnader)
    yield "sökt bidrag", projekt.sokt_bidrag, 1, LARGEST
    yield "egen insats", projekt.egen_insats, 0, LARGEST
    yield "månader", projekt.manader, 1, _LONGEST
    for at, part in enumerate(projekt.parter):
        yield from _part(part, at)


def _refuse_rate(rate: Decimal | None) -> None:
    if rate is not None and not (rate.is_finite() and 0 < rate <= _RATE):
        raise InputError("eurokurs", "ska vara kronor per euro, ett tal över 0, till exempel 10,50")


def _refuse_empty(projekt: Projekt) -> None:
    for at, part in enumerate(projekt.parter):
        if part.kostnader and not sum(cost.belopp for cost in part.kostnader):
            raise InputError(
                f"kostnader för {name_of(part, at)}",
                "en projektpart har egna kostnader i projektet; ange ett belopp över 0 eller ta bort parten",
            )


def refuse_nonsense(projekt: Projekt) -> None:
    """Raise InputError for the first told value that cannot be; its field is named in Swedish."""
    for field, value, least, most in _told(projekt):
        if value is not None and value < least:
            raise InputError(field, f"måste vara minst {least}")
        if value is not None and value > most:
            raise InputError(field, "är orimligt stort; kontrollera att beloppet är i hela kronor eller euro")
    _refuse_rate(projekt.eurokurs)
    _refuse_empty(projekt)
