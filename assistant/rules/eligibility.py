"""May they apply: each requirement of the call once, one level deep, over what is told."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from assistant.rules.actors import (
    gemensam_ansokan,
    icke_ekonomisk,
    koordinator,
    organisationsnummer,
    projektpart,
    underleverantor,
)
from assistant.rules.inputs import refuse_nonsense
from assistant.rules.projekt import Projekt
from assistant.rules.requirements import andel, bilagor, data_finns, ej_paborjat, inriktning, manader, sokt_belopp
from assistant.rules.verdict import Finding, Verdict
from assistant.sources.parameters import Parameters

Rule = Callable[[Projekt, Parameters], Iterator[Finding]]

RULES = (
    koordinator,
    icke_ekonomisk,
    gemensam_ansokan,
    projektpart,
    underleverantor,
    organisationsnummer,
    sokt_belopp,
    andel,
    manader,
    ej_paborjat,
    data_finns,
    inriktning,
    bilagor,
)
"""Every rule, in the order of the checklist; a rule yields a finding for each thing it judges."""

ASPECTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "aktör": (
            "koordinator",
            "icke_ekonomisk",
            "gemensam_ansokan",
            "projektpart",
            "underleverantor",
            "organisationsnummer",
        ),
        "belopp": ("sokt_belopp", "andel"),
        "månader": ("manader",),
        "påbörjat": ("ej_paborjat",),
        "data": ("data_finns",),
        "inriktning": ("inriktning",),
        "bilagor": ("bilagor",),
    }
)
"""The rules by what a question can be about."""


def check(projekt: Projekt, parameters: Parameters, today: date) -> Verdict:
    """
    Return the verdict over every requirement, each finding with its quotes.

    Raises InputError where a told value cannot be, such as 0 months.
    """
    refuse_nonsense(projekt)
    findings = tuple(finding for rule in RULES for finding in rule(projekt, parameters))
    return Verdict(findings=findings, past=any(p.valid_to and p.valid_to < today for p in parameters.tal.values()))
