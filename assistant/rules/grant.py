"""The largest grant: the lowest of three limits, and its sharing among the parties."""

from dataclasses import replace

from assistant.errors import InputError
from assistant.rules.basis import Basis
from assistant.rules.calculation import Ask, Calculation, Condition, Fordelning, Limit, Missing, PartGrant, Step
from assistant.rules.money import floor_share, kronor, percent, proportional
from assistant.rules.projekt import Projekt, Roll
from assistant.sources.parameters import Parameters

PROJEKTTAK, ANDEL, STODNIVA = "projekttak", "andel", "stodniva"


def limits_of(basis: Basis, parameters: Parameters) -> tuple[Limit, ...]:
    """Return the three limits on the grant, the lowest first."""
    share, most = parameters["hogsta_andel"], parameters["hogsta_bidrag"]
    levels = tuple(dict.fromkeys(part.level.parameter for part in basis.parts))
    limits = (
        Limit(key=PROJEKTTAK, label="taket per projekt", amount=most.whole, parameters=(most,)),
        Limit(
            key=ANDEL,
            label=f"{percent(share.value)} av projektets kostnader",
            amount=floor_share(share.value, basis.total),
            parameters=(share,),
        ),
        Limit(
            key=STODNIVA,
            label="parternas stödnivåer",
            amount=basis.loose + sum(part.ceiling for part in basis.parts),
            parameters=levels,
        ),
    )
    return tuple(sorted(limits, key=lambda limit: limit.amount))


def _total_steps(basis: Basis) -> tuple[Step, ...]:
    costs = [*(p.costs.total for p in basis.parts), *([basis.loose] if basis.loose else [])]
    if len(costs) < 2 and not basis.reductions:
        return basis.steps
    formula = " + ".join(kronor(cost) for cost in costs)
    return (*basis.steps, Step(label="Stödberättigande kostnader", formula=formula, amount=basis.total))


def _level_steps(basis: Basis) -> tuple[Step, ...]:
    steps = [
        Step(
            label=f"Högst till {p.label}",
            formula=f"{percent(p.level.share)} av {kronor(p.costs.total)}"
            + ("" if p.level.cap is None else f", men högst {kronor(p.level.cap)}"),
            amount=p.ceiling,
            parameter=p.level.parameter,
            party=p.party,
        )
        for p in basis.parts
    ]
    whole = Step(
        label="Parternas stödnivåer tillsammans",
        formula=" + ".join(kronor(s.amount) for s in steps),
        amount=sum(s.amount for s in steps),
    )
    if basis.loose or all(p.ceiling == p.costs.total for p in basis.parts):
        return ()
    return (*steps, *((whole,) if len(steps) > 1 else ()))


def limit_steps(basis: Basis, parameters: Parameters) -> tuple[Step, ...]:
    """Return the steps down to the largest grant."""
    share, most = parameters["hogsta_andel"], parameters["hogsta_bidrag"]
    amounts = [limit.amount for limit in limits_of(basis, parameters)]
    of_total = Step(
        label="Högsta andel av projektets kostnader",
        formula=f"{percent(share.value)} av {kronor(basis.total)}",
        amount=floor_share(share.value, basis.total),
        parameter=share,
    )
    ceiling = Step(label="Taket per projekt", formula="står i utlysningen", amount=most.whole, parameter=most)
    lowest = Step(label="Högsta bidrag", formula="det lägsta av beloppen", amount=amounts[0])
    return (*_total_steps(basis), of_total, *_level_steps(basis), ceiling, lowest)


def _coordinator(basis: Basis) -> int | None:
    return next((i for i, p in enumerate(basis.parts) if p.part.roll is Roll.KOORDINATOR), None)


def _own_choice(basis: Basis, amount: int) -> tuple[int, ...] | Missing:
    for part in basis.parts:
        if part.part.sokt_bidrag is None:
            question = f"Hur mycket av bidraget ska {part.label} ha?"
            return Missing(fact="sokt_bidrag", question=question, party=part.party)
        if part.part.sokt_bidrag > part.ceiling:
            raise InputError(f"bidrag till {part.label}", f"får vara högst {kronor(part.ceiling)}")
    chosen = tuple(part.part.sokt_bidrag or 0 for part in basis.parts)
    if sum(chosen) > amount:
        raise InputError("fördelningen", f"delarna är tillsammans {kronor(sum(chosen))} men bidraget {kronor(amount)}")
    return chosen


def _shared(basis: Basis, amount: int, fordelning: Fordelning) -> tuple[int, ...] | Missing:
    weights = tuple(part.costs.total for part in basis.parts)
    caps = tuple(part.ceiling for part in basis.parts)
    if fordelning is Fordelning.EGET_VAL:
        return _own_choice(basis, amount)
    first = _coordinator(basis)
    if fordelning is Fordelning.PROPORTIONELL or first is None:
        return proportional(amount, weights, caps)
    own = min(amount, caps[first])
    rest = tuple(0 if i == first else w for i, w in enumerate(weights))
    others = tuple(0 if i == first else c for i, c in enumerate(caps))
    shared = proportional(amount - own, rest, others)
    return tuple(own if i == first else s for i, s in enumerate(shared))


def parts_of(
    basis: Basis, amount: int, fordelning: Fordelning = Fordelning.PROPORTIONELL
) -> tuple[PartGrant, ...] | Missing:
    """Return *amount* shared among the parties; nothing where costs without a party are left."""
    if basis.loose:
        return ()
    shared = _shared(basis, amount, fordelning)
    if isinstance(shared, Missing):
        return shared
    return tuple(
        PartGrant(
            party=part.party,
            namn=part.label,
            kostnader=part.costs.total,
            stodgrund=part.level.stodgrund,
            niva=part.level.share,
            tak=part.ceiling,
            bidrag=given,
        )
        for part, given in zip(basis.parts, shared, strict=True)
    )


def wanted_grant(projekt: Projekt) -> int | None:
    """Return the grant applied for, in all or as the parties' sum; InputError where the two disagree."""
    told = [part.sokt_bidrag for part in projekt.parter if part.sokt_bidrag is not None]
    if not told or (len(told) < len(projekt.parter) and projekt.sokt_bidrag is not None):
        return projekt.sokt_bidrag
    if projekt.sokt_bidrag is not None and projekt.sokt_bidrag != sum(told):
        raise InputError(
            "sökt bidrag",
            f"är {kronor(projekt.sokt_bidrag)}, men parternas delar blir {kronor(sum(told))}; rätta det ena",
        )
    return sum(told)


def calculation_of(ask: Ask, basis: Basis, grant: int, parameters: Parameters) -> Calculation:
    """Return the common part of an answer about *grant* under *basis*."""
    return Calculation(
        ask=ask,
        answer=grant,
        total=basis.total,
        grant=grant,
        own=basis.total - grant,
        limits=limits_of(basis, parameters),
        steps=limit_steps(basis, parameters),
        conditions=basis.conditions,
    )


def _lowered(wanted: int | None, most: int) -> tuple[Condition, ...]:
    if wanted is None or wanted <= most:
        return ()
    return (Condition(text=f"Ni angav {kronor(wanted)}, men bidraget kan bli högst {kronor(most)}."),)


def largest_grant(basis: Basis, parameters: Parameters) -> Calculation | Missing:
    """Return the largest grant, shared in proportion to the costs."""
    most = limits_of(basis, parameters)[0].amount
    parts = parts_of(basis, most)
    if isinstance(parts, Missing):
        return parts
    return replace(calculation_of(Ask.BIDRAG, basis, most, parameters), parts=parts)


def shared_grant(
    basis: Basis, projekt: Projekt, fordelning: Fordelning, parameters: Parameters
) -> Calculation | Missing:
    """Return how the wanted grant, or else the largest, is shared among the parties."""
    most = limits_of(basis, parameters)[0].amount
    wanted = wanted_grant(projekt)
    own_choice = fordelning is Fordelning.EGET_VAL
    grant = min(most, wanted if wanted is not None else most)
    parts = parts_of(basis, most if own_choice else grant, fordelning)
    if isinstance(parts, Missing):
        return parts
    if basis.loose:
        return Missing(fact="kostnader", question="Hur stora kostnader har var och en av parterna?")
    base = calculation_of(Ask.FORDELNING, basis, grant, parameters)
    return replace(base, parts=parts, conditions=(*base.conditions, *_lowered(wanted, most)))
