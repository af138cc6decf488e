"""The small questions about money: one ceiling, one level, one sum."""

from dataclasses import replace

from assistant.rules.basis import labels_of
from assistant.rules.calculation import Ask, Calculation, Condition, Missing, Step
from assistant.rules.costs import WITHOUT_CEILING, hourly, indirect_ceiling
from assistant.rules.levels import level_of, room_eur, untold_earlier_aid
from assistant.rules.money import decimal, grouped, kronor
from assistant.rules.projekt import Kostnadspost, Kostnadsslag, Projekt, Projektpart
from assistant.sources.parameters import Parameters


def _all_costs(projekt: Projekt) -> tuple[Kostnadspost, ...]:
    return (*projekt.kostnader, *(cost for part in projekt.parter for cost in part.kostnader))


def indirect(projekt: Projekt, parameters: Parameters) -> Calculation | Missing:
    """Return the ceiling of indirect costs on the told personnel costs."""
    costs = [c for c in _all_costs(projekt) if c.kostnadsslag is Kostnadsslag.PERSONAL or c.timmar]
    if not costs:
        return Missing(fact="kostnadsslag", question="Hur stora är personalkostnaderna?")
    told, counted, hours = hourly(costs, parameters)
    step = indirect_ceiling(sum(c.belopp for c in costs) - told + counted, parameters)
    conditions = [
        Condition(
            text="Det ska vara verkliga kostnader och inget schablonpåslag.",
            proofs=parameters.krav["indirekta_verkliga"].proofs,
        )
    ]
    if any(part.aktorstyp in WITHOUT_CEILING for part in projekt.parter):
        exempt = "Lärosäten och vissa forskningsinstitut kan vara undantagna från taket."
        conditions.append(Condition(text=exempt, proofs=parameters.krav["indirekta_undantag"].proofs))
    return Calculation(ask=Ask.INDIREKTA, answer=step.amount, steps=(*hours, step), conditions=tuple(conditions))


def pay(projekt: Projekt, parameters: Parameters) -> Calculation | Missing:
    """Return what may be taken up for the told hours."""
    costs = _all_costs(projekt)
    told, counted, steps = hourly(costs, parameters)
    if not steps:
        return Missing(fact="timmar", question="Hur många timmar gäller det, och vad kostar de sammanlagt?")
    real = Step(label="Verklig personalkostnad", formula="som ni har angett", amount=told)
    lowered = Condition(
        text=f"Den verkliga kostnaden är {kronor(told)} och sätts ned till taket.",
        proofs=parameters.krav["timkostnad_sanks"].proofs,
    )
    conditions = (lowered,) if told > counted else ()
    return Calculation(ask=Ask.PERSONAL, answer=counted, steps=(real, *steps), conditions=conditions)


def _company(projekt: Projekt, parameters: Parameters) -> int:
    """Return the position of the party that state aid concerns: the last in economic activity, else the last."""
    kinds = [parameters.aktorer.get(part.aktorstyp or "") for part in projekt.parter]
    economic = [at for at, kind in enumerate(kinds) if kind is None or kind.ekonomisk is not False]
    aided = [at for at, part in enumerate(projekt.parter) if part.tidigare_stod_eur is not None]
    sold = [at for at, part in enumerate(projekt.parter) if part.ekonomisk_verksamhet or part.storlek or part.anstallda]
    return (aided or sold or economic or [len(projekt.parter) - 1])[-1]


def _party(projekt: Projekt, parameters: Parameters) -> tuple[int, Projektpart, str]:
    if not projekt.parter:
        return -1, Projektpart(aktorstyp="foretag"), "företaget"
    at = _company(projekt, parameters)
    return at, projekt.parter[at], labels_of(projekt.parter, parameters)[at]


def level(projekt: Projekt, parameters: Parameters) -> Calculation | Missing:
    """Return a party's level of support, in per cent."""
    at, part, label = _party(projekt, parameters)
    found = level_of(part, projekt.eurokurs, label, parameters)
    if isinstance(found, Missing):
        return replace(found, party=at if at >= 0 else None)
    step = Step(
        label=f"Stödnivå för {label}",
        formula=str(found.stodgrund),
        amount=int(found.share * 100),
        unit="procent",
        parameter=found.parameter,
        party=at,
    )
    return Calculation(ask=Ask.NIVA, answer=step.amount, unit="procent", steps=(step,), conditions=found.conditions)


def minor(projekt: Projekt, parameters: Parameters) -> Calculation | Missing:
    """Return what is left under the ceiling of stöd av mindre betydelse, in kronor where a rate is told, else in euro."""
    at, part, label = _party(projekt, parameters)
    room = room_eur(part, parameters)
    if room is None:
        return replace(untold_earlier_aid(label), party=at if at >= 0 else None)
    ceiling = parameters["tak_mindre_betydelse"]
    formula = f"{grouped(ceiling.whole)} − {grouped(part.tidigare_stod_eur or 0)} euro"
    steps = [Step(label="Kvar under taket", formula=formula, amount=room, unit="euro", parameter=ceiling, party=at)]
    if projekt.eurokurs is not None:
        rate = f"{grouped(room)} euro × {decimal(projekt.eurokurs)} kronor"
        steps.append(Step(label="I kronor", formula=rate, amount=int(room * projekt.eurokurs), party=at))
        steps += _over(projekt, steps[-1].amount)
    answer = steps[min(1, len(steps) - 1)]
    return Calculation(ask=Ask.MINDRE_BETYDELSE, answer=answer.amount, unit=answer.unit, steps=tuple(steps))


def _over(projekt: Projekt, room: int) -> list[Step]:
    """Return the step that gives how much of a wanted grant has no room, none where it has."""
    wanted = projekt.sokt_bidrag or 0
    if wanted <= room:
        return []
    return [Step(label="Över taket", formula=f"{kronor(wanted)} − {kronor(room)}", amount=wanted - room)]
