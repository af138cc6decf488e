"""Is a plan allowed, and if not, what to change."""

from collections.abc import Iterator
from dataclasses import replace

from assistant.rules.basis import Basis
from assistant.rules.calculation import Ask, Calculation, Change, Missing, Step
from assistant.rules.grant import ANDEL, STODNIVA, calculation_of, limits_of, parts_of, wanted_grant
from assistant.rules.money import kronor, least_whole
from assistant.rules.projekt import Projekt
from assistant.sources.parameters import Parameters


def _too_high_costs(basis: Basis) -> Iterator[Change]:
    for reduction in basis.reductions:
        over = reduction.told - reduction.allowed
        text = f"Sänk {reduction.what} med {kronor(over)}, till {kronor(reduction.allowed)}."
        yield Change(text=text, amount=over)


def _too_high_grant(basis: Basis, wanted: int, parameters: Parameters) -> Iterator[Change]:
    limits = limits_of(basis, parameters)
    most = limits[0].amount
    if wanted <= most:
        return
    yield Change(
        text=f"Sänk det sökta bidraget med {kronor(wanted - most)}, till {kronor(most)}.", amount=wanted - most
    )
    over = {limit.key for limit in limits if wanted > limit.amount}
    if over == {ANDEL}:
        need = least_whole(parameters["hogsta_andel"].value, wanted)
        text = f"Eller höj de stödberättigande kostnaderna till minst {kronor(need)}, om de är verkliga och behövs."
        yield Change(text=text, amount=need)
    if STODNIVA in over and len(basis.parts) > 1:
        yield Change(text="Eller låt en part med högre stödnivå bära mer av kostnaderna.", amount=wanted - most)


def _too_high_part(basis: Basis) -> Iterator[Change]:
    for part in basis.parts:
        over = (part.part.sokt_bidrag or 0) - part.ceiling
        if over > 0 and len(basis.parts) > 1:
            text = f"Sänk bidraget till {part.label} med {kronor(over)}, till {kronor(part.ceiling)}."
            yield Change(text=text, amount=over)


def _not_financed(basis: Basis, wanted: int, own: int | None) -> Iterator[Change]:
    lacking = basis.total - wanted - (own or 0)
    if own is not None and lacking > 0:
        yield Change(
            text=f"Det saknas {kronor(lacking)}: bidrag och egen insats ska tillsammans täcka {kronor(basis.total)}.",
            amount=lacking,
        )


def check_costs(basis: Basis) -> Calculation | Missing:
    """Return whether the costs alone keep under their ceilings, where no grant was named."""
    if not basis.steps:
        return Missing(fact="sokt_bidrag", question="Hur stort bidrag vill ni söka?")
    changes = tuple(_too_high_costs(basis))
    over = sum(change.amount for change in changes)
    return Calculation(
        ask=Ask.PLAN, answer=over, total=basis.total, steps=basis.steps, allowed=not changes, changes=changes,
        conditions=basis.conditions,
    )  # fmt: skip


def check_plan(basis: Basis, projekt: Projekt, parameters: Parameters) -> Calculation | Missing:
    """Return whether the wanted grant is allowed under *basis*, with what to change where it is not."""
    wanted = wanted_grant(projekt)
    if wanted is None:
        return check_costs(basis)
    changes = (
        *_too_high_costs(basis),
        *_too_high_grant(basis, wanted, parameters),
        *_too_high_part(basis),
        *_not_financed(basis, wanted, projekt.egen_insats),
    )
    base = calculation_of(Ask.PLAN, basis, wanted, parameters)
    parts = () if changes else parts_of(basis, wanted)
    least = base.limits[0].amount
    own = Step(
        label="Minsta egen insats", formula=f"{kronor(basis.total)} − {kronor(least)}", amount=basis.total - least
    )
    return replace(
        base,
        parts=() if isinstance(parts, Missing) else parts,
        allowed=not changes,
        changes=changes,
        own=basis.total - wanted,
        steps=base.steps if projekt.egen_insats is None else (*base.steps, own),
    )
