"""What a person filled in, read into the project; every fault names the field by its Swedish label."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from assistant.errors import InputError
from assistant.rules.calculation import Fordelning
from assistant.rules.inputs import refuse_nonsense
from assistant.rules.projekt import (
    Bilaga,
    Inriktning,
    Kostnadspost,
    Kostnadsslag,
    Projekt,
    Projektpart,
    Roll,
    Stodgrund,
    Storlek,
)
from assistant.text.amounts import parse_amount
from assistant.text.units import Unit
from assistant.web.budgets import WhatIf
from assistant.web.forms import COSTS, MAX_PARTIES, NONE_READY, cost_of, hours_of

Filled = Mapping[str, Sequence[str]]
_TRUTH = {"ja": True, "nej": False}
_MONEY = frozenset({Unit.KR, Unit.NONE})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled form: each field's values as text."""

    filled: Filled

    def has(self, name: str) -> bool:
        """Return whether the form has the field at all."""
        return name in self.filled

    def text(self, name: str) -> str:
        """Return the field's text, stripped; empty where nothing is filled in."""
        return str((self.filled.get(name) or [""])[0]).strip()

    def truth(self, name: str) -> bool | None:
        """Return yes or no, None where neither is told."""
        return _TRUTH.get(self.text(name))

    def whole(self, name: str, label: str, units: frozenset[Unit] = _MONEY) -> int | None:
        """Return a whole number written in any Swedish way; InputError naming *label* where it is none."""
        text = self.text(name)
        if not text:
            return None
        negative = text.startswith(("-", "−", "–"))
        amount = parse_amount(text.lstrip("-−– "))
        if amount is None or amount.unit not in units or int(amount.value) != amount.value:
            raise InputError(label, f"”{text[:40]}” går inte att läsa som ett helt tal, till exempel 250 000")
        return -int(amount.value) if negative else int(amount.value)


def sheet_of(raw: str) -> Sheet:
    """Return the form that the page sent; InputError where it is no form."""
    try:
        data = json.loads(raw)
    except ValueError as error:
        raise InputError("formuläret", "kunde inte läsas; ladda om sidan") from error
    if not isinstance(data, dict) or not all(isinstance(v, list) for v in data.values()):
        raise InputError("formuläret", "kunde inte läsas; ladda om sidan")
    return Sheet(data)


def _costs(sheet: Sheet, prefix: str, name: str) -> tuple[Kostnadspost, ...]:
    hours = sheet.whole(f"{prefix}timmar", f"arbetade timmar för {name}", frozenset({Unit.HOURS, Unit.NONE}))
    posts = []
    for kind, label in COSTS:
        amount = sheet.whole(f"{prefix}kostnad.{kind}", f"{label.lower()} för {name}")
        if amount is None:
            continue
        timed = hours if kind == Kostnadsslag.PERSONAL else None
        posts.append(Kostnadspost(kostnadsslag=Kostnadsslag(kind) if kind else None, belopp=amount, timmar=timed))
    if hours is not None and not any(p.kostnadsslag is Kostnadsslag.PERSONAL for p in posts):
        raise InputError(f"personal för {name}", "ange vad de arbetade timmarna kostar i kronor")
    return tuple(posts)


def _same_costs(sheet: Sheet, prefix: str, part: Projektpart, name: str) -> tuple[Kostnadspost, ...]:
    """Return the costs as they stood where the form changed none of them, since a form sums what was told in parts."""
    read = _costs(sheet, prefix, name)
    kinds = [kind for kind, _ in COSTS]
    same = all(cost_of(read, k) == cost_of(part.kostnader, k) for k in kinds)
    return part.kostnader if same and hours_of(read) == hours_of(part.kostnader) else read


def _money_fields(sheet: Sheet, prefix: str, part: Projektpart, name: str) -> dict[str, Any]:
    euro = frozenset({Unit.EUR, Unit.NONE})
    return {
        "stodgrund": Stodgrund(s) if (s := sheet.text(f"{prefix}stodgrund")) else None,
        "storlek": Storlek(s) if (s := sheet.text(f"{prefix}storlek")) else None,
        "bonusgrund": sheet.truth(f"{prefix}bonusgrund"),
        "tidigare_stod_eur": sheet.whole(f"{prefix}tidigare_stod_eur", f"tidigare stöd för {name}", euro),
        "sokt_bidrag": sheet.whole(f"{prefix}sokt_bidrag", f"del av bidraget för {name}"),
        "kostnader": _same_costs(sheet, prefix, part, name),
    }


def _part(sheet: Sheet, at: int, part: Projektpart) -> Projektpart:
    prefix = f"parter.{at}."
    changes: dict[str, Any] = {"aktorstyp": sheet.text(f"{prefix}aktorstyp") or None}
    if sheet.has(f"{prefix}roll"):
        changes |= {
            "roll": Roll(s) if (s := sheet.text(f"{prefix}roll")) else None,
            "namn": sheet.text(f"{prefix}namn"),
        }
    name = changes.get("namn") or part.namn or f"part {at + 1}"
    if sheet.has(f"{prefix}organisationsnummer"):
        changes |= {
            "organisationsnummer": sheet.text(f"{prefix}organisationsnummer") or None,
            "ekonomisk_verksamhet": sheet.truth(f"{prefix}ekonomisk_verksamhet"),
        }
    if sheet.has(f"{prefix}stodgrund"):
        changes |= _money_fields(sheet, prefix, part, name)
    return replace(part, **changes)


def _parties(sheet: Sheet, projekt: Projekt) -> tuple[Projektpart, ...]:
    if not sheet.has("parter.0.finns"):
        first, rest = (projekt.parter[:1] or (Projektpart(),)), projekt.parter[1:]
        told = _part(sheet, 0, first[0])
        return (told, *rest) if told != Projektpart() else rest
    count = sum(sheet.has(f"parter.{at}.finns") for at in range(MAX_PARTIES))
    before = [*projekt.parter, *[Projektpart()] * count]
    return tuple(_part(sheet, at, before[at]) for at in range(count))


def _project_fields(sheet: Sheet) -> dict[str, Any]:
    months = frozenset({Unit.MONTHS, Unit.NONE})
    told: dict[str, Any] = {}
    if sheet.has("sokt_bidrag"):
        told["sokt_bidrag"] = sheet.whole("sokt_bidrag", "sökt bidrag")
    if sheet.has("manader"):
        told["manader"] = sheet.whole("manader", "månader", months)
    for name in ("paborjat", "data_finns"):
        if sheet.has(name):
            told[name] = sheet.truth(name)
    if sheet.has("eurokurs"):
        told["eurokurs"] = _rate(sheet.text("eurokurs"))
    return told


def _rate(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ".")) if text else None
    except InvalidOperation as error:
        raise InputError("eurokurs", f"”{text[:40]}” är inget tal; skriv till exempel 10,50") from error


def _lists(sheet: Sheet) -> dict[str, Any]:
    """Return aims and attachments, which only the checklist's form has; it is known by its months."""
    if not (sheet.has("parter.0.finns") and sheet.has("manader")):
        return {}
    ready = sheet.filled.get("bilagor", [])
    return {
        "inriktning": tuple(Inriktning(v) for v in sheet.filled.get("inriktning", [])),
        "bilagor": tuple(Bilaga(v) for v in ready if v != NONE_READY) if ready else None,
    }


def _loose_costs(sheet: Sheet, projekt: Projekt, parties: tuple[Projektpart, ...]) -> dict[str, Any]:
    if sheet.has("kostnader"):
        amount, now = sheet.whole("kostnader", "kostnader utan part"), sum(c.belopp for c in projekt.kostnader)
        same = bool(projekt.kostnader) and amount == now
        return {} if same else {"kostnader": (Kostnadspost(belopp=amount),) if amount is not None else ()}
    if not sheet.has("hela_kostnaden"):
        return {}
    amount = sheet.whole("hela_kostnaden", "kostnader sammanlagt")
    now = sum(c.belopp for c in (*projekt.kostnader, *(c for p in projekt.parter for c in p.kostnader)))
    if amount == (now or None):
        return {}
    bare = tuple(replace(part, kostnader=()) for part in parties)
    return {"parter": bare, "kostnader": (Kostnadspost(belopp=amount),) if amount is not None else ()}


def fordelning_of(sheet: Sheet) -> Fordelning:
    """Return how the grant is shared, in proportion where nothing is chosen."""
    chosen = sheet.text("fordelning")
    return Fordelning(chosen) if chosen in set(Fordelning) else Fordelning.PROPORTIONELL


def what_if_of(sheet: Sheet) -> WhatIf:
    """Return the change that is tried, none where the controls stand as they were."""
    size = sheet.text("om_storlek")
    return WhatIf(
        kostnader=sheet.whole("om_kostnader", "ändring av kostnaderna") or 0,
        storlek=Storlek(size) if size in set(Storlek) else None,
        bonus=sheet.truth("om_bonus"),
    )


def read_project(sheet: Sheet, projekt: Projekt) -> Projekt:
    """
    Return *projekt* with what the form says; fields that the form lacks stay.

    Raises InputError naming the field where something cannot be read or cannot be.
    """
    try:
        parties = _parties(sheet, projekt)
        told = _project_fields(sheet) | _lists(sheet)
    except ValueError as error:
        raise InputError("formuläret", "ett val finns inte; ladda om sidan") from error
    read = replace(projekt, **({"parter": parties} | told | _loose_costs(sheet, projekt, parties)))
    refuse_nonsense(read)
    return read
