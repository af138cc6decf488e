"""The money: exact arithmetic in whole kronor over what is told."""

from collections.abc import Callable
from dataclasses import replace

from assistant.rules.basis import Basis, basis_of
from assistant.rules.calculation import Ask, Calculation, Fordelning, Missing
from assistant.rules.grant import largest_grant, shared_grant, wanted_grant
from assistant.rules.inputs import refuse_nonsense
from assistant.rules.plan import check_plan
from assistant.rules.projekt import Kostnadspost, Projekt
from assistant.rules.single import indirect, level, minor, pay
from assistant.rules.totals import least_costs, own_part
from assistant.sources.parameters import Parameters

_OVER_PROJECT: dict[Ask, Callable[[Projekt, Parameters], Calculation | Missing]] = {
    Ask.EGEN_INSATS: own_part,
    Ask.KOSTNADER: least_costs,
    Ask.INDIREKTA: indirect,
    Ask.PERSONAL: pay,
    Ask.NIVA: level,
    Ask.MINDRE_BETYDELSE: minor,
}


def _financed(projekt: Projekt) -> Projekt:
    """Return *projekt* with its costs read from grant and own money where only those are told."""
    wanted = wanted_grant(projekt)
    costs_told = projekt.kostnader or any(part.kostnader for part in projekt.parter)
    if costs_told or wanted is None or projekt.egen_insats is None:
        return projekt
    return replace(projekt, kostnader=(Kostnadspost(belopp=wanted + projekt.egen_insats),))


def _over_basis(
    ask: Ask, projekt: Projekt, basis: Basis, parameters: Parameters, fordelning: Fordelning
) -> Calculation | Missing:
    if ask is Ask.PLAN:
        return check_plan(basis, projekt, parameters)
    if ask is Ask.FORDELNING:
        return shared_grant(basis, projekt, fordelning, parameters)
    return largest_grant(basis, parameters)


def calculate(
    ask: Ask, projekt: Projekt, parameters: Parameters, fordelning: Fordelning = Fordelning.PROPORTIONELL
) -> Calculation | Missing:
    """
    Return the answer to *ask*, or the one fact that is missing.

    Wanted grant: `projekt.sokt_bidrag`, or the parties' `sokt_bidrag`.  Raises InputError naming the
    field, in Swedish, where a told value cannot be.
    """
    refuse_nonsense(projekt)
    if ask in _OVER_PROJECT:
        return _OVER_PROJECT[ask](projekt, parameters)
    whole = _financed(projekt) if ask is Ask.PLAN else projekt
    basis = basis_of(whole, parameters)
    return basis if isinstance(basis, Missing) else _over_basis(ask, whole, basis, parameters, fordelning)
