"""From a wanted grant or own money to the costs that carry it."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from assistant.rules.basis import Basis, basis_of
from assistant.rules.calculation import Ask, Calculation, Change, Condition, Missing, Step
from assistant.rules.costs import Eligible
from assistant.rules.grant import calculation_of, limits_of, wanted_grant
from assistant.rules.inputs import LARGEST
from assistant.rules.money import kronor, percent, proportional
from assistant.rules.projekt import Kostnadspost, Projekt, Roll
from assistant.sources.parameters import Parameters

_ONE = Kostnadspost(belopp=1)


def _with_costs(projekt: Projekt) -> Projekt:
    """Return *projekt* with one krona of cost where none is told and only one party can bear any."""
    buyers = [p for p in projekt.parter if p.roll is not Roll.UNDERLEVERANTOR]
    told = projekt.kostnader or any(p.kostnader for p in projekt.parter)
    return projekt if told or len(buyers) > 1 else replace(projekt, kostnader=(_ONE,))


def _scaled(basis: Basis, total: int) -> Basis:
    """Return *basis* as it would be with *total* costs, each party bearing its share in whole kronor."""
    weights = (*(p.costs.total for p in basis.parts), basis.loose)
    *costs, loose = proportional(total, weights, (total,) * len(weights))
    scaled = [replace(p, costs=Eligible(total=c, personal=0)) for p, c in zip(basis.parts, costs, strict=True)]
    return replace(basis, parts=tuple(scaled), loose=loose, steps=(), reductions=())


def _carried(basis: Basis, parameters: Parameters) -> Callable[[int], int]:
    """Return the function from a total to the largest grant, each party bearing its exact share."""
    share, most = Fraction(parameters["hogsta_andel"].value), parameters["hogsta_bidrag"].whole
    parts = [(Fraction(p.level.share) * p.costs.total / basis.total, p.level.cap) for p in basis.parts]
    free = sum(slope for slope, cap in parts if cap is None) + Fraction(basis.loose, basis.total)
    capped = [(slope, cap) for slope, cap in parts if cap is not None]

    def largest(total: int) -> int:
        levels = int(free * total) + sum(min(int(slope * total), cap) for slope, cap in capped)
        return min(int(share * total), most, levels)

    return largest


def _least(basis: Basis, wanted: int, parameters: Parameters) -> int:
    """Return the smallest total that carries *wanted*, which some total must."""
    largest = _carried(basis, parameters)
    low, high = 0, 1
    while largest(high) < wanted:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if largest(middle) >= wanted else (middle, high)
    while limits_of(_scaled(basis, high), parameters)[0].amount < wanted:
        high += 1
    return high


def _kept(basis: Basis) -> tuple[Condition, ...]:
    if len(basis.parts) < 2 or not any(p.level.share < 1 for p in basis.parts):
        return ()
    return (Condition(text="Det gäller om parterna delar kostnaderna i samma proportion som ni har angett."),)


def _step(basis: Basis, wanted: int, total: int, parameters: Parameters) -> Step:
    share = parameters["hogsta_andel"]
    of_levels = Fraction(sum(p.ceiling for p in basis.parts) + basis.loose, basis.total)
    by_levels = of_levels < Fraction(share.value)
    part_of = Decimal(int(of_levels * 1000)) / 1000 if by_levels else share.value
    what = "parternas stödnivåer, " if by_levels else ""
    formula = f"{kronor(wanted)} ska rymmas i {what}{percent(part_of)} av kostnaderna"
    parameter = basis.parts[0].level.parameter if by_levels and len(basis.parts) == 1 else None if by_levels else share
    return Step(label="Minsta stödberättigande kostnader", formula=formula, amount=total, parameter=parameter)


def _too_much(wanted: int, possible: int) -> tuple[Change, ...]:
    if wanted <= possible:
        return ()
    over = wanted - possible
    text = f"Bidraget kan bli högst {kronor(possible)}; sänk det sökta bidraget med {kronor(over)}."
    return (Change(text=text, amount=over),)


def _carrying(basis: Basis, wanted: int, parameters: Parameters) -> Calculation:
    possible = min(wanted, _carried(basis, parameters)(LARGEST))
    total = _least(basis, possible, parameters)
    own = Step(
        label="Egen insats",
        formula=f"{kronor(total)} − {kronor(possible)}",
        amount=total - possible,
        parameter=parameters["minsta_egen_insats"],
    )
    changes = _too_much(wanted, possible)
    return replace(
        calculation_of(Ask.KOSTNADER, _scaled(basis, total), possible, parameters),
        answer=total,
        steps=(_step(basis, possible, total, parameters), own),
        allowed=not changes,
        changes=changes,
        conditions=(*basis.conditions, *_kept(basis)),
    )


def _from_own(basis: Basis, own: int, parameters: Parameters) -> Calculation:
    """Return the largest grant that *own* money carries, and the costs it then takes."""
    share = parameters["hogsta_andel"].value
    grant = min(int(Fraction(share) / (1 - Fraction(share)) * own), parameters["hogsta_bidrag"].whole)
    base = calculation_of(Ask.KOSTNADER, _scaled(basis, own + grant), grant, parameters)
    least = parameters["minsta_egen_insats"]
    step = Step(
        label="Kostnader som den egna insatsen räcker till",
        formula=f"{kronor(own)} ska vara minst {percent(least.value)} av kostnaderna",
        amount=own + grant,
        parameter=least,
    )
    ceiling = Step(
        label="Taket per projekt",
        formula="står i utlysningen",
        amount=parameters["hogsta_bidrag"].whole,
        parameter=parameters["hogsta_bidrag"],
    )
    return replace(base, answer=own + grant, total=own + grant, own=own, steps=(step, ceiling))


def least_costs(projekt: Projekt, parameters: Parameters) -> Calculation | Missing:
    """Return the smallest costs for the wanted grant, or those that the told own money carries."""
    wanted = wanted_grant(projekt)
    if wanted is None and projekt.egen_insats is None:
        return Missing(fact="sokt_bidrag", question="Hur stort bidrag vill ni ha?")
    basis = basis_of(_with_costs(projekt), parameters)
    if isinstance(basis, Missing):
        return basis
    if wanted is not None:
        return _carrying(basis, wanted, parameters)
    return _from_own(basis, projekt.egen_insats or 0, parameters)


def own_part(projekt: Projekt, parameters: Parameters) -> Calculation | Missing:
    """Return the least own contribution: to the wanted grant where one is told, else to the largest."""
    wanted = wanted_grant(projekt)
    costs_told = bool(projekt.kostnader) or any(part.kostnader for part in projekt.parter)
    if wanted is not None and not costs_told:
        carried = least_costs(projekt, parameters)
        return (
            carried if isinstance(carried, Missing) else replace(carried, ask=Ask.EGEN_INSATS, answer=carried.own or 0)
        )
    basis = basis_of(projekt, parameters)
    if isinstance(basis, Missing):
        return basis
    most = limits_of(basis, parameters)[0].amount
    grant = min(most, wanted) if wanted is not None else most
    base = calculation_of(Ask.EGEN_INSATS, basis, grant, parameters)
    own = Step(label="Egen insats", formula=f"{kronor(basis.total)} − {kronor(grant)}", amount=basis.total - grant)
    return replace(base, answer=basis.total - grant, steps=(*base.steps, own))
