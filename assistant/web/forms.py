"""The project as forms: the panel beside the chat, the checklist's questions, the budget's table."""

from collections.abc import Iterable
from html import escape

from assistant.rules.money import decimal, grouped, kronor
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
from assistant.sources.parameters import Parameters
from assistant.web.fields import Choice, checks, choices, entry, select, yes_no

NONE_READY = "ingen"
"""Ticked where no attachment is ready: told, unlike none ticked."""
MAX_PARTIES = 10
COSTS: tuple[tuple[str, str], ...] = (
    (Kostnadsslag.PERSONAL, "Personal"),
    (Kostnadsslag.KONSULT, "Konsulter och licenser"),
    (Kostnadsslag.UTRUSTNING, "Utrustning (avskrivning)"),
    (Kostnadsslag.OVRIGA_DIREKTA, "Övriga direkta"),
    (Kostnadsslag.INDIREKTA, "Indirekta"),
    ("", "Inte uppdelade"),
)
"""Kinds of cost in the order of the table; the last one takes what no kind was told for."""


def _kinds(parameters: Parameters) -> list[Choice]:
    return [
        (a.key, a.label[:1].upper() + a.label[1:], "ek" if a.ekonomisk is not False else "")
        for a in parameters.aktorer.values()
    ]


def _kronor(amount: int | None) -> str:
    return "" if amount is None else grouped(amount)


def cost_of(costs: Iterable[Kostnadspost], kind: str) -> int | None:
    """Return the sum of one kind of cost, None where none is told."""
    told = [c.belopp for c in costs if (c.kostnadsslag or "") == kind]
    return sum(told) if told else None


def hours_of(costs: Iterable[Kostnadspost]) -> int | None:
    """Return the hours told, in sum."""
    told = [c.timmar for c in costs if c.timmar]
    return sum(told) if told else None


def _form(name: str, body: str, label: str) -> str:
    return (
        f'<form class="project" data-form="{name}" aria-label="{escape(label)}" onsubmit="return false">{body}</form>'
    )


def _party_head(at: int, part: Projektpart, count: int) -> str:
    title = "Koordinator" if part.roll is Roll.KOORDINATOR else f"Part {at + 1}"
    remove = (
        f'<button type="button" class="quiet" data-do="bort {at}" aria-label="Ta bort part {at + 1}">Ta bort</button>'
        if count > 1
        else ""
    )
    return f'<legend>{title}</legend><input type="hidden" name="parter.{at}.finns" value="ja">{remove}'


def _party_who(at: int, part: Projektpart, parameters: Parameters) -> str:
    p = f"parter.{at}."
    return (
        select(p + "aktorstyp", "Slag av organisation", _kinds(parameters), part.aktorstyp or "", "Välj …")
        + select(p + "roll", "Roll i projektet", choices(Roll), part.roll or "", "Inte bestämd")
        + entry(p + "namn", "Namn (om ni vill)", part.namn, words=True)
    )


def _add(count: int) -> str:
    if count >= MAX_PARTIES:
        return ""
    return '<button type="button" class="plain" data-do="lagg till">Lägg till en part</button>'


def _shown(projekt: Projekt) -> tuple[Projektpart, ...]:
    return projekt.parter or (Projektpart(roll=Roll.KOORDINATOR),)


def _eligible_party(at: int, part: Projektpart, count: int, parameters: Parameters) -> str:
    p = f"parter.{at}."
    return (
        f'<fieldset class="party">{_party_head(at, part, count)}<div class="grid">{_party_who(at, part, parameters)}'
        + entry(p + "organisationsnummer", "Organisationsnummer", part.organisationsnummer, words=True)
        + yes_no(p + "ekonomisk_verksamhet", "Säljer varor eller tjänster i det som projektet gäller?", part.ekonomisk_verksamhet)
        + "</div></fieldset>"
    )  # fmt: skip


def _ready(projekt: Projekt) -> list[str]:
    if projekt.bilagor is None:
        return []
    return list(projekt.bilagor) or [NONE_READY]


def _attachments(projekt: Projekt, parameters: Parameters) -> str:
    options = [(b.value, parameters.krav[b].label, "") for b in Bilaga]
    options = [(v, shown[:1].upper() + shown[1:], c) for v, shown, c in options]
    options.append((NONE_READY, "Ingen av dem är klar", ""))
    return checks("bilagor", "Vilka bilagor är klara?", options, _ready(projekt))


def _aims(projekt: Projekt, parameters: Parameters) -> str:
    labels = {aim: parameters.krav[aim].label for aim in Inriktning if aim is not Inriktning.TILLAMPA_ML}
    options = [(Inriktning.TILLAMPA_ML.value, "Använda maskininlärning i verksamheten", "")]
    options += [(aim.value, label[:1].upper() + label[1:], "") for aim, label in labels.items()]
    return checks("inriktning", "Vad går projektet ut på?", options, projekt.inriktning)


def eligibility_form(projekt: Projekt, parameters: Parameters) -> str:
    """Return the questions behind the checklist, filled with what is told."""
    parties = _shown(projekt)
    body = "".join(_eligible_party(at, part, len(parties), parameters) for at, part in enumerate(parties))
    project = (
        entry("manader", "Hur länge pågår projektet?", projekt.manader, unit="månader")
        + entry("sokt_bidrag", "Hur stort bidrag söker ni?", _kronor(projekt.sokt_bidrag), unit="kr", example="500 000")
        + yes_no("paborjat", "Har projektets aktiviteter börjat?", projekt.paborjat)
        + yes_no("data_finns", "Finns data redan?", projekt.data_finns)
    )
    return _form(
        "behorighet",
        f'{body}{_add(len(parties))}<fieldset class="party"><legend>Projektet</legend><div class="grid">{project}</div>'
        f"{_aims(projekt, parameters)}{_attachments(projekt, parameters)}</fieldset>",
        "Frågor om er och projektet",
    )


def _cost_fields(at: int, part: Projektpart) -> str:
    p = f"parter.{at}."
    rows = []
    for kind, label in COSTS:
        rows.append(entry(f"{p}kostnad.{kind}", label, _kronor(cost_of(part.kostnader, kind)), unit="kr"))
        if kind == Kostnadsslag.PERSONAL:
            rows.append(entry(f"{p}timmar", "Arbetade timmar", hours_of(part.kostnader), unit="tim"))
    return "".join(rows)


def _level_fields(at: int, part: Projektpart) -> str:
    p = f"parter.{at}."
    return (
        select(p + "stodgrund", "Stödgrund", choices(Stodgrund), part.stodgrund or "", "Efter organisationen")
        + select(p + "storlek", "Företagets storlek", choices(Storlek), part.storlek or "", "Välj …", "if-company")
        + yes_no(p + "bonusgrund", "Uppfylls villkor för högre nivå?", part.bonusgrund, "if-company")
        + entry(p + "tidigare_stod_eur", "Tidigare stöd av mindre betydelse", _kronor(part.tidigare_stod_eur), unit="euro",
                css="if-minor")
        + entry(p + "sokt_bidrag", "Partens del av bidraget", _kronor(part.sokt_bidrag), unit="kr", css="if-own")
    )  # fmt: skip


def _budget_party(at: int, part: Projektpart, count: int, parameters: Parameters) -> str:
    return (
        f'<fieldset class="party">{_party_head(at, part, count)}<div class="grid">{_party_who(at, part, parameters)}'
        f'{_level_fields(at, part)}</div><div class="grid costs" role="group" aria-label="Kostnader">{_cost_fields(at, part)}</div></fieldset>'
    )


def _project_money(projekt: Projekt, fordelning: str) -> str:
    loose = sum(c.belopp for c in projekt.kostnader) if projekt.kostnader else None
    share = [
        ("proportionell", "Efter kostnaderna", ""),
        ("koordinator först", "Koordinatorn först", ""),
        ("eget val", "Eget val", ""),
    ]
    rate = "" if projekt.eurokurs is None else decimal(projekt.eurokurs)
    return (
        entry("sokt_bidrag", "Bidrag ni vill söka", _kronor(projekt.sokt_bidrag), unit="kr")
        + entry("kostnader", "Kostnader utan part", _kronor(loose), unit="kr")
        + select("fordelning", "Dela bidraget", share[1:], fordelning, share[0][1])
        + entry("eurokurs", "Eurokurs", rate, unit="kr per euro", css="if-minor", example="11,50")
    )


def budget_form(projekt: Projekt, parameters: Parameters, fordelning: str = "") -> str:
    """Return the budget's table, filled with what is told."""
    parties = _shown(projekt)
    body = "".join(_budget_party(at, part, len(parties), parameters) for at, part in enumerate(parties))
    return _form(
        "budget",
        f'{body}{_add(len(parties))}<fieldset class="party"><legend>Hela projektet</legend>'
        f'<div class="grid">{_project_money(projekt, fordelning)}</div></fieldset>{_what_if()}',
        "Budget",
    )


def _what_if() -> str:
    return (
        '<fieldset class="party what-if"><legend>Pröva något annat</legend><div class="grid">'
        '<label class="field wide"><span>Om kostnaderna ändras</span><span class="with-unit"><input type="range" name="om_kostnader" '
        'min="-50" max="100" step="5" value="0" aria-describedby="om-andel"><output id="om-andel">0 %</output></span></label>'
        + select("om_storlek", "Om företagen är", choices(Storlek), "", "Som ovan")
        + select("om_bonus", "Om villkor för högre nivå", [("ja", "Uppfylls", ""), ("nej", "Inte uppfylls", "")], "", "Som ovan")
        + "</div></fieldset>"
    )  # fmt: skip


def _whole_costs(projekt: Projekt) -> int | None:
    costs = [c.belopp for c in projekt.kostnader] + [c.belopp for p in projekt.parter for c in p.kostnader]
    return sum(costs) if costs else None


def _others(projekt: Projekt, parameters: Parameters) -> str:
    rows = "".join(
        f"<li>{escape(part.namn or _kind_label(part, parameters))}{escape(f', {part.roll}' if part.roll else '')}</li>"
        for part in projekt.parter[1:]
    )
    return f'<p class="note">Med i projektet:</p><ul>{rows}</ul>' if rows else ""


def _kind_label(part: Projektpart, parameters: Parameters) -> str:
    aktor = parameters.aktorer.get(part.aktorstyp or "")
    return aktor.label if aktor else "en part"


def panel_form(projekt: Projekt, parameters: Parameters) -> str:
    """Return the panel beside the chat: what is known, each thing to be changed in place."""
    first = _shown(projekt)[0]
    total = _whole_costs(projekt)
    spread = any(part.kostnader for part in projekt.parter[1:]) or sum(bool(p.kostnader) for p in projekt.parter) > 1
    costs = (
        f'<p class="note">Kostnader sammanlagt: <b>{kronor(total or 0)}</b>, fördelade under Budget.</p>'
        if spread
        else entry("hela_kostnaden", "Kostnader sammanlagt", _kronor(total), unit="kr")
    )
    return _form(
        "panel",
        select("parter.0.aktorstyp", "Ni är", _kinds(parameters), first.aktorstyp or "", "Inte sagt")
        + _others(projekt, parameters)
        + entry("sokt_bidrag", "Bidrag ni vill söka", _kronor(projekt.sokt_bidrag), unit="kr")
        + costs
        + entry("manader", "Projektets längd", projekt.manader, unit="månader")
        + yes_no("paborjat", "Har projektet börjat?", projekt.paborjat)
        + yes_no("data_finns", "Finns data redan?", projekt.data_finns),
        "Ert projekt",
    )
