"""Costs as told, brought under the ceilings of the terms: pay per hour and indirect costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.rules.calculation import Condition, Missing, Step
from assistant.rules.money import floor_share, grouped, kronor, percent
from assistant.rules.projekt import Kostnadspost, Kostnadsslag
from assistant.sources.parameters import Parameter, Parameters

WITHOUT_CEILING = frozenset({"universitet", "institut"})
"""Kinds that the terms may free from the ceiling on indirect costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """A cost above its ceiling: what was told and what may be counted."""

    what: str
    told: int
    allowed: int
    parameter: Parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligible:
    """What of the told costs counts."""

    total: int
    personal: int
    steps: tuple[Step, ...] = ()
    reductions: tuple[Reduction, ...] = ()
    conditions: tuple[Condition, ...] = ()


def _sum(costs: Sequence[Kostnadspost]) -> int:
    return sum(cost.belopp for cost in costs)


def _kind(costs: Sequence[Kostnadspost], kind: Kostnadsslag) -> list[Kostnadspost]:
    return [c for c in costs if c.kostnadsslag is kind or (kind is Kostnadsslag.PERSONAL and c.timmar)]


def hourly(costs: Sequence[Kostnadspost], parameters: Parameters) -> tuple[int, int, tuple[Step, ...]]:
    """
    Return pay for told hours as told and as it may be counted, with the step.

    The ceiling is an average, so hours and pay are compared in sum.
    """
    timed = [c for c in costs if c.timmar]
    told, hours = _sum(timed), sum(c.timmar or 0 for c in timed)
    rate = parameters["tak_timkostnad"]
    most = hours * rate.whole
    formula = f"{grouped(hours)} timmar × {grouped(rate.whole)} kronor"
    step = Step(label="Taket för personalkostnaden", formula=formula, amount=most, parameter=rate)
    return told, min(told, most), (step,) if timed else ()


def indirect_ceiling(personal: int, parameters: Parameters) -> Step:
    """Return the step that gives the most of indirect costs on *personal*."""
    share = parameters["tak_indirekta"]
    formula = f"{percent(share.value)} av {kronor(personal)}"
    return Step(
        label="Taket för indirekta kostnader",
        formula=formula,
        amount=floor_share(share.value, personal),
        parameter=share,
    )


def _missing_pay(costs: Sequence[Kostnadspost], label: str) -> Missing | None:
    untold = not _kind(costs, Kostnadsslag.PERSONAL) and any(c.kostnadsslag is None for c in costs)
    if not _kind(costs, Kostnadsslag.INDIREKTA) or not untold:
        return None
    return Missing(fact="kostnadsslag", question=f"Hur stora är personalkostnaderna för {label}?")


def eligible(costs: Sequence[Kostnadspost], kind: str | None, label: str, parameters: Parameters) -> Eligible | Missing:
    """Return what of *costs* counts for a party of *kind*, or that its pay must be told first."""
    if missing := _missing_pay(costs, label):
        return missing
    told, counted, hour_steps = hourly(costs, parameters)
    personal = _sum(_kind(costs, Kostnadsslag.PERSONAL)) - told + counted
    indirect = _sum(_kind(costs, Kostnadsslag.INDIREKTA))
    ceiling = indirect_ceiling(personal, parameters)
    free = kind in WITHOUT_CEILING
    allowed = indirect if free else min(indirect, ceiling.amount)
    reductions = (
        Reduction(what="personalkostnaderna", told=told, allowed=counted, parameter=parameters["tak_timkostnad"]),
        Reduction(
            what="de indirekta kostnaderna", told=indirect, allowed=allowed, parameter=parameters["tak_indirekta"]
        ),
    )
    exempt = Condition(
        text="Lärosäten och vissa forskningsinstitut kan vara undantagna från taket för indirekta kostnader.",
        proofs=parameters.krav["indirekta_undantag"].proofs,
    )
    return Eligible(
        total=_sum(costs) - (told - counted) - (indirect - allowed),
        personal=personal,
        steps=(*hour_steps, *((ceiling,) if indirect and not free else ())),
        reductions=tuple(r for r in reductions if r.told > r.allowed),
        conditions=(exempt,) if indirect and free else (),
    )
