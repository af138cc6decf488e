"""What was understood, in one line, so that an error is seen."""

from collections.abc import Iterator, Sequence

from assistant.rules.basis import labels_of
from assistant.rules.money import decimal, kronor
from assistant.rules.projekt import Kostnadspost, Projekt, Projektpart
from assistant.sources.parameters import Parameters


def _joined(parts: Sequence[str]) -> str:
    *before, last = parts
    return f"{', '.join(before)} och {last}" if before else last


def _costs(costs: Sequence[Kostnadspost]) -> str:
    if all(cost.kostnadsslag is None for cost in costs):
        low = sum(cost.belopp if cost.lagst is None else cost.lagst for cost in costs)
        high = sum(cost.belopp for cost in costs)
        return kronor(high) if low == high else f"{_grouped(low)}–{kronor(high)}"
    return _joined([_cost(cost) for cost in costs])


def _cost(cost: Kostnadspost) -> str:
    hours = f" för {cost.timmar} timmar" if cost.timmar and cost.timmar > 1 else ""
    kind = (
        ""
        if cost.kostnadsslag is None
        else f" i {cost.kostnadsslag.value}{_KIND_ENDS.get(cost.kostnadsslag.value, '')}"
    )
    return f"{kronor(cost.belopp)}{kind}{hours}"


_KIND_ENDS = {
    "personal": "kostnader",
    "konsult": "kostnader",
    "utrustning": "",
    "övriga direkta": " kostnader",
    "indirekta": " kostnader",
}


def _details(part: Projektpart) -> Iterator[str]:
    if part.storlek:
        yield f"{part.storlek.value} företag"
    if part.anstallda is not None:
        yield f"{part.anstallda} anställda"
    if part.stodgrund:
        yield part.stodgrund.value
    if part.bonusgrund is not None:
        yield "med bonusgrund" if part.bonusgrund else "utan bonusgrund"
    if part.tidigare_stod_eur is not None:
        yield f"tidigare stöd {_grouped(part.tidigare_stod_eur)} euro"


def _grouped(number: int) -> str:
    return kronor(number).rsplit(maxsplit=1)[0]


def _party(part: Projektpart, label: str) -> str:
    role = f" som {part.roll.value}" if part.roll and not part.kostnader else ""
    costs = f" {_costs(part.kostnader)}" if part.kostnader else ""
    told = ", ".join(_details(part))
    return f"{label}{role}{costs}{f' ({told})' if told else ''}"


def _facts(projekt: Projekt, parameters: Parameters) -> Iterator[str]:
    labels = labels_of(projekt.parter, parameters)
    yield from (_party(part, label) for part, label in zip(projekt.parter, labels, strict=True))
    if projekt.kostnader:
        kinds = any(cost.kostnadsslag for cost in projekt.kostnader)
        yield f"{'' if kinds else 'kostnader '}{_costs(projekt.kostnader)}"
    if projekt.sokt_bidrag is not None:
        yield f"sökt bidrag {kronor(projekt.sokt_bidrag)}"
    if projekt.egen_insats is not None:
        yield f"egen insats {kronor(projekt.egen_insats)}"
    if projekt.manader is not None:
        yield f"{projekt.manader} månader"
    if projekt.eurokurs is not None:
        yield f"{decimal(projekt.eurokurs)} kronor per euro"


def understood(projekt: Projekt, parameters: Parameters) -> str:
    """Return "Jag räknar med: …" with every fact told that the rules use; empty where none was told."""
    facts = list(_facts(projekt, parameters))
    return f"Jag räknar med: {'; '.join(facts)}." if facts else ""
